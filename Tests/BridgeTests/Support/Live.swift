import Bridge
import BridgeProtocol
import Foundation
import Logging
import Market
import Synchronization

/// Real sockets: a server on one of the two transports, and clients of it.
struct Live {
    enum Transport: CaseIterable { case unix, tcp }

    static let secretText = "correct horse battery staple"
    static let account = "1234567890"
    static let quiet = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

    let server: BridgeServer
    let account: TestAccount
    private let folder: URL?

    static func secret(_ text: String = secretText) throws -> BridgeSecret {
        try BridgeSecret(fileContents: Array(text.utf8))
    }

    static func folder() throws -> URL {
        let folder = FileManager.default.temporaryDirectory.appending(path: "bridge-\(UUID().uuidString.prefix(8))")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        return folder
    }

    private static let addresses = Mutex(0)

    /// An address of this machine that no other test has: while a server is away nobody else can get its port.
    private static func loopback() -> String {
        let number = addresses.withLock { number in
            number += 1
            return number
        }
        return "127.87.\(number / 250 % 250).\(1 + number % 250)"
    }

    /// Starts a server, lets `body` work with it, and takes all of it away again.
    static func with(
        _ transport: Transport, account: TestAccount = TestAccount(),
        configure: (inout BridgeServer.Configuration) -> Void = { _ in }, _ body: (Live) async throws -> Void
    ) async throws {
        let folder = try transport == .unix ? Self.folder() : nil
        defer { if let folder { try? FileManager.default.removeItem(at: folder) } }
        let endpoint: BridgeEndpoint =
            if let folder { .unix(path: folder.appending(path: "b.sock").path) } else {
                .tcp(host: loopback(), port: 0)
            }
        let live = try await Live(endpoint, account, configure, folder)
        do {
            try await body(live)
        } catch {
            await live.server.shutDown()
            throw error
        }
        await live.server.shutDown()
    }

    private init(
        _ endpoint: BridgeEndpoint, _ account: TestAccount, _ configure: (inout BridgeServer.Configuration) -> Void,
        _ folder: URL?
    ) async throws {
        server = try await Self.startServer(endpoint, account, configure)
        self.account = account
        self.folder = folder
    }

    static func startServer(
        _ endpoint: BridgeEndpoint, _ account: TestAccount,
        _ configure: (inout BridgeServer.Configuration) -> Void = { _ in }
    ) async throws -> BridgeServer {
        var configuration = BridgeServer.Configuration(
            endpoint: endpoint, account: Self.account, secret: try secret(), isSimulated: true)
        configuration.capabilities = [Capability.limit, Capability.simulatedClock]
        // However long a busy machine takes, no heartbeat comes between a question and its answer.
        configuration.heartbeatSeconds = 60
        configure(&configuration)
        return try await BridgeServer.start(configuration, handler: account, logger: quiet)
    }

    /// Not started.
    func client(
        role: BridgeRole = .trade, epoch: Int64 = 17, account: String = Live.account, secret: String = Live.secretText,
        configure: (inout BridgeClient.Configuration) -> Void = { _ in }
    ) throws -> BridgeClient {
        try Self.client(
            of: server.endpoint, role: role, epoch: epoch, account: account, secret: secret, configure: configure)
    }

    static func client(
        of endpoint: BridgeEndpoint, role: BridgeRole = .trade, epoch: Int64 = 17, account: String = Live.account,
        secret: String = Live.secretText, configure: (inout BridgeClient.Configuration) -> Void = { _ in }
    ) throws -> BridgeClient {
        var configuration = BridgeClient.Configuration(
            endpoint: endpoint,
            identity: .init(
                client: "test/1", account: account, role: role, epoch: epoch, secret: try Live.secret(secret)))
        configuration.firstRetry = .milliseconds(2)
        configuration.longestRetry = .milliseconds(20)
        configuration.requestTimeout = .seconds(60)
        configure(&configuration)
        return try BridgeClient(configuration, logger: quiet)
    }
}

extension BridgeEvents.AsyncIterator {
    /// The next event that `pick` makes something of, what comes before it being passed over; nil at the end.
    mutating func first<Value>(_ pick: (BridgeEvent) -> Value?) async -> Value? {
        while let event = await next() {
            if let value = pick(event) { return value }
        }
        return nil
    }

    mutating func up() async -> Hello? {
        await first { if case .up(let hello, _) = $0 { hello } else { nil } }
    }

    mutating func down() async -> BridgeDown? {
        await first { if case .down(let down) = $0 { down } else { nil } }
    }
}
