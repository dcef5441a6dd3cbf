import History
import Testing

@testable import Lab

@Suite struct ProgressBarTests {
    private func progress(_ stage: ImportProgress.Stage = .reading, rows: Int = 1_089_000, read: Int = 620)
        -> ImportProgress
    {
        ImportProgress(stage: stage, rows: rows, bytesRead: read, bytesTotal: 1000)
    }

    @Test func `the line tells percent, rows and the time left`() {
        #expect(
            ProgressBar.line(progress(), elapsed: .seconds(62), width: 60)
                == "[###############----------] 62 %  1,089,000 rows  38 s left")
        #expect(ProgressBar.line(progress(read: 0), elapsed: .zero, width: 60).hasSuffix("] 0 %  1,089,000 rows"))
        #expect(ProgressBar.line(progress(read: 1000), elapsed: .seconds(2), width: 60).contains("100 %"))
        #expect(
            ProgressBar.line(progress(.arranging), elapsed: .seconds(2), width: 60).hasSuffix(
                "#] 1,089,000 rows  arranging by day"))
    }

    @Test func `the line never fills the terminal`() {
        for width in 0...200 {
            for read in [0, 1, 500, 1000, 2000] {
                let line = ProgressBar.line(progress(read: read), elapsed: .seconds(62), width: width)
                #expect(line.count <= max(width - 1, 0), "width \(width)")
            }
        }
        #expect(ProgressBar.line(progress(), elapsed: .seconds(62), width: 35) == "62 %  1,089,000 rows  38 s left")
    }

    @Test func `an empty file is no division by zero`() {
        let empty = ImportProgress(stage: .reading, rows: 0, bytesRead: 0, bytesTotal: 0)
        #expect(ProgressBar.line(empty, elapsed: .seconds(1), width: 60).contains("0 %"))
    }

    @Test func `it is drawn ten times a second and at each new stage`() {
        var drawn = 0
        var bar = ProgressBar(ProgressOutput(isTerminal: true) { _ in drawn += 1 })
        for millisecond in 0..<1000 { bar.update(progress(), elapsed: .milliseconds(millisecond)) }
        #expect(drawn == 10)
        bar.update(progress(.arranging), elapsed: .milliseconds(1000))
        bar.update(progress(.done), elapsed: .milliseconds(1001))
        #expect(drawn == 12)
    }

    @Test func `it is wiped once, and only where it was drawn`() {
        var texts: [String] = []
        var bar = ProgressBar(ProgressOutput(isTerminal: true) { texts.append($0) })
        bar.clear()
        #expect(texts.isEmpty)
        bar.update(progress(), elapsed: .zero)
        bar.clear()
        bar.clear()
        #expect(texts.count == 2)
        #expect(texts.allSatisfy { $0.hasPrefix("\r") && $0.hasSuffix("\u{1B}[K") })
    }

    @Test func `without a terminal nothing is drawn`() {
        var drawn = 0
        var bar = ProgressBar(ProgressOutput(isTerminal: false) { _ in drawn += 1 })
        bar.update(progress(), elapsed: .zero)
        bar.clear()
        #expect(drawn == 0)
    }

    @Test(arguments: [
        (0, "0"), (999, "999"), (1000, "1,000"), (1_756_484, "1,756,484"), (-1234, "-1,234"),
    ])
    func `numbers are grouped`(number: Int, text: String) {
        #expect(Figures.grouped(number) == text)
    }

    @Test(arguments: [
        (Duration.milliseconds(-5), "0.0 s"), (.milliseconds(490), "0.4 s"), (.milliseconds(9999), "9.9 s"),
        (.seconds(10), "10 s"), (.seconds(59), "59 s"), (.seconds(60), "1 min 00 s"), (.seconds(185), "3 min 05 s"),
    ])
    func `times are short`(duration: Duration, text: String) {
        #expect(Figures.seconds(duration) == text)
    }
}
