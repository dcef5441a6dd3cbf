/// All that the market's rules need to know of a security besides the day: its exchange, board and kind.
package struct InstrumentClass: Hashable, Sendable, Codable {
    package var venue: Venue
    /// Nil for everything but shares.
    package var board: Board?
    package var kind: InstrumentKind

    package init(venue: Venue, board: Board?, kind: InstrumentKind) {
        self.venue = venue
        self.board = board
        self.kind = kind
    }

    /// An A share or a depositary receipt; not a B share.
    package var isShare: Bool { kind == .stock || kind == .cdr }
}
