import Bridge
import BridgeProtocol
import Foundation
import Testing

/// The client in `Peer/peer.py`, which shares no line of code with ours.
@Suite(.timeLimit(.minutes(3))) struct PeerTests {
    private static let python = ["/usr/bin/python3", "/usr/local/bin/python3"]
        .first { FileManager.default.isExecutableFile(atPath: $0) }
    private static let script = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "Peer/peer.py").path

    private func run(_ arguments: [String]) async throws -> (status: Int32, output: String) {
        let process = Process()
        process.executableURL = URL(filePath: try #require(Self.python))
        process.arguments = [Self.script] + arguments
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardError = pipe
        return try await withCheckedThrowingContinuation { done in
            process.terminationHandler = { process in
                let output = pipe.fileHandleForReading.readDataToEndOfFile()
                done.resume(returning: (process.terminationStatus, String(decoding: output, as: UTF8.self)))
            }
            do {
                try process.run()
            } catch {
                done.resume(throwing: error)
            }
        }
    }

    @Test(.enabled(if: python != nil, "python3 is not installed"), arguments: Live.Transport.allCases)
    func `an independent client gets in, pings and submits`(transport: Live.Transport) async throws {
        try await Live.with(transport) { live in
            let secret = try Live.folder()
            defer { try? FileManager.default.removeItem(at: secret) }
            let file = secret.appending(path: "secret")
            try Data((Live.secretText + "\n").utf8).write(to: file)
            let result = try await run(["\(live.server.endpoint)", file.path, Live.account, "17"])
            #expect(result.status == 0, "\(result.output)")
            #expect(result.output.contains("pong 2026-11-20T09:31:02.125+08:00"))
            #expect(result.output.contains("placed after live"))
            #expect(live.account.highestEpoch == 17)
            #expect(live.account.calls.map(\.request.method) == [.snapshot, .submit, .cancel])
        }
    }

    @Test(.enabled(if: python != nil, "python3 is not installed"))
    func `B13: an independent client without the secret stays out`() async throws {
        try await Live.with(.unix) { live in
            let folder = try Live.folder()
            defer { try? FileManager.default.removeItem(at: folder) }
            let file = folder.appending(path: "secret")
            try Data("guessed".utf8).write(to: file)
            let result = try await run(["\(live.server.endpoint)", file.path, Live.account, "17"])
            #expect(result.status == 3, "\(result.output)")
            #expect(result.output.contains("refused 1002"))
            #expect(live.account.highestEpoch == 0)
        }
    }
}
