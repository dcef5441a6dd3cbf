/// What one connection is doing and since when, and whether it has outstayed a limit. Times count from the server's start.
struct ConnectionActivity: Hashable, Sendable {
    enum Verdict: String, Hashable, Sendable {
        case keep
        case slowLine = "a line was begun and not ended"
        case slowReader = "an answer was not read"
        case idle = "nothing was asked"
        case tooOld = "the connection reached its longest life"
    }

    private let openedAt: Duration
    private var quietSince: Duration
    private var lineBegan: Duration?
    private var callsInHand = 0
    private var writes: [Int: Duration] = [:]
    private var nextWrite = 0

    init(at now: Duration) {
        openedAt = now
        quietSince = now
    }

    /// Bytes came, and after the last whole line there is, or is not, the beginning of another. Only the first byte of a
    /// line starts its time: dripping bytes do not extend it.
    mutating func received(partOfLine: Bool, at now: Duration) {
        lineBegan = partOfLine ? lineBegan ?? now : nil
    }

    /// A whole line was taken from the connection.
    mutating func lineEnded() { lineBegan = nil }

    mutating func callBegan() { callsInHand += 1 }

    /// The daemon answered; the write begins. Returns a mark for its end.
    mutating func writeBegan(at now: Duration) -> Int {
        nextWrite += 1
        writes[nextWrite] = now
        return nextWrite
    }

    mutating func writeEnded(_ mark: Int) { writes[mark] = nil }

    /// The answer was written, or could not be.
    mutating func callEnded(at now: Duration) {
        callsInHand -= 1
        quietSince = now
    }

    func verdict(at now: Duration, limits: ControlLimits) -> Verdict {
        if let oldest = writes.values.min(), now - oldest >= limits.writeTime { return .slowReader }
        // While the daemon has a call in hand the connection waits for us, not we for it; and at the limit of calls in
        // flight nothing is read, so that a line may be half read through no fault of the client.
        guard callsInHand == 0 else { return .keep }
        if let lineBegan, now - lineBegan >= limits.lineTime { return .slowLine }
        if now - openedAt >= limits.sessionTime { return .tooOld }
        return now - quietSince >= limits.idleTime ? .idle : .keep
    }
}
