import Market

/// No board may have more than its share.
enum BoardCap {
    static func apply(to pass: inout RiskPass) {
        let caps = pass.facts.policy.boardCaps
        guard !caps.isEmpty else { return }
        var boards: [Board?] = []
        boards.reserveCapacity(pass.lines.count)
        for index in pass.lines.indices { boards.append(pass.board(index)) }
        for cap in caps {
            pass.shrink(members: boards, of: cap.board, to: cap.cap, .boardCap, group: "board \(cap.board.rawValue)")
        }
    }

    static let page = RulePage(
        name: "board_cap", title: "Cap of a board",
        text: """
            Where the targets of a board sum to more than its cap, each is multiplied by cap ÷ sum, rounded down, so that the \
            sum is not above the cap.
            """,
        settings: [
            .init("risk.board_caps", standard: "none", "[[risk.board_caps]] with board and cap")
        ], reasons: [.boardCap])
}

extension RiskPass {
    /// Lines whose place in `groups` has `group`: their sum is brought down to the cap.
    mutating func shrink<Group: Equatable>(
        members groups: [Group?], of group: Group, to cap: Weight, _ reason: Reason, group name: String
    ) {
        var sum = Weight.zero
        for index in lines.indices where groups[index] == group { sum = sum + lines[index].weight }
        guard sum > cap else { return }
        for index in lines.indices where groups[index] == group && lines[index].weight > .zero {
            lower(index, to: share(lines[index].weight, of: sum, cap), reason, .share(sum, cap: cap, group: name))
        }
    }

    /// weight × cap ÷ sum, rounded down.
    func share(_ weight: Weight, of sum: Weight, _ cap: Weight) -> Weight {
        Weight(
            trillionths: Int64(Int128(weight.trillionths) * Int128(cap.trillionths) / Int128(sum.trillionths)))
    }
}
