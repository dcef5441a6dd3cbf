package import NIOCore

/// Where the two sides meet: a Unix socket, or plain TCP on this machine. Plain TCP is never spoken to another one.
package enum BridgeEndpoint: Hashable, Sendable {
    case unix(path: String)
    /// An address in numbers or `localhost`, which is 127.0.0.1 here and asks no name service. A server may say port 0.
    case tcp(host: String, port: Int)

    /// Reads `unix:/run/qmt/bridge.sock`, `tcp://127.0.0.1:17500` or `tcp://[::1]:17500`.
    package init(parsing text: String) throws(EndpointFailure) {
        if text.hasPrefix("unix:") {
            self = .unix(path: String(text.dropFirst("unix:".count)))
        } else if text.hasPrefix("tcp://") {
            let rest = text.dropFirst("tcp://".count)
            guard let colon = rest.lastIndex(of: ":"), let port = Int(rest[rest.index(after: colon)...]) else {
                throw .malformed(text)
            }
            var host = rest[..<colon]
            if host.first == "[", host.last == "]" {
                host = host.dropFirst().dropLast()
            } else if host.contains(":") {
                throw .malformed(text)
            }
            self = .tcp(host: String(host), port: port)
        } else {
            throw .malformed(text)
        }
        _ = try address()
    }

    /// The address to bind or connect to; refuses what must not be spoken to.
    package func address() throws(EndpointFailure) -> SocketAddress {
        switch self {
        case .unix(let path):
            guard path.hasPrefix("/"), !path.hasSuffix("/"), !path.utf8.contains(0) else { throw .notAbsolute(path) }
            do {
                return try SocketAddress(unixDomainSocketPath: path)
            } catch {
                throw .pathTooLong(path)
            }
        case .tcp(let host, let port):
            guard 0...65_535 ~= port else { throw .badPort(port) }
            guard let address = try? SocketAddress(ipAddress: host == "localhost" ? "127.0.0.1" : host, port: port)
            else {
                throw .notAnAddress(host)
            }
            guard BridgeEndpoint.isLoopback(address) else { throw .notLoopback(host) }
            return address
        }
    }

    private static func isLoopback(_ address: SocketAddress) -> Bool {
        switch address {
        case .v4: address.ipAddress?.hasPrefix("127.") ?? false
        case .v6: address.ipAddress == "::1"
        case .unixDomainSocket: false
        }
    }
}

extension BridgeEndpoint: CustomStringConvertible {
    /// As `init(parsing:)` reads it.
    package var description: String {
        switch self {
        case .unix(let path): "unix:\(path)"
        case .tcp(let host, let port): host.contains(":") ? "tcp://[\(host)]:\(port)" : "tcp://\(host):\(port)"
        }
    }
}
