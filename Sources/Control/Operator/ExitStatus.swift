/// The exit codes of the house's programs.
package enum ExitStatus: Int32, Hashable, CaseIterable, Sendable {
    case done = 0
    /// Not done; the reason was printed.
    case refused = 1
    case usage = 2
    /// The daemon is not running, may not be reached, or did not answer.
    case unreachable = 3
    /// Somebody or something else was faster: look again, then decide again.
    case stateChanged = 4
    case approvalNeeded = 5
}
