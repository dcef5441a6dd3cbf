import Market

/// Finds an order of the day. Filled only when somebody asks by client id, which a replay never does.
struct OrderIndex: Hashable, Sendable {
    private var indices: [ClientOrderID: Int] = [:]
    private var known = 0

    mutating func find(_ reference: OrderReference, in orders: [OrderReport], firstBrokerID: Int) -> Int? {
        switch reference {
        case .client(let id):
            while known < orders.count {
                if let id = orders[known].clientOrderID { indices[id] = known }
                known += 1
            }
            return indices[id]
        case .broker(let text):
            guard let number = Int(text.text) else { return nil }
            let (index, overflow) = number.subtractingReportingOverflow(firstBrokerID)
            guard !overflow, orders.indices.contains(index), orders[index].brokerOrderID == text else {
                return nil
            }
            return index
        }
    }

    mutating func removeAll() {
        indices.removeAll(keepingCapacity: true)
        known = 0
    }
}
