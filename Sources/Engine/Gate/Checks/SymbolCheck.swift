import Market

/// A security that is known, on a board where this account may buy.
enum SymbolCheck {
    static let page = RulePage(
        name: "gate_symbol", title: "Security",
        text: """
            The code must belong to a board that is known, and what is known of the market must be of \
            that code. Buys also need their board in execution.boards; a sell is never refused for its \
            board.
            """,
        settings: [
            .init("execution.boards", standard: "all", "where this account may buy")
        ], reasons: [.unknownInstrument, .boardNotPermitted])

    @inline(__always)
    static func check(_ order: GateOrder, _ gate: OrderGate) throws(OrderGate.Denial) {
        guard let kind = order.security.kind, order.security.symbol == order.submission.symbol else {
            throw .init(.unknownInstrument, "the security is not known")
        }
        if order.submission.side == .buy {
            guard let board = kind.board, gate.execution.boards.contains(board) else {
                throw .init(.boardNotPermitted, "its board is not in execution.boards")
            }
        }
    }
}
