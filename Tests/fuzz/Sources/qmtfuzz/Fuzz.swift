import CFuzzer
import Foundation
import Probes

/// Hands inputs of libFuzzer's to the probe that QMTD_FUZZ_PROBE names. A violated property stops it like a trap, so that
/// the input is kept.
@main struct Fuzz {
    private nonisolated(unsafe) static var probe = Probe.all[0]

    static func main() {
        let names = Probe.all.map(\.name)
        let name = ProcessInfo.processInfo.environment["QMTD_FUZZ_PROBE"] ?? ""
        guard let named = Probe.all.first(where: { $0.name == name }) else {
            print(names.joined(separator: "\n"))
            exit(name.isEmpty ? 0 : 2)
        }
        probe = named
        var count = CommandLine.argc
        var arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? = CommandLine.unsafeArgv
        let status = LLVMFuzzerRunDriver(&count, &arguments) { data, size in
            do {
                try Fuzz.probe.run(Array(UnsafeBufferPointer(start: data, count: size)))
            } catch {
                fatalError("\(Fuzz.probe.name): \(error)")
            }
            return 0
        }
        exit(status)
    }
}
