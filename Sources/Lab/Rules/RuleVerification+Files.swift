import Foundation
import Inputs
import Market

extension RuleVerification {
    /// Runs the cases of a file and prints the report line by line. Gives the exit code: 0 where all passed, 1 where one
    /// failed or was refused.
    ///
    /// Without `calendarFile` a calendar is looked for beside the case file, as `../data/trading-calendar.csv` and as
    /// `trading-calendar.csv`. Throws `RuleCases.Failure` or `Refusal` where a file cannot be used.
    package static func run(
        caseFile: String, calendarFile: String? = nil, output: (String) -> Void
    ) throws -> Int32 {
        let cases = try RuleCases(contentsOf: caseFile)
        let calendar = try (calendarFile ?? calendarBeside(caseFile)).map { try CalendarFile.read($0) }
        let verification = RuleVerification(cases, calendar: calendar)
        for line in verification.report { output(line) }
        return verification.isPassed ? 0 : 1
    }

    private static func calendarBeside(_ caseFile: String) -> String? {
        let folder = URL(fileURLWithPath: caseFile).deletingLastPathComponent()
        return ["../data/trading-calendar.csv", "trading-calendar.csv"]
            .map { folder.appendingPathComponent($0).standardizedFileURL.path }
            .first { FileManager.default.fileExists(atPath: $0) }
    }
}
