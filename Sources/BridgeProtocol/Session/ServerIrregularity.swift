/// What a daemon should not send, and a shim counts.
package enum ServerIrregularity: Hashable, Sendable {
    case refusedLine(LineRefusal)
    case unknownMethod(String)
    case unknownNotification(String)
    /// An answer; the shim never asks.
    case unaskedAnswer
}

extension ServerIrregularity: CustomStringConvertible {
    package var description: String {
        switch self {
        case .refusedLine(let refusal): refusal.description
        case .unknownMethod(let name): "a method that this version does not have, \(name)"
        case .unknownNotification(let name): "a notification, \(name), and a shim hears none"
        case .unaskedAnswer: "an answer, and a shim never asks"
        }
    }
}
