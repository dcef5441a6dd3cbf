/// Why an endpoint cannot be used.
package enum EndpointFailure: Error, Hashable, Sendable {
    case malformed(String)
    case notAbsolute(String)
    case pathTooLong(String)
    case badPort(Int)
    case notAnAddress(String)
    case notLoopback(String)
    /// There is a file of that name, and it is no socket.
    case notASocket(String)
    /// Somebody listens there.
    case inUse(String)
    /// The system's words.
    case failed(doing: String, at: String, reason: String)
}

extension EndpointFailure: CustomStringConvertible {
    package var description: String {
        switch self {
        case .malformed(let text):
            "'\(text)' is not an endpoint; write unix:/run/qmt/bridge.sock or tcp://127.0.0.1:17500"
        case .notAbsolute(let path): "'\(path)' is not the full path of a socket; it must begin with / and name a file"
        case .pathTooLong(let path): "the path '\(path)' is too long for a Unix socket (103 bytes); use a shorter one"
        case .badPort(let port): "\(port) is not a port; use one from 1 to 65535"
        case .notAnAddress(let host): "'\(host)' is not an address in numbers; write 127.0.0.1, ::1 or localhost"
        case .notLoopback(let host):
            "'\(host)' is another machine, and plain TCP is for this one only (127.0.0.1 or ::1): orders must not cross a "
                + "network unencrypted. Forward a local port through SSH or another encrypted tunnel"
        case .notASocket(let path): "'\(path)' exists and is not a socket; remove it or use another path"
        case .inUse(let endpoint): "somebody listens at \(endpoint) already; stop that process or use another endpoint"
        case .failed(let doing, let place, let reason): "could not \(doing) \(place): \(reason)"
        }
    }
}
