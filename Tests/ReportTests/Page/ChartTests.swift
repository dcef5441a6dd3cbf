import Market
import Testing

@testable import Report

@Suite struct ChartTests {
    private func drawn(_ chart: Chart, _ draw: (Chart, inout TextBuffer) -> Void) -> String {
        var out = TextBuffer()
        draw(chart, &out)
        return out.text
    }

    @Test func `values have room above and below, but none beyond zero and 100 percent`() {
        let free = Chart(values: (1, 2), height: 100, percent: false)
        #expect(abs(free.low - 0.96) < 1e-12 && abs(free.high - 2.04) < 1e-12)
        let share = Chart(values: (0, 1), height: 100, percent: true)
        #expect(share.low == 0 && share.high == 1)
        let below = Chart(values: (-0.5, 0), height: 100, percent: true)
        #expect(below.low == -0.52 && below.high == 0)
        // 1 is no limit where values are no shares.
        #expect(Chart(values: (0, 1), height: 100, percent: false).high > 1)
    }

    @Test func `the highest value is at the top`() {
        let chart = Chart(values: (0, 1), height: 200, percent: true)
        #expect(chart.y(1) == 0 && chart.y(0.25) == 150 && chart.y(0) == 200)
    }

    @Test func `a line breaks where there is no value`() {
        let chart = Chart(values: (0, 1), height: 100, percent: true)
        let line = drawn(chart) { $0.addLine([nil, 0, 0.5, nil, 1], style: "s-own", &$1) }
        #expect(line == "<path class=\"line s-own\" d=\"M250,100.0L500,50.0M1000,0.0\"/>\n")
    }

    @Test func `a line may start later than the picture`() {
        let chart = Chart(values: (0, 1), height: 100, percent: true)
        let line = drawn(chart) { $0.addLine([0, 1], style: "s-own", start: 0.5, &$1) }
        #expect(line.contains("M500,100.0L1000,0.0"))
        let area = drawn(chart) { $0.addArea([0.5, 1], to: 0, style: "f-own", start: 0.5, &$1) }
        #expect(area.contains("M500,50.0L1000,0.0L1000,100.0L500,100.0Z"))
    }

    @Test func `an area without values is not drawn`() {
        let chart = Chart(values: (0, 1), height: 100, percent: true)
        #expect(drawn(chart) { $0.addArea([], to: 0, style: "f-own", &$1) } == "")
    }

    @Test func `the frame has its title, its labels and its grid`() {
        let chart = Chart(values: (-0.1, 0), height: 100, percent: true)
        let text = drawn(chart) { chart, out in
            chart.begin(&out, title: "A <b>", description: "What \"it\" shows", axis: HorizontalAxis(Curves.days(10)))
            chart.end(&out)
        }
        #expect(
            text.hasPrefix("<svg class=\"chart\" role=\"img\" height=\"124\" aria-label=\"What &quot;it&quot; shows\">")
        )
        #expect(text.contains("<title>A &lt;b&gt;</title>"))
        #expect(text.contains(">−10.0%</text>") && text.contains(">0.0%</text>"))
        #expect(text.contains("class=\"grid zero\" x2=\"100%\" y1=\"0.0\""))
        #expect(text.hasSuffix("</svg></svg>\n"))
    }

    @Test func `counts have whole labels`() {
        let chart = Chart(values: (0, 3), height: 100, percent: false, whole: true)
        let text = drawn(chart) { chart, out in
            chart.begin(&out, title: "", description: "", axis: HorizontalAxis(ticks: []))
        }
        let labels = text.components(of: "<text").map { Pages.plain("<" + $0) }
        #expect(labels == ["0", "1", "2", "3"])
    }

    @Test func `labels along the edge keep inside the page`() {
        var out = TextBuffer()
        HorizontalAxis(ticks: [(0, "a"), (0.5, "b"), (0.97, "c")]).add(to: &out, y: 10)
        let labels = out.text.components(of: "<text")
        #expect(labels[0].contains("middle") && labels[0].contains("x=\"0.00%\""))
        // Every second one goes where the page is narrow.
        #expect(labels[1].contains("class=\"odd\""))
        #expect(labels[2].contains("text-anchor=\"end\""))
    }

    @Test func `years are named where they begin`() {
        var out = TextBuffer()
        // 2020-01-06 on, five days a week: 1,300 days are nearly five years.
        let days = Curves.days(1300)
        HorizontalAxis(days).add(to: &out, y: 10)
        let labels = out.text.components(of: "<text").map { Pages.plain("<" + $0) }
        #expect(labels == ["2020", "2021", "2022", "2023", "2024"])
    }

    @Test func `a start shortly before the next year has no label of its own`() {
        var out = TextBuffer()
        HorizontalAxis(Array(Curves.days(1560).dropFirst(240))).add(to: &out, y: 10)
        let labels = out.text.components(of: "<text").map { Pages.plain("<" + $0) }
        #expect(labels.first == "2021")
    }

    @Test(
        arguments: [
            ([1.0], [1.0]), ([1, 2, 3], [1, 2, 3]), ([], []),
        ] as [([Double], [Double])])
    func `few points are all kept`(values: [Double], expected: [Double]) {
        #expect(Downsampling.points(values, columns: 500).compactMap(\.value) == expected)
    }
}
