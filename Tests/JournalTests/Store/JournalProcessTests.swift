import Foundation
import Glibc
import Market
import Testing

@testable import Journal

/// With real processes: locks and kills do not care what a process believes of itself.
@Suite struct JournalProcessTests {
    private let place: Workplace

    init() throws { place = try Workplace() }

    @Test func `A15 H04: another process is kept out and told our number`() async throws {
        let journal = try place.journal(entries: 1)
        let path = place.path
        let ours = getpid()
        await #expect(processExitsWith: .success) { [path = path as String, ours = ours as pid_t] in
            let thrown = failure {
                _ = try Journal.open(at: path, identity: Workplace.identity, at: Workplace.start)
            }
            precondition(thrown?.code == .locked && thrown?.what.contains("process \(ours)") == true)
        }
        #expect(try journal.append([.sample(1)]) == 2...2)
    }

    /// The child writes each number it was given to a file, after the journal has acknowledged it, until it is killed.
    @Test(arguments: [1, 2, 3, 4, 5, 6])
    func `P03: a process killed at any moment leaves all that it acknowledged`(kill number: Int) async throws {
        let (path, notes) = (place.path, place.directory + "/acknowledged")
        await #expect(processExitsWith: .signal(SIGKILL)) {
            [path = path as String, notes = notes as String, number = number as Int] in
            let journal = try Journal.open(at: path, identity: Workplace.identity, at: Workplace.start)
            _ = try journal.begin()
            let descriptor = Glibc.open(notes, O_WRONLY | O_CREAT | O_APPEND, 0o600)
            let killer = Thread {
                // Anywhere in the commit after this one.
                var status = stat()
                while stat(notes, &status) != 0 || status.st_size < number * 12 { sched_yield() }
                kill(getpid(), SIGKILL)
            }
            killer.start()
            while true {
                let last = try journal.append([.sample(0), .sample(1), .sample(2)]).upperBound
                let line = "\(last)\n"
                _ = write(descriptor, line, line.utf8.count)
            }
        }
        let text = try String(contentsOfFile: notes, encoding: .utf8)
        let acknowledged = text.split(separator: "\n").last.flatMap { Int64($0) } ?? 0
        let journal = try place.open()
        #expect(journal.head.seq == acknowledged || journal.head.seq == acknowledged + 3)
        #expect(journal.previousRunWasUnclean)
        #expect(try journal.begin().epoch == 2)
        #expect(try journal.verify().isWhole)
    }
}
