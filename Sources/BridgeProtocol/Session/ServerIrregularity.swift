/// What a daemon should not send, and a shim counts.
package enum ServerIrregularity: Hashable, Sendable {
    case refusedLine(LineRefusal)
    case unknownMethod(String)
    case unknownNotification(String)
    /// An answer; the shim never asks.
    case unaskedAnswer
}
