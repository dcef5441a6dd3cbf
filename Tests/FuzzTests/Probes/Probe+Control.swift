import Foundation

@testable import Control

extension Probe {
    /// The lines that reach the control socket.
    static let control = Probe(name: "control") { input in
        for limit in [16, 1024] {
            var cuts = Cuts(input)
            let cut = try split(cuts.pieces(of: input), limit: limit)
            try check(try split([input[...]], limit: limit) == cut, "packet borders change lines of at most \(limit)")
        }
        for line in input.split(separator: 0x0A).prefix(8) { try checkRequest(line) }
    }

    private static func split(_ pieces: [ArraySlice<UInt8>], limit: Int) throws -> [[UInt8]?] {
        var splitter = LineSplitter(limit: limit)
        var lines: [[UInt8]?] = []
        for piece in pieces {
            splitter.append(piece)
            do {
                while let line = try splitter.next() {
                    try check(line.count <= limit, "a line of \(line.count) bytes")
                    lines.append(Array(line))
                }
            } catch is LineSplitter.TooLong {
                return lines + [nil]
            }
        }
        return lines
    }

    private static func checkRequest(_ line: ArraySlice<UInt8>) throws {
        let request = RPCRequest(line: line)
        let command: ControlCommand
        do {
            command = try request.command.get()
        } catch {
            try check(!error.message.isEmpty, "a refusal that says nothing")
            try check(error.message.utf8.count <= 600, "a refusal of \(error.message.utf8.count) bytes")
            let answer = RPCResponse(id: request.id, reply: .failure(error)).line()
            try check(answer.count { $0 == 0x0A } == 1 && answer.last == 0x0A, "an answer in two lines")
            return try check(answer.count <= 64 * 1024 + 1024, "an answer of \(answer.count) bytes")
        }
        guard let id = request.id else { throw Violation("a command without an id") }
        try check(request.method == command.method, "\(command) called as \(String(describing: request.method))")
        let written = try ControlJSON.encoder().encode(RPCOutgoingRequest(id: id, command: command))
        let again = RPCRequest(line: written)
        try check(again.id == id, "written and read it has another id")
        try check(try again.command.get() == command, "written and read it is another command")
        if case .halt(let reason) = command {
            try check(!reason.isEmpty && reason.utf8.count <= ControlCommand.longestReason, "a reason of any length")
        }
    }
}
