import Foundation
import NIOCore
import NIOPosix

@testable import Control

/// A client that writes any bytes and reads lines.
final class RawClient {
    private let channel: any Channel
    private let outbound: NIOAsyncChannelOutboundWriter<ByteBuffer>
    private var inbound: NIOAsyncChannelInboundStream<ByteBuffer>.AsyncIterator
    private var lines = LineSplitter(limit: 16 * 1024 * 1024)

    private init(
        _ stream: NIOAsyncChannel<ByteBuffer, ByteBuffer>, _ inbound: NIOAsyncChannelInboundStream<ByteBuffer>,
        _ outbound: NIOAsyncChannelOutboundWriter<ByteBuffer>
    ) {
        channel = stream.channel
        self.inbound = inbound.makeAsyncIterator()
        self.outbound = outbound
    }

    static func with<Result: Sendable>(
        _ path: String, reads: Bool = true, _ body: (RawClient) async throws -> Result
    ) async throws -> Result {
        let stream = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .channelOption(.autoRead, value: reads)
            .channelOption(.allowRemoteHalfClosure, value: true)
            .connect(unixDomainSocketPath: path) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try NIOAsyncChannel<ByteBuffer, ByteBuffer>(
                        wrappingChannelSynchronously: channel,
                        configuration: .init(isOutboundHalfClosureEnabled: true))
                }
            }
        return try await stream.executeThenClose { inbound, outbound in
            try await body(RawClient(stream, inbound, outbound))
        }
    }

    func send(_ text: String) async throws { try await outbound.write(ByteBuffer(string: text)) }

    func send(_ bytes: [UInt8]) async throws { try await outbound.write(ByteBuffer(bytes: bytes)) }

    /// No more will be sent; answers may still come.
    func finishSending() { outbound.finish() }

    func startReading() async throws { try await channel.setOption(.autoRead, value: true).get() }

    /// The next line; nil where the server has closed the connection, orderly or not.
    func line() async -> String? {
        while true {
            if let line = try? lines.next() { return String(decoding: line, as: UTF8.self) }
            guard let bytes = try? await inbound.next(isolation: #isolation) else { return nil }
            lines.append(bytes.readableBytesView)
        }
    }

    func allLines() async -> [String] {
        var all: [String] = []
        while let line = await line() { all.append(line) }
        return all
    }

    /// Calls and reads one answer.
    func call(_ method: String, id: Int = 1, params: String? = nil) async throws -> Answer {
        let tail = params.map { #","params":\#($0)"# } ?? ""
        try await send(#"{"jsonrpc":"2.0","id":\#(id),"method":"\#(method)"\#(tail)}"# + "\n")
        return Answer(await line())
    }
}

extension RawClient {
    /// Calls one after the other and returns the names of the errors, nil for results.
    func errors(of calls: [(method: String, params: String?)]) async throws -> [String?] {
        var errors: [String?] = []
        for (method, params) in calls { errors.append(try await call(method, params: params).errorName) }
        return errors
    }
}

/// An answer as a test looks at it.
struct Answer: Equatable {
    var id: String?
    /// Nil for a result.
    var errorName: String?
    var code: Int?
    var message = ""
    var result: String?

    /// - Parameter line: Nil where the connection was closed instead.
    init(_ line: String?) {
        guard let line, let object = try? JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any] else {
            errorName = "closed"
            return
        }
        id = (object["id"] as? NSNumber)?.stringValue ?? object["id"] as? String
        if let error = object["error"] as? [String: Any] {
            errorName = (error["data"] as? [String: Any])?["name"] as? String
            code = error["code"] as? Int
            message = error["message"] as? String ?? ""
        }
        if let value = object["result"],
            let data = try? JSONSerialization.data(withJSONObject: value, options: [.sortedKeys, .fragmentsAllowed])
        {
            result = String(decoding: data, as: UTF8.self)
        }
    }
}
