package import Foundation
import Glibc
import NIOCore
import NIOPosix

/// Asks a running daemon one thing over its control socket.
package struct ControlClient: Sendable {
    /// Longest answer taken, in bytes.
    private static let longestAnswer = 8 * 1024 * 1024

    package let path: String
    private let deadline: Duration
    private let time: ServerTime

    /// - Parameters:
    ///   - deadline: From the beginning of a call to the whole answer.
    ///   - clock: Measures the deadline.
    package init(
        path: String, deadline: Duration = .seconds(5), clock: some Clock<Duration> = ContinuousClock()
    ) {
        self.path = path
        self.deadline = deadline
        time = ServerTime(clock)
    }

    /// Where the daemon's socket is: `option`, else `QMTD_SOCKET`, else where the unit puts it.
    package static func socketPath(option: String?, environment: [String: String]) -> String {
        let named = environment["QMTD_SOCKET"].flatMap { $0.isEmpty ? nil : $0 }
        return option ?? named ?? "/run/qmtd/control.sock"
    }

    /// Calls and returns the report as JSON text on one line, with sorted keys and everything that the daemon put in it.
    package func call(_ command: ControlCommand) async throws(ControlClientError) -> Data {
        try checkSocket()
        let request = RPCOutgoingRequest(id: .number(1), command: command)
        let answer: Data
        do {
            let line = try ControlJSON.encoder().encode(request) + [UInt8(ascii: "\n")]
            answer = try await withDeadline(mayBeDone: command.method.changesState) {
                try await exchange(ByteBuffer(bytes: line), mayBeDone: command.method.changesState)
            }
        } catch let error as ControlClientError {
            throw error
        } catch {
            throw .cannotConnect(path: path, reason: "\(error)")
        }
        do {
            return try RPCAnswer.report(in: answer, id: 1)
        } catch let failure as ControlFailure {
            throw .failed(failure)
        } catch {
            throw .garbled(path: path, why: "\(error)", mayBeDone: command.method.changesState)
        }
    }

    /// Reads what `call` returned.
    package func report<Report: Decodable>(
        _ type: Report.Type, in answer: Data, to command: ControlCommand
    ) throws(ControlClientError) -> Report {
        do {
            return try JSONDecoder().decode(type, from: answer)
        } catch {
            throw .garbled(
                path: path, why: "the report has not the expected fields", mayBeDone: command.method.changesState)
        }
    }

    private func withDeadline(
        mayBeDone: Bool, _ work: @escaping @Sendable () async throws -> Data
    ) async throws -> Data {
        try await withThrowingTaskGroup(of: Data?.self) { group in
            group.addTask { try await work() }
            group.addTask {
                try await time.sleep(deadline)
                return nil
            }
            defer { group.cancelAll() }
            guard let first = try await group.next(), let answer = first else {
                throw ControlClientError.timedOut(path: path, after: deadline, mayBeDone: mayBeDone)
            }
            return answer
        }
    }

    private func exchange(_ request: ByteBuffer, mayBeDone: Bool) async throws -> Data {
        let stream = try await connect()
        return try await stream.executeThenClose { inbound, outbound in
            try checkServer(try await PeerCredentials.of(stream.channel).get())
            do {
                try await outbound.write(request)
            } catch {
                // The daemon may have hung up at once; it may have said why first.
            }
            var lines = LineSplitter(limit: Self.longestAnswer)
            for try await bytes in inbound {
                lines.append(bytes.readableBytesView)
                if let line = try? lines.next() { return Data(line) }
            }
            try Task.checkCancellation()
            throw ControlClientError.hungUp(path: path, mayBeDone: mayBeDone)
        }
    }

    private func connect() async throws -> NIOAsyncChannel<ByteBuffer, ByteBuffer> {
        do {
            return try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
                .connect(unixDomainSocketPath: path) { channel in
                    channel.eventLoop.makeCompletedFuture {
                        try NIOAsyncChannel(wrappingChannelSynchronously: channel)
                    }
                }
        } catch let error as IOError {
            switch error.errnoCode {
            case ENOENT, ECONNREFUSED: throw ControlClientError.notRunning(path: path)
            case EACCES, EPERM: throw ControlClientError.noPermission(path: path)
            case EAGAIN: throw ControlClientError.cannotConnect(path: path, reason: "too many are waiting; try again")
            default: throw ControlClientError.cannotConnect(path: path, reason: error.description)
            }
        }
    }
}

extension ControlClient {
    /// Before a connection is made: is there a socket, and is it where only its owner can have put it?
    private func checkSocket() throws(ControlClientError) {
        guard path.utf8.count < UnixAddress.capacity else {
            throw .untrusted(path: path, why: "the path is longer than \(UnixAddress.capacity - 1) bytes")
        }
        var status = stat()
        guard lstat(path, &status) == 0 else {
            switch errno {
            case ENOENT, ENOTDIR: throw .notRunning(path: path)
            case EACCES: throw .noPermission(path: path)
            default: throw .cannotConnect(path: path, reason: String(cString: strerror(errno)))
            }
        }
        guard status.st_mode & S_IFMT == S_IFSOCK else { throw .untrusted(path: path, why: "it is not a socket") }
        var directory = stat()
        guard stat(UnixAddress.directory(of: path), &directory) == 0 else { return }
        guard UnixAddress.isSafe(directory: directory) else {
            throw .untrusted(path: path, why: "others may write in its directory, so that it may not be the daemon's")
        }
    }

    private func checkServer(_ server: PeerCredentials) throws {
        var status = stat()
        guard lstat(path, &status) == 0, Self.isTrusted(server: server.uid, socketOwner: status.st_uid) else {
            throw ControlClientError.untrusted(
                path: path, why: "it is served by uid \(server.uid), who is not its owner")
        }
    }

    /// The process that listens must be the socket's owner, or root.
    static func isTrusted(server: UInt32, socketOwner: UInt32) -> Bool { server == socketOwner || server == 0 }
}
