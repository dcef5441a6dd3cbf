import Foundation
import Glibc

/// The paper account on disk: one JSON line for each input, durable before what follows from it is told to anybody. A line
/// that was being written when the process died had no effect yet, so a last line without its end is cut off at the next
/// start.
package final class PaperLog {
    /// As the system's; a test's disk fails where it is told to.
    package typealias Write = (Int32, UnsafeRawPointer?, Int) -> Int

    package struct Failure: Error, Hashable, CustomStringConvertible {
        package var path: String
        package var what: String

        package var description: String { "\(path): \(what)" }
    }

    let path: String
    private let descriptor: Int32
    private let encoder = JSONEncoder()
    private let write: Write
    /// What the file held when it was opened, in order.
    let earlier: [PaperInput]

    package init(_ path: String, write: @escaping Write = { Glibc.write($0, $1, $2) }) throws(Failure) {
        self.path = path
        self.write = write
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        descriptor = open(path, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw Failure(
                path: path, what: "the paper account cannot be opened (\(Self.reason(errno))); check the folder")
        }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            close(descriptor)
            throw Failure(path: path, what: "another process uses this paper account; stop one of the two")
        }
        do throws(Failure) {
            earlier = try Self.read(path, cutting: descriptor)
        } catch {
            close(descriptor)
            throw error
        }
    }

    deinit {
        // Closing alone would not do while a child that is about to start another program has the same descriptor.
        flock(descriptor, LOCK_UN)
        close(descriptor)
    }

    private static func read(_ path: String, cutting descriptor: Int32) throws(Failure) -> [PaperInput] {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw Failure(path: path, what: "the paper account cannot be read; check its permissions")
        }
        let whole = data.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
        if whole < data.count, ftruncate(descriptor, off_t(whole)) != 0 {
            throw Failure(path: path, what: "a broken last line cannot be cut off (\(reason(errno)))")
        }
        let decoder = JSONDecoder()
        var inputs: [PaperInput] = []
        for (index, line) in data[..<whole].split(separator: UInt8(ascii: "\n")).enumerated() {
            guard let input = try? decoder.decode(PaperInput.self, from: line) else {
                throw Failure(
                    path: path,
                    what: "line \(index + 1) is damaged or of another version; move the file away, and the journal of "
                        + "the paper account with it, to begin anew")
            }
            inputs.append(input)
        }
        return inputs
    }

    /// Durable when it returns, unless `isFlushed` is false: for inputs from which nothing follows yet. The next one that
    /// is flushed takes them along.
    func append(_ input: PaperInput, isFlushed: Bool) throws(Failure) {
        guard var line = try? encoder.encode(input) else {
            throw Failure(path: path, what: "an input does not encode; this is a defect of the program")
        }
        line.append(UInt8(ascii: "\n"))
        let written = line.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
        guard written == line.count else {
            throw Failure(path: path, what: "writing failed (\(Self.reason(errno))); free space and start again")
        }
        if isFlushed { try flush() }
    }

    func flush() throws(Failure) {
        if fdatasync(descriptor) != 0 {
            throw Failure(path: path, what: "writing failed (\(Self.reason(errno))); free space and start again")
        }
    }

    private static func reason(_ code: Int32) -> String { String(cString: strerror(code)) }
}
