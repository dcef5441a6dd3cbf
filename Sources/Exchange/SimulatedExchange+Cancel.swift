package import Market

extension SimulatedExchange {
    /// Asks for a cancel. Where it is taken, the order passes through `cancelling` to its end within this call.
    package mutating func cancel(
        _ reference: OrderReference, at time: Timestamp, into notices: inout [Notice]
    ) -> Cancellation {
        advance(to: time, into: &notices)
        guard let index = ids.find(reference, in: orders, firstBrokerID: configuration.brokerOrderIDStart) else {
            return .refused(.unknownOrder)
        }
        let status = orders[index].report.status
        if status.isFinal { return .refused(.final(status)) }
        let security = securities[orders[index].security]
        let phase = now.day == security.day ? security.phase(at: now.timeOfDay) : .closed
        // What the counter still holds it cancels by itself.
        guard status == .pending || security.kind.acceptsCancels(on: security.day, in: phase) else {
            return .refused(.notNow(phase))
        }
        let isUnfilled = orders[index].report.filled == 0
        orders[index].become(isUnfilled ? .cancelling : .partialCancelling)
        notices.append(.order(orders[index].report))
        orders[index].become(isUnfilled ? .cancelled : .partialCancelled)
        resting.removeAll { $0 == index }
        queued.removeAll { $0 == index }
        unreserve(index)
        notices.append(.order(orders[index].report))
        return .requested
    }

    package mutating func cancel(_ reference: OrderReference, at time: Timestamp) -> (Cancellation, [Notice]) {
        var notices: [Notice] = []
        let cancellation = cancel(reference, at: time, into: &notices)
        return (cancellation, notices)
    }
}
