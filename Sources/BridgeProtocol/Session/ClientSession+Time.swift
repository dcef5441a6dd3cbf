// Deadlines, pings, silence.
extension ClientSession {
    private var heartbeat: Duration { .seconds(heartbeatSeconds) }
    private var silenceSeconds: Int64 { 3 * heartbeatSeconds }

    /// When `tick` is due at the latest; earlier does no harm. Nil where never again.
    package var nextTick: Duration? {
        switch state {
        case .closed:
            nil
        case .awaitingChallenge, .awaitingHello:
            isPaused ? nil : waitsForHelloSince + .seconds(silenceSeconds)
        case .ready:
            [lastWritten + heartbeat, isPaused ? nil : lastSeen + .seconds(silenceSeconds), unanswered.nextDeadline]
                .compactMap(\.self).min()
        }
    }

    package mutating func tick(at now: Duration) -> [Effect] {
        switch state {
        case .closed:
            return []
        case .awaitingChallenge, .awaitingHello:
            guard !isPaused, now >= waitsForHelloSince + .seconds(silenceSeconds) else { return [] }
            return close(.noHello(seconds: silenceSeconds))
        case .ready:
            var effects: [Effect] = unanswered.expire(at: now).map {
                .event(.answered($0.id, $0.request, .failure(.outcomeUnknown(.deadlinePassed))))
            }
            if !isPaused, now >= lastSeen + .seconds(silenceSeconds) {
                return effects + close(.silent(seconds: silenceSeconds))
            }
            if now >= lastWritten + heartbeat {
                guard unanswered.count < ClientSession.unansweredLimit else {
                    return effects + close(.unresponsive(count: unanswered.count))
                }
                // Says that we are here; the other side drops who is silent.
                let id = unanswered.add(nil, deadline: nil)
                effects.append(write(BridgeRequest.ping.message(id: id).line, at: now))
            }
            return effects
        }
    }

    /// The shell has stopped reading, or reads again. What is not read cannot be called silence.
    package mutating func setPaused(_ isPaused: Bool, at now: Duration) {
        self.isPaused = isPaused
        if !isPaused {
            lastSeen = max(lastSeen, now)
            waitsForHelloSince = max(waitsForHelloSince, now)
        }
    }
}
