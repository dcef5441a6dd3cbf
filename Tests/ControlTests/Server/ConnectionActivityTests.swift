import Testing

@testable import Control

@Suite struct ConnectionActivityTests {
    private let limits = ControlLimits()

    private func verdict(_ activity: ConnectionActivity, at seconds: Int) -> ConnectionActivity.Verdict {
        activity.verdict(at: .seconds(seconds), limits: limits)
    }

    @Test func `a connection that asks nothing is closed after a minute`() {
        let activity = ConnectionActivity(at: .seconds(10))
        #expect(verdict(activity, at: 69) == .keep)
        #expect(verdict(activity, at: 70) == .idle)
    }

    @Test func `an answered call starts the minute again`() {
        var activity = ConnectionActivity(at: .zero)
        activity.callBegan()
        activity.callEnded(at: .seconds(50))
        #expect(verdict(activity, at: 109) == .keep)
        #expect(verdict(activity, at: 110) == .idle)
    }

    @Test func `K04: a line must end within five seconds of its first byte`() {
        var activity = ConnectionActivity(at: .zero)
        activity.received(partOfLine: true, at: .seconds(10))
        activity.received(partOfLine: true, at: .seconds(14))
        #expect(verdict(activity, at: 14) == .keep)
        #expect(verdict(activity, at: 15) == .slowLine)
        activity.lineEnded()
        activity.received(partOfLine: false, at: .seconds(15))
        #expect(verdict(activity, at: 15) == .keep)
    }

    @Test func `the beginning of the next line has its own time`() {
        var activity = ConnectionActivity(at: .zero)
        activity.received(partOfLine: true, at: .seconds(10))
        activity.lineEnded()
        activity.received(partOfLine: true, at: .seconds(14))
        #expect(verdict(activity, at: 18) == .keep)
        #expect(verdict(activity, at: 19) == .slowLine)
    }

    @Test func `a call that takes long keeps its connection`() {
        var activity = ConnectionActivity(at: .zero)
        activity.callBegan()
        #expect(verdict(activity, at: 10_000) == .keep)
    }

    @Test func `a call in hand excuses half a line`() {
        var activity = ConnectionActivity(at: .zero)
        activity.callBegan()
        activity.received(partOfLine: true, at: .seconds(1))
        #expect(verdict(activity, at: 100) == .keep)
        activity.callEnded(at: .seconds(100))
        #expect(verdict(activity, at: 100) == .slowLine)
    }

    @Test func `K05: an answer must be taken within five seconds`() {
        var activity = ConnectionActivity(at: .zero)
        activity.callBegan()
        activity.callBegan()
        let first = activity.writeBegan(at: .seconds(10))
        let second = activity.writeBegan(at: .seconds(12))
        #expect(verdict(activity, at: 14) == .keep)
        #expect(verdict(activity, at: 15) == .slowReader)
        activity.writeEnded(first)
        #expect(verdict(activity, at: 16) == .keep)
        #expect(verdict(activity, at: 17) == .slowReader)
        activity.writeEnded(second)
        #expect(verdict(activity, at: 17) == .keep)
    }

    @Test func `K02: a connection is cut after a quarter of an hour, between calls`() {
        var activity = ConnectionActivity(at: .zero)
        for minute in 1...14 {
            activity.callBegan()
            activity.callEnded(at: .seconds(60 * minute))
            #expect(verdict(activity, at: 60 * minute) == .keep)
        }
        activity.callBegan()
        #expect(verdict(activity, at: 901) == .keep)
        activity.callEnded(at: .seconds(901))
        #expect(verdict(activity, at: 901) == .tooOld)
    }
}
