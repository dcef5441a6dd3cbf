// What comes unasked: the challenge, then numbered events.
extension ClientSession {
    mutating func notified(_ method: String, _ params: JSONValue, at now: Duration) -> [Effect] {
        switch state {
        case .closed:
            return []
        case .awaitingChallenge:
            guard method == Challenge.method else { return [.event(.anomaly(.outOfPlace(method: method)))] }
            return challenged(params, at: now)
        case .awaitingHello:
            return [.event(.anomaly(.outOfPlace(method: method)))]
        case .ready:
            if method == Challenge.method { return [.event(.anomaly(.outOfPlace(method: method)))] }
            return happened(method, params)
        }
    }

    private mutating func challenged(_ params: JSONValue, at now: Duration) -> [Effect] {
        let challenge: Challenge
        do {
            challenge = try Challenge(wire: params)
        } catch {
            return close(.badHandshake("in the challenge, \(error.under("params"))"))
        }
        guard challenge.protocols.contains(BridgeVersion.current) else {
            return close(.noCommonProtocol(theirs: challenge.protocols))
        }
        let proof = Proof.make(
            identity.secret, nonce: challenge.nonce, account: identity.account, role: identity.role,
            epoch: identity.epoch)
        let hello = HelloRequest(
            client: identity.client, account: identity.account, role: identity.role, epoch: identity.epoch, proof: proof
        )
        state = .awaitingHello
        let id = unanswered.add(nil, deadline: nil)
        let message = RPCMessage.request(id: .integer(id), method: BridgeMethod.hello.rawValue, params: hello.wire)
        return [write(message.line, at: now)]
    }

    private mutating func happened(_ method: String, _ params: JSONValue) -> [Effect] {
        do throws(Mismatch) {
            guard let notification = try BridgeNotification(method: method, params: params) else {
                // Counted in the numbers like any other, or the next one would look like a gap.
                let gap = (try? BridgeNotification.sequence(params: params)).flatMap { follow($0, isHeartbeat: false) }
                return ClientSession.missed(gap) + [.event(.anomaly(.unknownNotification(method: method)))]
            }
            return try took(notification, sequence: BridgeNotification.sequence(params: params))
        } catch {
            let received = try? BridgeNotification.sequence(params: params)
            let gap = BridgeGap(expected: (progress?.sequence ?? 0) + 1, received: received)
            if let received { _ = follow(received, isHeartbeat: false) }
            return [.event(.anomaly(.unreadableNotification(method: method, error)))] + ClientSession.missed(gap)
        }
    }

    private mutating func took(_ notification: BridgeNotification, sequence: Int64) -> [Effect] {
        var isHeartbeat = false
        if case .heartbeat = notification { isHeartbeat = true }
        let gap = follow(sequence, isHeartbeat: isHeartbeat)
        let effects = ClientSession.missed(gap) + [.event(.notified(notification, sequence: sequence))]
        if case .superseded(let epoch) = notification, identity.role == .trade {
            return effects + close(.superseded(by: epoch))
        }
        return effects
    }

    /// Takes the number in. A number that was there before is a repetition, and no gap.
    private mutating func follow(_ sequence: Int64, isHeartbeat: Bool) -> BridgeGap? {
        guard let last = progress?.sequence, sequence > last else { return nil }
        progress?.sequence = sequence
        return isHeartbeat || sequence > last + 1 ? BridgeGap(expected: last + 1, received: sequence) : nil
    }

    private static func missed(_ gap: BridgeGap?) -> [Effect] { gap.map { [.event(.missed($0))] } ?? [] }
}
