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

    // In its own words: other modules would go through the protocol.
    package static func == (left: InstrumentClass, right: InstrumentClass) -> Bool {
        left.kind == right.kind && left.board == right.board && left.venue == right.venue
    }

    /// An A share or a depositary receipt; not a B share.
    package var isShare: Bool { kind == .stock || kind == .cdr }
}
