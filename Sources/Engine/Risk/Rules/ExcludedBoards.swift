import Market

/// Boards that the operator does not want to be on. `execution.boards` is about what the account may do; this is about what
/// it should.
enum ExcludedBoards {
    static func apply(to pass: inout RiskPass) {
        let policy = pass.facts.policy
        guard !policy.excludedBoards.isEmpty, policy.excludedBoardsAction != .off else { return }
        for index in pass.lines.indices {
            guard let board = pass.board(index), policy.excludedBoards.contains(board) else { continue }
            pass.act(policy.excludedBoardsAction, index, .boardExcluded, .fact("board \(board.rawValue)"))
        }
    }

    static let page = RulePage(
        name: "excluded_boards", title: "Excluded boards",
        text: """
            Securities of these boards are not bought; what is held may stay, or is sold with excluded_boards_action = "sell".
            """,
        settings: [
            .init("risk.excluded_boards", standard: "[]", "such as [\"bse\"]"),
            .init("risk.excluded_boards_action", standard: "no_buy", "\"no_buy\", \"sell\" or \"off\""),
        ], reasons: [.boardExcluded])
}

extension RiskPass {
    func board(_ index: Int) -> Board? {
        let place = lines[index].security
        return place >= 0 ? facts.market.values[place].kind?.board : InstrumentClass(lines[index].symbol)?.board
    }
}
