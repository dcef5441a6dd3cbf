import Daemon
import Settings

/// Texts of configurations for tests to change.
enum ShortestConfiguration {
    /// Nothing but what has no default, in lines 1 to 14.
    static let text = """
        [account]
        id = "42"
        simulated = true
        [bridge]
        endpoint = "tcp://127.0.0.1:17500"
        secret_file = "secret"
        [targets]
        directory = "targets"
        [calendar]
        file = "calendar.csv"
        [journal]
        file = "/var/journal.sqlite"
        [control]
        socket = "control.sock"
        """

    /// The same for orders that stay in the daemon.
    static var paper: String { text.replacing("simulated = true", with: "mode = \"paper\"") }
}

/// What is said against a configuration; nothing where it is taken.
func findings(_ text: String) -> [ConfigurationFailure.Finding] {
    do {
        _ = try Configuration.parse(text, file: "/etc/qmtd/qmtd.toml")
        return []
    } catch {
        return error.findings
    }
}
