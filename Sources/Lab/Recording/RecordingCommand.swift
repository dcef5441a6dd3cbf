import Inputs
import Journal

/// `qmtlab recording`: whether the days that a daemon recorded lead to the decisions in its journal.
package enum RecordingCommand {
    /// Prints what was compared. 0: the same, byte for byte; 1: the first difference was printed, or nothing was recorded.
    package static func run(
        recording: String, journal: String, calendar: String, print: (String) -> Void
    ) throws -> Int32 {
        let days = try CalendarFile.read(calendar)
        let outcome = try RecordedDay.replay(recording: recording, journal: journal, calendar: days)
        print("\(outcome.runs) runs, \(outcome.events) events, \(outcome.records) records decided again")
        if let difference = outcome.difference {
            print("not the same: \(difference)")
            print("the recording or the journal was changed, or it was made by another version of qmtd")
            return 1
        }
        guard outcome.runs > 0 else {
            print("there is no recording in \(recording); set record.directory, and give that folder")
            return 1
        }
        print("the same, byte for byte")
        return 0
    }
}
