import Foundation
import Testing

@testable import Control

@Suite struct RPCRequestTests {
    private func read(_ line: String) -> RPCRequest { RPCRequest(line: Array(line.utf8)) }

    private static func resolve(_ parameters: String) -> String {
        #"{"jsonrpc":"2.0","id":1,"method":"resolve","params":{"# + parameters + "}}"
    }

    private func kind(_ line: String) -> ControlFailure.Kind? {
        if case .failure(let failure) = read(line).command { failure.kind } else { nil }
    }

    @Test(arguments: [
        (#"{"jsonrpc":"2.0","id":1,"method":"status"}"#, ControlCommand.status),
        (#"{"jsonrpc":"2.0","id":1,"method":"status","params":{}}"#, .status),
        (#" {"params":{} , "method":"positions","id":1,"jsonrpc":"2.0"} "#, .positions),
        (#"{"jsonrpc":"2.0","id":1,"method":"orders"}"#, .orders(.all)),
        (#"{"jsonrpc":"2.0","id":1,"method":"orders","params":{"filter":"open"}}"#, .orders(.open)),
        (#"{"jsonrpc":"2.0","id":1,"method":"orders","params":{"filter":"unknown"}}"#, .orders(.unknown)),
        (#"{"jsonrpc":"2.0","id":1,"method":"halt","params":{"reason":" 停 now "}}"#, .halt(reason: "停 now")),
        (
            #"{"jsonrpc":"2.0","id":1,"method":"resume","params":{"reason":"ok"}}"#,
            .resume(reason: "ok", haltedSince: nil)
        ),
        (
            #"{"jsonrpc":"2.0","id":1,"method":"resume","params":{"reason":"ok","halted_since":"2026-11-20T09:30:00.000+08:00"}}"#,
            .resume(reason: "ok", haltedSince: "2026-11-20T09:30:00.000+08:00")
        ),
        (
            #"{"jsonrpc":"2.0","id":1,"method":"resolve","params":{"order":"a-1","outcome":"never_placed","reason":"ok"}}"#,
            .resolve(order: "a-1", filled: nil, reason: "ok")
        ),
        (
            #"{"jsonrpc":"2.0","id":1,"method":"resolve","params":{"order":"a-1","outcome":"over","filled":0,"reason":"ok"}}"#,
            .resolve(order: "a-1", filled: 0, reason: "ok")
        ),
    ])
    func `well-formed calls are read`(line: String, command: ControlCommand) throws {
        #expect(try read(line).command.get() == command)
        #expect(read(line).id == .number(1))
        #expect(read(line).method == command.method)
    }

    @Test(arguments: [
        ("", ControlFailure.Kind.parseError), ("status", .parseError), ("{", .parseError), ("null", .parseError),
        (#""status""#, .parseError), ("{'jsonrpc':'2.0'}", .parseError),
        (#"{"jsonrpc":"2.0","id":1,"method":"status"} x"#, .parseError),
        (#"{"jsonrpc":"2.0","id":1,"method":"status"}{}"#, .parseError),
        ("\u{FEFF}" + #"{"jsonrpc":"2.0","id":1,"method":"status"}"#, .parseError),
        ("[]", .invalidRequest), (#"[{"jsonrpc":"2.0","id":1,"method":"halt"}]"#, .invalidRequest),
        ("{}", .invalidRequest), (#"{"id":1,"method":"status"}"#, .invalidRequest),
        (#"{"jsonrpc":"1.0","id":1,"method":"status"}"#, .invalidRequest),
        (#"{"jsonrpc":2.0,"id":1,"method":"status"}"#, .invalidRequest),
        (#"{"jsonrpc":"2.0","method":"status"}"#, .invalidRequest),
        (#"{"jsonrpc":"2.0","id":null,"method":"status"}"#, .invalidRequest),
        (#"{"jsonrpc":"2.0","id":1.5,"method":"status"}"#, .invalidRequest),
        (#"{"jsonrpc":"2.0","id":true,"method":"status"}"#, .invalidRequest),
        (#"{"jsonrpc":"2.0","id":[1],"method":"status"}"#, .invalidRequest),
        (#"{"jsonrpc":"2.0","id":1}"#, .invalidRequest), (#"{"jsonrpc":"2.0","id":1,"method":7}"#, .invalidRequest),
        (#"{"jsonrpc":"2.0","id":1,"method":"status","extra":1}"#, .invalidRequest),
        (#"{"jsonrpc":"2.0","id":1,"method":"Status"}"#, .unknownMethod),
        (#"{"jsonrpc":"2.0","id":1,"method":"rpc.discover"}"#, .unknownMethod),
        (#"{"jsonrpc":"2.0","id":1,"method":"status","params":[]}"#, .invalidParameters),
        (#"{"jsonrpc":"2.0","id":1,"method":"status","params":null}"#, .invalidParameters),
        (#"{"jsonrpc":"2.0","id":1,"method":"status","params":{"x":1}}"#, .invalidParameters),
        (#"{"jsonrpc":"2.0","id":1,"method":"orders","params":{"filter":"mine"}}"#, .invalidParameters),
        (#"{"jsonrpc":"2.0","id":1,"method":"orders","params":{"filter":null}}"#, .invalidParameters),
        (#"{"jsonrpc":"2.0","id":1,"method":"halt"}"#, .invalidParameters),
        (Self.resolve(#""outcome":"over","filled":1,"reason":"ok""#), .invalidParameters),
        (Self.resolve(#""order":"a-1","filled":1,"reason":"ok""#), .invalidParameters),
        (Self.resolve(#""order":"a-1","outcome":"gone","reason":"ok""#), .invalidParameters),
        (Self.resolve(#""order":"a-1","outcome":"over","reason":"ok""#), .invalidParameters),
        (Self.resolve(#""order":"a-1","outcome":"over","filled":-1,"reason":"ok""#), .invalidParameters),
        (Self.resolve(#""order":"a-1","outcome":"over","filled":"1","reason":"ok""#), .invalidParameters),
        (Self.resolve(#""order":"a-1","outcome":"never_placed","filled":1,"reason":"ok""#), .invalidParameters),
        (Self.resolve(#""order":"a-1","outcome":"never_placed""#), .invalidParameters),
        (#"{"jsonrpc":"2.0","id":1,"method":"halt","params":{"reason":""}}"#, .invalidParameters),
        (#"{"jsonrpc":"2.0","id":1,"method":"halt","params":{"reason":"  "}}"#, .invalidParameters),
        (#"{"jsonrpc":"2.0","id":1,"method":"halt","params":{"reason":7}}"#, .invalidParameters),
        (#"{"jsonrpc":"2.0","id":1,"method":"halt","params":{"reason":"a\nb"}}"#, .invalidParameters),
        (#"{"jsonrpc":"2.0","id":1,"method":"halt","params":{"reason":"\u001b[2J"}}"#, .invalidParameters),
        (#"{"jsonrpc":"2.0","id":1,"method":"halt","params":{"reson":"typo"}}"#, .invalidParameters),
        (#"{"jsonrpc":"2.0","id":1,"method":"resume","params":{"reason":"a","force":true}}"#, .invalidParameters),
    ])
    func `everything else is refused by its kind`(line: String, kind: ControlFailure.Kind) {
        #expect(self.kind(line) == kind)
    }

    @Test func `the id is kept wherever it can be read`() {
        #expect(read(#"{"jsonrpc":"2.0","id":7,"method":"nope"}"#).id == .number(7))
        #expect(read(#"{"jsonrpc":"1.0","id":"a-1","method":"status"}"#).id == .text("a-1"))
        #expect(
            read(#"{"jsonrpc":"2.0","id":9007199254740993,"method":"status"}"#).id == .number(9_007_199_254_740_993))
        #expect(read(#"{"jsonrpc":"2.0","method":"status"}"#).id == nil)
        #expect(read("{").id == nil)
    }

    @Test func `invalid UTF-8, zero bytes and UTF-16 are refused`() {
        let status = #"{"jsonrpc":"2.0","id":1,"method":"status"}"#
        #expect(RPCRequest(line: Array(status.utf8) + [0xFF]).isGarbage)
        #expect(RPCRequest(line: [0]).isGarbage)
        let wide = status.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
        #expect(RPCRequest(line: wide).isGarbage)
    }

    @Test func `a reason has a longest length`() throws {
        func line(_ count: Int) -> String {
            #"{"jsonrpc":"2.0","id":1,"method":"halt","params":{"reason":"\#(String(repeating: "x", count: count))"}}"#
        }
        #expect(kind(line(400)) == nil)
        #expect(kind(line(401)) == .invalidParameters)
    }

    @Test func `K07: deep nesting is refused and does not crash`() {
        let deep = String(repeating: "[", count: 30_000)
        #expect(kind(#"{"jsonrpc":"2.0","id":1,"method":"status","params":"# + deep) == .parseError)
    }

    @Test(arguments: [
        ControlCommand.status, .positions, .orders(.open), .halt(reason: "a \"b\" 停"),
        .resume(reason: "r", haltedSince: nil), .resume(reason: "r", haltedSince: "m"),
    ])
    func `what the client writes, the server reads`(command: ControlCommand) throws {
        let data = try ControlJSON.encoder().encode(RPCOutgoingRequest(id: .number(3), command: command))
        #expect(try RPCRequest(line: data).command.get() == command)
        #expect(RPCRequest(line: data).id == .number(3))
    }

    /// Any damage to a call is either refused or still means the same kind of thing; it never traps.
    @Test(arguments: UInt64(1)...40)
    func `damaged lines never trap`(seed: UInt64) {
        var generator = SplitMix64(seed: seed)
        let source = Array(
            #"{"jsonrpc":"2.0","id":12,"method":"resume","params":{"reason":"why","halted_since":"x"}}"#.utf8)
        for round in 0..<250 {
            var bytes = source
            for _ in 0...Int(generator.next() % 3) {
                let place = Int(generator.next() % UInt64(bytes.count))
                switch generator.next() % 4 {
                case 0: bytes[place] = UInt8(truncatingIfNeeded: generator.next())
                case 1: bytes.remove(at: place)
                case 2: bytes.insert(UInt8(truncatingIfNeeded: generator.next()), at: place)
                default: bytes.removeSubrange(place...)
                }
                if bytes.isEmpty { break }
            }
            guard case .success(let command) = RPCRequest(line: bytes).command else { continue }
            #expect(command.method == .resume, "seed \(seed), round \(round)")
        }
    }
}
