import Foundation
import Testing

@testable import Control

/// Bounds in number and time, over a real socket and a clock stepped by hand.
@Suite(.timeLimit(.minutes(1))) struct ControlServerLimitsTests {
    @Test func `at most so many calls of a connection are in the daemon's hands`() async throws {
        let gate = Gate()
        let inHand = Recorder<Int>()
        let counter = Counter()
        var limits = ControlLimits()
        limits.callsInFlight = 2
        let handler: ControlServer.Handler = { _ in
            inHand.record(counter.add(1))
            await gate.pass()
            counter.add(-1)
            return .report(["ok": true])
        }
        try await TestServer.run(limits: limits, handler: handler) { server in
            try await RawClient.with(server.path) { client in
                for id in 1...6 {
                    try await client.send(#"{"jsonrpc":"2.0","id":\#(id),"method":"status"}"# + "\n")
                }
                client.finishSending()
                await inHand.wait(for: 2)
                for served in 1...4 {
                    gate.letOnePass()
                    await inHand.wait(for: 2 + served)
                }
                gate.open()
                #expect(await client.allLines().count == 6)
            }
            #expect(inHand.events.count == 6)
            #expect((inHand.events.max() ?? 0) <= 2)
        }
    }

    @Test func `one connection waits for the daemon, another is served`() async throws {
        let gate = Gate()
        let handler: ControlServer.Handler = { call in
            if call.method == .status { await gate.pass() }
            return .report(["method": call.method.rawValue])
        }
        try await TestServer.run(handler: handler) { server in
            try await RawClient.with(server.path) { slow in
                for id in 1...10 {
                    try await slow.send(#"{"jsonrpc":"2.0","id":\#(id),"method":"status"}"# + "\n")
                }
                await server.calls.wait(for: 2)
                let halt = try await RawClient.with(server.path) {
                    try await $0.call("halt", params: #"{"reason":"x"}"#)
                }
                #expect(halt.result == #"{"method":"halt"}"#)
                gate.open()
            }
        }
    }

    @Test func `K06: beyond the limit a user may still halt, and nothing else`() async throws {
        var limits = ControlLimits()
        limits.connectionsPerUser = 1
        try await TestServer.run(limits: limits) { server in
            try await RawClient.with(server.path) { first in
                #expect(try await first.call("status").errorName == nil)
                try await RawClient.with(server.path) { second in
                    let status = try await second.call("status")
                    #expect(status.errorName == "busy")
                    #expect(status.message.contains("may only halt"))
                    #expect(try await second.call("halt", params: #"{"reason":"x"}"#).errorName == nil)
                    try await RawClient.with(server.path) { third in
                        let answer = Answer(await third.line())
                        #expect(answer.errorName == "busy")
                        #expect(await third.line() == nil)
                    }
                }
            }
        }
    }

    @Test func `K06: hundreds of connections are turned away and then all is as before`() async throws {
        try await TestServer.run { server in
            let path = server.path
            let answers = await withTaskGroup(of: Answer.self) { group in
                for _ in 0..<300 {
                    group.addTask {
                        let answer = try? await RawClient.with(path) { client in
                            try? await client.send(#"{"jsonrpc":"2.0","id":1,"method":"status"}"# + "\n")
                            return Answer(await client.line())
                        }
                        // Where too many knock at once the kernel turns some away before they are seen.
                        return answer ?? Answer(nil)
                    }
                }
                return await group.reduce(into: []) { $0.append($1) }
            }
            // A client that is turned away while it still writes may lose the reason, not more.
            #expect(answers.allSatisfy { [nil, "busy", "closed"].contains($0.errorName) })
            #expect(answers.contains { $0.errorName == nil })
            #expect(server.refusals.events.count <= RefusalLog.limit)
            try await untilServed(path)
        }
    }

    /// With one limit in time as it is in production and the others out of reach: the stepped clock runs far ahead of the
    /// threads, so that more than one could be hit.
    private func limits(only limit: WritableKeyPath<ControlLimits, Duration>) -> ControlLimits {
        var limits = ControlLimits()
        for other in [\ControlLimits.lineTime, \.writeTime, \.idleTime, \.sessionTime] where other != limit {
            limits[keyPath: other] = .seconds(1_000_000_000)
        }
        return limits
    }

    @Test func `K04: half a line is not waited for`() async throws {
        try await TestServer.run(limits: limits(only: \.lineTime)) { server in
            try await RawClient.with(server.path) { client in
                try await client.send(#"{"jsonrpc":"2.0","#)
                await server.step(until: .slowLine)
                #expect(await client.line() == nil)
            }
        }
    }

    @Test func `an idle connection is closed`() async throws {
        try await TestServer.run(limits: limits(only: \.idleTime)) { server in
            try await RawClient.with(server.path) { client in
                let answer = try await client.call("status")
                #expect(answer.errorName == nil)
                await server.step(until: .idle)
                #expect(server.clock.now.offset >= .seconds(60))
                #expect(await client.line() == nil)
            }
        }
    }

    @Test func `a busy connection is closed after a quarter of an hour`() async throws {
        try await TestServer.run(limits: limits(only: \.sessionTime)) { server in
            try await RawClient.with(server.path) { client in
                while let answer = try? await client.call("status"), answer.errorName == nil {
                    for _ in 0..<30 { await server.clock.step(by: .seconds(1)) }
                }
                #expect(server.log.events.contains { $0.contains(ConnectionActivity.Verdict.tooOld.rawValue) })
                #expect(server.clock.now.offset >= .seconds(900))
            }
        }
    }

    @Test func `K05: a client that does not read its answer is cut off`() async throws {
        var limits = limits(only: \.writeTime)
        limits.connectionsPerUser = 1
        limits.reservedForHalt = 0
        let text = String(repeating: "x", count: 1_500_000)
        try await TestServer.run(limits: limits, handler: { _ in .report(["text": text]) }) { server in
            try await RawClient.with(server.path, reads: false) { client in
                try await client.send(#"{"jsonrpc":"2.0","id":1,"method":"status"}"# + "\n")
                await server.step(until: .slowReader)
                // Fails where the client has noticed by itself.
                try? await client.startReading()
                #expect(await client.line() == nil)
            }
            try await untilServed(server.path)
        }
    }

    @Test func `a call that the daemon takes long for is not cut off`() async throws {
        let gate = Gate()
        let handler: ControlServer.Handler = { _ in
            await gate.pass()
            return .report(["ok": true])
        }
        try await TestServer.run(handler: handler) { server in
            try await RawClient.with(server.path) { client in
                try await client.send(#"{"jsonrpc":"2.0","id":1,"method":"status"}"# + "\n")
                await server.calls.wait(for: 1)
                for _ in 0..<1000 { await server.clock.step(by: .seconds(1)) }
                gate.open()
                #expect(Answer(await client.line()).errorName == nil)
            }
        }
    }

    @Test func `a halt whose sender has hung up is carried out, not cancelled`() async throws {
        let gate = Gate()
        let done = Recorder<Bool>()
        let handler: ControlServer.Handler = { _ in
            await gate.pass()
            done.record(Task.isCancelled)
            return .report(["ok": true])
        }
        try await TestServer.run(handler: handler) { server in
            try await RawClient.with(server.path) { client in
                try await client.send(#"{"jsonrpc":"2.0","id":1,"method":"halt","params":{"reason":"x"}}"# + "\n")
                await server.calls.wait(for: 1)
            }
            gate.open()
            await done.wait(for: 1)
            #expect(done.events == [false])
        }
    }

    @Test func `stopping closes the connections and removes the socket`() async throws {
        let path = Recorder<String>()
        try await TestServer.run { server in
            path.record(server.path)
            try await RawClient.with(server.path) { client in _ = try await client.call("status") }
            #expect(FileStatus(server.path) != nil)
        }
        #expect(FileStatus(try #require(path.events.first)) == nil)
    }

    /// Places are given back when the server has noticed that a client is gone: shortly, not at once.
    private func untilServed(_ path: String) async throws {
        while true {
            let answer = try await RawClient.with(path) { client in
                try? await client.send(#"{"jsonrpc":"2.0","id":1,"method":"status"}"# + "\n")
                return Answer(await client.line())
            }
            if answer.errorName == nil { return }
            await Task.yield()
        }
    }
}
