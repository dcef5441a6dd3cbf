import Market

extension ReplayFiles {
    /// One row for each order. Costs are in yuan and basis points with two places, above zero where they cost something; times
    /// are seconds from the order's decision, with three places. What cannot be compared is empty.
    package static func quality(_ record: ReplayRecord) -> [UInt8] {
        var table = Table(
            [
                "id", "date", "ts_code", "side", "volume", "filled", "decision_price", "arrival_price", "average_price",
                "decision_cost", "decision_bp", "arrival_cost", "arrival_bp", "first_fill_s", "last_fill_s",
            ], rows: record.orders.count)
        let spans = FillSpan.all(record)
        for (order, span) in zip(record.orders, spans) {
            table.cell(order.id)
            table.cell { $0.add(order.decidedAt.day) }
            table.cell { $0.add(order.symbol) }
            table.cell(order.side.rawValue)
            table.cell { $0.add(order.volume.count) }
            table.cell { $0.add(order.filled.count) }
            table.cell { buffer in if let price = order.planPrice { buffer.add(price) } }
            table.cell { buffer in if let price = order.arrivalPrice { buffer.add(price) } }
            table.cell { buffer in
                if let micro = order.averageMicroYuan { buffer.add(decimal: micro, scale: 6, atLeast: 6) }
            }
            var quality = ExecutionQuality()
            quality.add(order, span)
            add(quality.decision, to: &table)
            add(quality.arrival, to: &table)
            for wait in [span.first, span.last] {
                table.cell { buffer in if let wait { buffer.add(decimal: wait, scale: 3, atLeast: 3) } }
            }
            table.endRow()
        }
        return table.bytes
    }

    /// The same for each day with orders; times are means over the orders that filled, rounded down to the millisecond.
    package static func qualityDays(_ record: ReplayRecord) -> [UInt8] {
        let days = ExecutionQuality.byDay(record)
        var table = Table(
            [
                "date", "orders", "filled_orders", "ordered", "filled", "value", "decision_cost", "decision_bp",
                "arrival_cost", "arrival_bp", "first_fill_s", "last_fill_s",
            ], rows: days.count)
        for (day, quality) in days {
            table.cell { $0.add(day) }
            table.cell { $0.add(Int64(quality.orders)) }
            table.cell { $0.add(Int64(quality.filledOrders)) }
            table.cell { $0.add(quality.ordered.count) }
            table.cell { $0.add(quality.filled.count) }
            table.cell { $0.add(quality.value) }
            add(quality.decision, to: &table)
            add(quality.arrival, to: &table)
            for sum in [quality.firstFill, quality.lastFill] {
                table.cell { buffer in
                    guard quality.filledOrders > 0 else { return }
                    buffer.add(decimal: sum / Int64(quality.filledOrders), scale: 3, atLeast: 3)
                }
            }
            table.endRow()
        }
        return table.bytes
    }

    private static func add(_ cost: ExecutionQuality.Cost, to table: inout Table) {
        table.cell { buffer in if cost.base > .zero { buffer.add(cost.cost) } }
        table.cell { buffer in if let points = cost.points { buffer.add(decimal: points, scale: 2, atLeast: 2) } }
    }
}
