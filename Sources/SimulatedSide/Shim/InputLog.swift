import Foundation
import Glibc

/// The inputs on disk: one JSON line each, flushed before the input takes effect. A line that was being written when the
/// process died had no effect yet, so a last line without its newline is cut off at the next start.
package final class InputLog {
    package enum Failure: Error, Hashable, CustomStringConvertible {
        case cannotOpen(path: String, reason: String)
        case damaged(path: String, line: Int)
        case cannotWrite(path: String, reason: String)

        package var description: String {
            switch self {
            case .cannotOpen(let path, let reason):
                "\(path): the state file cannot be opened (\(reason)); check the folder and its permissions"
            case .damaged(let path, let line):
                "\(path): line \(line) is not an input of this version; move the file away to begin anew"
            case .cannotWrite(let path, let reason):
                "\(path): writing failed (\(reason)); nothing was done. Free space and start again"
            }
        }
    }

    private let path: String
    private let descriptor: Int32
    /// What the file held when it was opened, in order.
    package let earlier: [ShimInput]

    package init(_ path: String) throws(Failure) {
        self.path = path
        descriptor = open(path, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw .cannotOpen(path: path, reason: Self.reason(errno)) }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            close(descriptor)
            throw .cannotOpen(path: path, reason: "another process is using it")
        }
        do throws(Failure) {
            let (inputs, whole) = try Self.parse(path)
            if let end = whole, ftruncate(descriptor, off_t(end)) != 0 {
                throw Failure.cannotOpen(path: path, reason: Self.reason(errno))
            }
            earlier = inputs
        } catch {
            close(descriptor)
            throw error
        }
    }

    /// The inputs of a state file, which stays as it is.
    package static func read(_ path: String) throws(Failure) -> [ShimInput] { try parse(path).inputs }

    /// All whole lines, and where they end if something follows them.
    private static func parse(_ path: String) throws(Failure) -> (inputs: [ShimInput], whole: Int?) {
        // Foundation loses 4 KiB whenever it reads a file without a byte.
        var status = stat()
        if stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG, status.st_size == 0 { return ([], nil) }
        guard let data = FileManager.default.contents(atPath: path) else {
            throw .cannotOpen(path: path, reason: "it cannot be read")
        }
        let whole = data.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
        let decoder = JSONDecoder()
        var inputs: [ShimInput] = []
        for (index, line) in data[..<whole].split(separator: UInt8(ascii: "\n")).enumerated() {
            guard let input = try? decoder.decode(ShimInput.self, from: line) else {
                throw .damaged(path: path, line: index + 1)
            }
            inputs.append(input)
        }
        return (inputs, whole < data.count ? whole : nil)
    }

    deinit {
        // Closing alone would not do while a child that is about to start another program has the same descriptor.
        flock(descriptor, LOCK_UN)
        close(descriptor)
    }

    /// Durable when it returns, unless `isFlushed` is false: for inputs that promise nothing to anybody.
    package func append(_ input: ShimInput, isFlushed: Bool = true) throws(Failure) {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        guard var line = try? encoder.encode(input) else {
            throw .cannotWrite(path: path, reason: "it does not encode")
        }
        line.append(UInt8(ascii: "\n"))
        let written = line.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
        guard written == line.count else { throw .cannotWrite(path: path, reason: Self.reason(errno)) }
        if isFlushed, fdatasync(descriptor) != 0 { throw .cannotWrite(path: path, reason: Self.reason(errno)) }
    }

    private static func reason(_ code: Int32) -> String { String(cString: strerror(code)) }
}
