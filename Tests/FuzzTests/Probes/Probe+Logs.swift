import Engine
import Foundation
import Glibc
import Journal
import SimulatedSide

extension Probe {
    /// The body of a journal's row. Whatever can be read is written so that it reads the same, and always alike.
    static let journal = Probe(name: "journal") { input in
        guard let record = try? RecordCodec.decode(Data(input)) else { return }
        let body = try RecordCodec.encode(record)
        let again = try RecordCodec.decode(body)
        try check(again == record, "\(RecordCodec.kind(of: record)): written and read it differs")
        try check(try RecordCodec.encode(again) == body, "\(RecordCodec.kind(of: record)): equal records, other bytes")
    }

    /// The simulated side's log of inputs, whose last line may be cut.
    static let shimLog = Probe(name: "shimlog") { input in
        let inputs: [ShimInput]
        do {
            inputs = try read(input)
        } catch let failure as InputLog.Failure {
            guard case .damaged(_, let line) = failure else { throw Violation("\(failure)") }
            return try check(1...input.count(where: { $0 == 0x0A }) ~= line, "line \(line) is not there")
        }
        // A cut takes inputs off the end and changes none.
        var cuts = Cuts(input)
        let part = try read(Array(input.prefix(cuts.next(below: input.count + 1))))
        try check(inputs.starts(with: part), "cut, it holds something else")
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let written = try inputs.map { try encoder.encode($0) + [0x0A] }.reduce(Data(), +)
        try check(try read(Array(written)) == inputs, "written and read it differs")
    }

    /// Through a file without a name, in memory where the system has a place for that.
    private static func read(_ bytes: [UInt8]) throws -> [ShimInput] {
        let folder = access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp"
        var path = Array("\(folder)/qmtd-probe-\(String(repeating: "X", count: 6))".utf8CString)
        let file = mkstemp(&path)
        guard file >= 0 else { throw Violation("no file can be made in \(folder)") }
        defer { close(file) }
        unlink(path)
        guard write(file, bytes, bytes.count) == bytes.count else { throw Violation("the file cannot be written") }
        return try InputLog.read("/proc/self/fd/\(file)")
    }
}
