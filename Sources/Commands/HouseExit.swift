package import ArgumentParser
import Foundation

extension AsyncParsableCommand {
    /// Parses, runs, and ends the process with the codes of the house: 0 done, 1 refused with the reason, 2 usage (the
    /// parser's own code for it is 64), or the code that the command threw as an `ExitCode`.
    package static func runAsHouse() async {
        do {
            var command = try parseAsRoot()
            if var asynchronous = command as? any AsyncParsableCommand {
                try await asynchronous.run()
            } else {
                try command.run()
            }
        } catch {
            let code = exitCode(for: error)
            let message = fullMessage(for: error)
            if !message.isEmpty {
                let stream = code.isSuccess ? FileHandle.standardOutput : FileHandle.standardError
                // A reader that has gone away (`qmtctl orders | head`) is no failure of the command.
                try? stream.write(contentsOf: Data((message + "\n").utf8))
            }
            Foundation.exit(code == .validationFailure ? 2 : code.rawValue)
        }
    }
}
