import Foundation
import Inputs
import Market
import Testing

@testable import Lab

/// Case files and calendars on disk.
@Suite final class RuleCaseFilesTests {
    private let folder: URL

    init() throws {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("rule-cases-" + UUID().uuidString)
        try FileManager.default.createDirectory(
            at: folder.appendingPathComponent("reference"), withIntermediateDirectories: true)
        try FileManager.default.createDirectory(
            at: folder.appendingPathComponent("data"), withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    private func write(_ text: String, to name: String) throws -> String {
        let file = folder.appendingPathComponent(name)
        try Data(text.utf8).write(to: file)
        return file.path
    }

    private func run(_ file: String, calendar: String? = nil) throws -> (code: Int32, lines: [String]) {
        var lines: [String] = []
        let code = try RuleVerification.run(caseFile: file, calendarFile: calendar) { lines.append($0) }
        return (code, lines)
    }

    private static let calendar = "trade_date\n2024-02-07\n2024-02-08\n2024-02-19\n"
    private static let closedDay =
        #"{"cases": [{"id": "d", "kind": "trading_day", "date": "2024-02-09", "open": false}]}"#

    @Test func `a file that passes gives 0, one that does not gives 1`() throws {
        let good = try write(#"{"cases": [\#(CaseExamples.all[0].json())]}"#, to: "reference/good.json")
        let result = try run(good)
        #expect(result.code == 0)
        #expect(result.lines == ["1 cases: 1 passed, 0 failed, 0 refused, 0 unverified differ"])
        let bad = try write(#"{"cases": [{"id": "a", "kind": "b"}]}"#, to: "reference/bad.json")
        #expect(try run(bad).code == 1)
    }

    @Test func `a calendar is found in the data folder beside the case file's folder, or beside the file`() throws {
        let file = try write(Self.closedDay, to: "reference/cases.json")
        #expect(try run(file).code == 1)
        _ = try write(Self.calendar, to: "data/trading-calendar.csv")
        #expect(try run(file).code == 0)
        try FileManager.default.removeItem(at: folder.appendingPathComponent("data/trading-calendar.csv"))
        #expect(try run(file).code == 1)
        _ = try write(Self.calendar, to: "reference/trading-calendar.csv")
        #expect(try run(file).code == 0)
    }

    @Test func `a calendar that is given goes before those that are found`() throws {
        let file = try write(Self.closedDay, to: "reference/cases.json")
        _ = try write(Self.calendar, to: "data/trading-calendar.csv")
        let other = try write("trade_date\n2024-02-08\n2024-02-09\n2024-02-19\n", to: "other.csv")
        let result = try run(file, calendar: other)
        #expect(result.code == 1)
        #expect(result.lines.first == "FAILED d (trading_day): expected open false; got open true")
    }

    @Test func `a broken calendar is named with its line`() throws {
        let file = try write(Self.closedDay, to: "reference/cases.json")
        let broken = try write("trade_date\n2024-02-08\nsoon\n", to: "broken.csv")
        let refusal = #expect(throws: Refusal.self) { try run(file, calendar: broken) }
        #expect(refusal?.description.contains("3") == true)
        let unsorted = try write("trade_date\n2024-02-08\n2024-02-07\n", to: "unsorted.csv")
        #expect(throws: Refusal.self) { try run(file, calendar: unsorted) }
        let empty = try write("trade_date\n", to: "empty.csv")
        #expect(throws: Refusal.self) { try run(file, calendar: empty) }
        let missing = folder.path + "/missing.csv"
        let error = #expect(throws: Refusal.self) { try run(file, calendar: missing) }
        #expect(error?.description.contains(missing) == true)
    }

    @Test func `a case file that is missing, is no JSON or holds no cases is refused as a whole`() throws {
        let missing = folder.path + "/missing.json"
        let error = #expect(throws: RuleCases.Failure.self) { try run(missing) }
        #expect(error?.description.hasPrefix("cannot read the case file \(missing): ") == true)
        for text in ["", "{", "[1, 2", #"{"cases": [}"#] {
            let file = try write(text, to: "broken.json")
            let error = #expect(throws: RuleCases.Failure.self) { try run(file) }
            #expect(error?.description.contains("is not JSON") == true, "\(text)")
        }
        for text in ["[]", "{}", "5", #"{"cases": []}"#, #"{"cases": {}}"#, #"{"cases": null}"#] {
            let file = try write(text, to: "none.json")
            #expect(throws: RuleCases.Failure.noCases(path: file)) { try run(file) }
        }
    }
}
