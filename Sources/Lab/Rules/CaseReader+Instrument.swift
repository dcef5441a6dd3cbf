import Market

extension CaseReader {
    /// The class of a case that names its `type` and, by kind of case, `exchange` and `board`. Where one of the two is not
    /// asked for, the other tells it as far as the rules in question need it.
    mutating func instrument(
        needsExchange: Bool = true, needsBoard: Bool = true
    ) throws(CaseProblem) -> InstrumentClass {
        let kind: InstrumentKind = try choice("type")
        let venue: Venue? = needsExchange || has("exchange") ? try self.venue("exchange") : nil
        let isListed = kind == .stock || kind == .cdr || kind == .bShare
        guard needsBoard || has("board") else {
            let board: Board? = isListed ? (venue == .beijing ? .bse : .main) : nil
            return InstrumentClass(venue: venue ?? .shanghai, board: board, kind: kind)
        }
        let board = try orNull("board") { (reader, name) throws(CaseProblem) in try reader.choice(name, Board.self) }
        if isListed, board == nil {
            throw .impossible("its type '\(kind.rawValue)' needs a board, and 'board' is null")
        }
        let home = venue ?? board?.venue ?? .shanghai
        if let board, board.venue != home, board != .main || home == .beijing {
            throw .impossible("its exchange \(home.exchange) has no board '\(board.rawValue)'")
        }
        return InstrumentClass(venue: home, board: board, kind: kind)
    }

    /// The class of a share from `board` and, where the case has one, `exchange`.
    mutating func share(needsExchange: Bool) throws(CaseProblem) -> InstrumentClass {
        let board: Board = try choice("board")
        let venue = needsExchange || has("exchange") ? try self.venue("exchange") : board.venue
        if board.venue != venue, board != .main || venue == .beijing {
            throw .impossible("its exchange \(venue.exchange) has no board '\(board.rawValue)'")
        }
        return InstrumentClass(venue: venue, board: board, kind: .stock)
    }
}

extension Board {
    /// Where the board is; Shanghai for `main`, which Shenzhen has as well.
    fileprivate var venue: Venue {
        switch self {
        case .main, .star: .shanghai
        case .chinext: .shenzhen
        case .bse: .beijing
        }
    }
}
