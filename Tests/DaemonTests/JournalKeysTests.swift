import Daemon
import Settings
import Testing

/// What is set about the journal's disk.
@Suite struct JournalKeysTests {
    private func text(_ journal: String) -> String {
        ShortestConfiguration.text.replacing("[control]", with: "\(journal)\n[control]")
    }

    private func configuration(_ journal: String) throws -> Configuration {
        try Configuration.parse(text(journal), file: "/etc/qmtd/qmtd.toml")
    }

    @Test func `H01: unless told otherwise, four mebibytes are set aside and 256 kept free`() throws {
        let configuration = try configuration("")
        #expect(configuration.ballastBytes == 4 << 20 && configuration.freeSpaceFloorBytes == 256 << 20)
    }

    @Test func `H01: the ballast may be left out, the floor may not`() throws {
        let configuration = try configuration("ballast_mb = 0\nfree_space_min_mb = 1")
        #expect(configuration.ballastBytes == 0 && configuration.freeSpaceFloorBytes == 1 << 20)
        let mistakes = [
            "free_space_min_mb = 0", "ballast_mb = -1", "ballast_mb = 1025", "ballast_mb = \"4\"", "ballast = 4",
        ]
        for bad in mistakes {
            let key = bad.split(separator: " ").first.map(String.init) ?? ""
            #expect(findings(text(bad)).first?.place.hasPrefix("journal.\(key)") == true, "\(bad)")
        }
    }
}
