import Foundation
import Testing

@testable import Control

/// What reaches the daemon and what does not, over a real socket.
@Suite(.timeLimit(.minutes(1))) struct ControlServerCallsTests {
    @Test func `a call reaches the daemon with its caller and is answered by its id`() async throws {
        try await TestServer.run { server in
            let answer = try await RawClient.with(server.path) {
                try await $0.call("halt", id: 42, params: #"{"reason":"test"}"#)
            }
            #expect(answer.id == "42")
            let uid = geteuid()
            let name = uid == 0 ? "root" : "the daemon's user"
            #expect(
                answer.result
                    == #"{"by":"\#(name) (uid \#(uid))","method":"halt","params":"{\"reason\":\"test\"}","role":"admin"}"#
            )
            let call = try #require(server.calls.events.first)
            #expect(call.command == .halt(reason: "test"))
            #expect(call.peer.pid == getpid())
            #expect(call.peer.gid == getegid())
        }
    }

    @Test func `the daemon's refusals keep their kind`() async throws {
        let handler: ControlServer.Handler = { call in
            switch call.command {
            case .resume: .failure(ControlFailure(.stateChanged, "another halt came in"))
            default: .refused("not now")
            }
        }
        try await TestServer.run(handler: handler) { server in
            try await RawClient.with(server.path) { client in
                let resume = try await client.call("resume", params: #"{"reason":"x","halted_since":"y"}"#)
                #expect(resume.errorName == "state_changed")
                #expect(resume.code == 2003)
                #expect(try await client.call("status").message == "not now")
            }
            // The daemon keeps its own record of what it refused.
            #expect(server.refusals.events.isEmpty)
        }
    }

    @Test func `an invalid call is answered and leaves the connection open`() async throws {
        try await TestServer.run { server in
            try await RawClient.with(server.path) { client in
                #expect(try await client.call("nope").errorName == "unknown_method")
                #expect(try await client.call("halt").errorName == "invalid_parameters")
                try await client.send(#"{"jsonrpc":"2.0","method":"halt","params":{"reason":"x"}}"# + "\n")
                let notification = Answer(await client.line())
                #expect(notification.errorName == "invalid_request")
                #expect(notification.id == nil)
                try await client.send("[]\n")
                #expect(Answer(await client.line()).errorName == "invalid_request")
                #expect(try await client.call("status").errorName == nil)
            }
            #expect(server.calls.events.map(\.method) == [.status])
            #expect(server.refusals.events.map(\.failure.kind).count == 4)
        }
    }

    @Test(arguments: ["garbage\n", "{\n", "\u{0}\u{1}\u{2}\n", "GET / HTTP/1.1\r\n"])
    func `K07: garbage is answered and ends the connection`(garbage: String) async throws {
        try await TestServer.run { server in
            try await RawClient.with(server.path) { client in
                try await client.send(garbage + #"{"jsonrpc":"2.0","id":1,"method":"status"}"# + "\n")
                #expect(Answer(await client.line()).errorName == "parse_error")
                #expect(await client.line() == nil)
            }
            #expect(server.calls.events.isEmpty)
        }
    }

    @Test func `calls before garbage are answered`() async throws {
        try await TestServer.run { server in
            try await RawClient.with(server.path) { client in
                try await client.send(#"{"jsonrpc":"2.0","id":1,"method":"status"}"# + "\ngarbage\n")
                let answers = await client.allLines().map { Answer($0) }
                #expect(answers.map(\.errorName) == [nil, "parse_error"])
            }
        }
    }

    @Test func `K07: a line of 64 KiB is read, one byte more is not`() async throws {
        let head = #"{"jsonrpc":"2.0","id":1,"method":"status""#
        try await TestServer.run { server in
            try await RawClient.with(server.path) { client in
                try await client.send(head + String(repeating: " ", count: 65_535 - head.utf8.count) + "}\n")
                #expect(Answer(await client.line()).errorName == nil)
                try await client.send(head + String(repeating: " ", count: 65_536 - head.utf8.count) + "}\n")
                let answer = Answer(await client.line())
                #expect(answer.errorName == "parse_error")
                #expect(answer.message == "the line is longer than 65536 bytes")
                #expect(await client.line() == nil)
            }
            #expect(server.calls.events.count == 1)
        }
    }

    @Test func `a line without end is cut off`() async throws {
        try await TestServer.run { server in
            try await RawClient.with(server.path) { client in
                let block = [UInt8](repeating: UInt8(ascii: "x"), count: 16_384)
                // The server hangs up while we still write; that is the point.
                for _ in 0..<64 { try? await client.send(block) }
                let answer = Answer(await client.line())
                #expect(answer.errorName == "parse_error" || answer.errorName == "closed")
                #expect(await client.line() == nil)
            }
            #expect(server.calls.events.isEmpty)
        }
    }

    @Test func `a client that has said all it has to say still gets its answers`() async throws {
        try await TestServer.run { server in
            try await RawClient.with(server.path) { client in
                for id in 1...5 {
                    try await client.send(#"{"jsonrpc":"2.0","id":\#(id),"method":"status"}"# + "\n")
                }
                client.finishSending()
                let ids = await client.allLines().map { Answer($0).id ?? "" }
                #expect(ids.sorted() == ["1", "2", "3", "4", "5"])
            }
        }
    }

    @Test func `a large answer arrives whole`() async throws {
        let text = String(repeating: "停x", count: 200_000)
        try await TestServer.run(handler: { _ in .report(["text": text]) }) { server in
            try await RawClient.with(server.path) { client in
                try await client.send(#"{"jsonrpc":"2.0","id":1,"method":"status"}"# + "\n")
                client.finishSending()
                let lines = await client.allLines()
                #expect(lines.count == 1)
                #expect(lines.first?.contains(text) == true)
            }
        }
    }

    /// Whatever comes in, the daemon is asked nothing that was not asked, and the next client is served.
    @Test(arguments: UInt64(1)...8)
    func `K07: noise changes nothing`(seed: UInt64) async throws {
        try await TestServer.run { server in
            var generator = SplitMix64(seed: seed)
            for _ in 0..<12 {
                let bytes = (0..<Int(generator.next() % 4000)).map { _ in UInt8(truncatingIfNeeded: generator.next()) }
                try await RawClient.with(server.path) { client in
                    try? await client.send(bytes)
                    client.finishSending()
                    _ = await client.allLines()
                }
            }
            #expect(server.calls.events.isEmpty, "seed \(seed)")
            let answer = try await RawClient.with(server.path) { try await $0.call("status") }
            #expect(answer.errorName == nil, "seed \(seed)")
        }
    }
}
