import Market

/// Not too much of what the market trades.
enum VolumeShareCheck {
    static let page = RulePage(
        name: "gate_volume_share", title: "Share of average volume",
        text: """
            A buy, with what its line has bought already, is for at most this share of the average daily \
            volume, rounded down. The average is of the last closes that the daemon has seen of the \
            security, five at most; a security that it has not seen at any close is not bought on the \
            first day that the targets name it.
            """,
        settings: [
            .init("limits.volume_share_max", standard: "off", "a share, such as 0.05")
        ], reasons: [.volumeShare, .denied])

    @inline(__always)
    static func check(_ order: GateOrder, _ gate: OrderGate) throws(OrderGate.Denial) {
        guard let share = gate.limits.volumeShare, order.submission.side == .buy else { return }
        guard let average = order.averageVolume, average > 0 else { throw .unknown("its average volume") }
        guard let line = order.line else { throw .unknown("what was bought of it already") }
        let volume = line.claimed + order.submission.volume
        guard Int128(volume.count) * Int128(Weight.one.trillionths) <= Int128(average.count) * Int128(share.trillionths)
        else { throw .init(.volumeShare, "\(volume) shares are more than \(share) of the \(average) of a day") }
    }
}
