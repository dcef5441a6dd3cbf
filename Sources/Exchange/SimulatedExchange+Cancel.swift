package import Market

extension SimulatedExchange {
    /// Asks for a cancel. Where it is taken, the order passes through `cancelling` to its end within this call.
    package mutating func cancel(
        _ reference: OrderReference, at time: Timestamp, into notices: inout [Notice]
    ) -> Cancellation {
        advance(to: time, into: &notices)
        guard let index = ids.find(reference, in: reports, firstBrokerID: configuration.brokerOrderIDStart) else {
            return .refused(.unknownOrder)
        }
        let status = reports[index].status
        if status.isFinal { return .refused(.final(status)) }
        let security = today.securities[orders[index].security]
        let phase = now.day == security.day ? security.phase(at: now.timeOfDay) : .closed
        // What the counter still holds it cancels by itself.
        guard status == .pending || security.kind.acceptsCancels(on: security.day, in: phase) else {
            return .refused(.notNow(phase))
        }
        let isUnfilled = reports[index].filled == 0
        reports[index].become(isUnfilled ? .cancelling : .partialCancelling)
        notices.append(.order(reports[index]))
        reports[index].become(isUnfilled ? .cancelled : .partialCancelled)
        resting.removeAll { $0 == index }
        queued.removeAll { $0 == index }
        var order = orders[index]
        unreserve(&order, reports[index])
        orders[index] = order
        notices.append(.order(reports[index]))
        return .requested
    }

    package mutating func cancel(_ reference: OrderReference, at time: Timestamp) -> (Cancellation, [Notice]) {
        var notices: [Notice] = []
        let cancellation = cancel(reference, at: time, into: &notices)
        return (cancellation, notices)
    }
}
