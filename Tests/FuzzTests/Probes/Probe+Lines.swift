import Foundation

@testable import BridgeProtocol

extension Probe {
    /// Bytes into lines into JSON-RPC messages (bridge-protocol 1).
    static let lines = Probe(name: "lines") { input in
        for limit in [16, 1024] { try checkFraming(input, limit: limit) }
        var framer = LineFramer(limit: 4096)
        framer.append(input)
        while let line = try? framer.next() { try checkLine(line) }
    }

    /// Lines are the same however the bytes are cut, and those that a plain look at the bytes finds.
    private static func checkFraming(_ input: [UInt8], limit: Int) throws {
        var cuts = Cuts(input)
        let cut = try framed(cuts.pieces(of: input), limit: limit)
        try check(try framed([input[...]], limit: limit) == cut, "packet borders change lines of at most \(limit)")
        var expected: [ArraySlice<UInt8>] = []
        var isTooLong = false
        let ends = input.count { $0 == 0x0A }
        for (index, line) in input.split(separator: 0x0A, omittingEmptySubsequences: false).enumerated() {
            let isWhole = index < ends
            isTooLong = line.count > limit
            if isTooLong { break }
            if isWhole, !line.allSatisfy({ [0x20, 0x09, 0x0D].contains($0) }) { expected.append(line) }
        }
        try check(cut.lines.elementsEqual(expected, by: ==), "not the lines of the bytes, limit \(limit)")
        try check(cut.isTooLong == isTooLong, "a line too long goes unnoticed, limit \(limit)")
    }

    private struct Framed: Equatable {
        var lines: [ArraySlice<UInt8>] = []
        var isTooLong = false
    }

    private static func framed(_ pieces: [ArraySlice<UInt8>], limit: Int) throws -> Framed {
        var framer = LineFramer(limit: limit)
        var framed = Framed()
        for piece in pieces {
            framer.append(piece)
            do {
                while let line = try framer.next() { framed.lines.append(ArraySlice(Array(line))) }
            } catch {
                framed.isTooLong = true
            }
            try check(framer.pendingCount <= limit, "it keeps \(framer.pendingCount) bytes, more than \(limit)")
        }
        return framed
    }

    private static func checkLine(_ line: ArraySlice<UInt8>) throws {
        let message: RPCMessage
        do {
            message = try RPCMessage(reading: line)
        } catch {
            return try checkRefusal(error, of: line)
        }
        try check(message.line.last == 0x0A, "a line without its end")
        try check(message.line.count { $0 == 0x0A } == 1, "a line in two")
        try check(try RPCMessage(reading: message.line.dropLast()) == message, "written and read, it differs")
        let value = try JSONValue(reading: line)
        try check(try JSONValue(reading: value.bytes) == value, "JSON written and read differs")
        try check(depth(value) <= JSONValue.depthLimit, "nested \(depth(value)) deep")
        try check(hasFiniteNumbers(value), "a number that is not finite")
        // Nothing is taken that another reader does not take.
        let other = try? JSONSerialization.jsonObject(with: Data(line))
        try check(other != nil, "no JSON for another reader")
    }

    /// A refusal says what and where, fits a line itself, and answers with an id that is no larger than need be.
    private static func checkRefusal(_ refusal: LineRefusal, of line: ArraySlice<UInt8>) throws {
        if case .notJSON(let failure) = refusal.cause {
            try check(0...line.count ~= failure.offset, "a place outside the line, \(failure.offset)")
            try check(failure.description.contains("byte \(failure.offset)"), "no place in: \(failure)")
        }
        let answer = refusal.answer.line
        try check(answer.count <= 2048, "a refusal of \(answer.count) bytes")
        guard case .failure(_, let error) = try RPCMessage(reading: answer.dropLast()) else {
            throw Violation("a refusal that is no error")
        }
        try check(!error.message.isEmpty, "a refusal that says nothing")
    }

    static func depth(_ value: JSONValue) -> Int {
        switch value {
        case .array(let elements): 1 + (elements.map(depth).max() ?? 0)
        case .object(let members): 1 + (members.map { depth($0.value) }.max() ?? 0)
        case .null, .bool, .integer, .number, .string: 0
        }
    }

    static func hasFiniteNumbers(_ value: JSONValue) -> Bool {
        switch value {
        case .number(let text): Double(text)?.isFinite ?? false
        case .array(let elements): elements.allSatisfy(hasFiniteNumbers)
        case .object(let members): members.allSatisfy { hasFiniteNumbers($0.value) }
        case .null, .bool, .integer, .string: true
        }
    }
}
