import Market

// Requests out, answers in.
extension ClientSession {
    /// - Parameter timeout: After it the outcome is unknown; the answer is still waited for.
    package mutating func send(
        _ request: BridgeRequest, id: RequestID, timeout: Duration, at now: Duration
    ) -> [Effect] {
        guard case .ready = state else { return ClientSession.notSent(request, id, "there is no connection") }
        guard unanswered.count < ClientSession.unansweredLimit else {
            return ClientSession.notSent(request, id, "\(unanswered.count) requests have no answer yet")
        }
        let line = request.message(id: unanswered.lastID + 1).line
        guard line.count <= LineLimit.towardsShim else {
            return ClientSession.notSent(
                request, id, "it takes \(line.count) bytes, a line may have \(LineLimit.towardsShim)")
        }
        _ = unanswered.add((id, request), deadline: now + timeout)
        return [write(line, at: now)]
    }

    /// The last word on a request that never left.
    package static func notSent(_ request: BridgeRequest, _ id: RequestID, _ reason: String) -> [Effect] {
        [.event(.answered(id, request, .failure(.notSent(reason: reason))))]
    }

    mutating func answered(
        _ wireID: JSONValue, _ outcome: Result<JSONValue, BridgeError>, at now: Duration
    ) -> [Effect] {
        guard case .integer(let number) = wireID, unanswered.hasAsked(number) else {
            return [.event(.anomaly(.unaskedAnswer(id: wireID.text.shortened)))]
        }
        guard let entry = unanswered.remove(number) else {
            return [.event(.anomaly(.repeatedAnswer(wireID: number)))]
        }
        if state == .awaitingHello { return welcomed(outcome, at: now) }
        guard let (id, request) = entry.user else { return [] }
        let answer: Result<BridgeAnswer, BridgeFailure>
        switch outcome {
        case .failure(let error): answer = .failure(.refused(error))
        case .success(let result):
            do {
                answer = .success(try BridgeAnswer(to: request, result: result))
            } catch {
                answer = .failure(.outcomeUnknown(.unreadable(error)))
            }
        }
        let isLate = entry.deadline == nil
        if let asked = request.clientOrderID, let got = (try? answer.get())?.order?.clientOrderID, asked != got {
            let failure = Result<BridgeAnswer, BridgeFailure>.failure(.outcomeUnknown(.foreignAnswer))
            return [
                .event(.anomaly(.foreignAnswer(id, asked: asked.text, got: got.text))),
                .event(isLate ? .answeredLate(id, request, failure) : .answered(id, request, failure)),
            ] + close(.foreignAnswer)
        }
        return [.event(isLate ? .answeredLate(id, request, answer) : .answered(id, request, answer))]
    }

    private mutating func welcomed(_ outcome: Result<JSONValue, BridgeError>, at now: Duration) -> [Effect] {
        let hello: Hello
        switch outcome {
        case .failure(let error):
            return close(.refused(error))
        case .success(let result):
            do {
                hello = try Hello(wire: result)
            } catch {
                return close(.badHandshake("in the answer to hello, \(error.under("result"))"))
            }
        }
        guard hello.protocolVersion == BridgeVersion.current else {
            return close(.noCommonProtocol(theirs: [hello.protocolVersion]))
        }
        state = .ready(hello)
        heartbeatSeconds = hello.heartbeatSeconds
        let continuity = continuity(with: hello)
        progress = Progress(session: hello.session, sequence: hello.sequence)
        return [.event(.up(hello, continuity))]
    }

    private func continuity(with hello: Hello) -> BridgeContinuity {
        guard let progress else { return .first }
        // Numbers that went back are not those of the run that they claim to be of.
        guard progress.session == hello.session, hello.sequence >= progress.sequence else { return .newSession }
        if hello.sequence == progress.sequence { return .unbroken }
        return .missed(BridgeGap(expected: progress.sequence + 1, received: hello.sequence))
    }
}
