package import Market

/// Which faults are on, and the seed that draws their cases. A draw depends on nothing but the seed, the fault and what it is
/// drawn for, so that a restart draws the same again.
package struct FaultSettings: Hashable, Sendable, Codable {
    package var seed: UInt64
    /// By the fault's name.
    private var values: [String: Int] = [:]

    package init(seed: UInt64 = 1) { self.seed = seed }

    package var isEmpty: Bool { values.isEmpty }

    package subscript(fault: Fault) -> Int? {
        get { values[fault.rawValue] }
        set { values[fault.rawValue] = newValue }
    }

    /// For people, in the order of the list.
    package var description: String {
        let parts = Fault.allCases.compactMap { fault in self[fault].map { "\(fault.rawValue)=\($0)" } }
        return parts.isEmpty ? "none" : parts.joined(separator: ", ") + ", seed \(seed)"
    }

    /// Why a switch is not understood, and what may have been meant.
    package struct Mistake: Error, Hashable, CustomStringConvertible {
        package var description: String
    }

    /// From `NAME` or `NAME=VALUE` each; `none` alone turns all off.
    package init(parsing switches: [String], seed: UInt64) throws(Mistake) {
        self.seed = seed
        if switches == ["none"] { return }
        for text in switches {
            let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let name = String(parts.first ?? "")
            guard let fault = Fault(rawValue: name) else {
                let nearest = Fault.allCases.min {
                    Self.distance(name, $0.rawValue) < Self.distance(name, $1.rawValue)
                }
                let hint = nearest.map { "; did you mean '\($0.rawValue)'?" } ?? ""
                throw Mistake(description: "there is no fault '\(name)'\(hint) --list-faults prints them")
            }
            let about = fault.described
            guard parts.count > 1 else {
                self[fault] = about.standard
                continue
            }
            guard let value = Int(parts[1]), about.unit.range.contains(value) else {
                throw Mistake(
                    description:
                        "--fault \(name): '\(parts[1])' must be a whole number from \(about.unit.range.lowerBound) to "
                        + "\(about.unit.range.upperBound) (\(about.unit.rawValue))")
            }
            self[fault] = value
        }
    }

    // MARK: Draws

    /// Whether the fault strikes in this case.
    package func strikes(_ fault: Fault, _ key: String) -> Bool {
        guard let percent = self[fault] else { return false }
        return draw(fault, key) % 100 < UInt64(percent)
    }

    /// The same for a minute of simulated time.
    package func strikes(_ fault: Fault, at time: Timestamp, _ key: String = "") -> Bool {
        guard self[fault] != nil else { return false }
        return strikes(fault, "\(time.milliseconds / 60_000) \(key)")
    }

    func draw(_ fault: Fault, _ key: String) -> UInt64 {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325 ^ seed
        for byte in "\(fault.rawValue) \(key)".utf8 {
            hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3
        }
        // Mixed once more: the low bits decide.
        hash = (hash ^ (hash >> 30)) &* 0xBF58_476D_1CE4_E5B9
        hash = (hash ^ (hash >> 27)) &* 0x94D0_49BB_1331_11EB
        return hash ^ (hash >> 31)
    }

    /// Insertions, deletions and replacements from one name to the other.
    private static func distance(_ one: String, _ two: String) -> Int {
        let (one, two) = (Array(one.utf8), Array(two.utf8))
        var row = Array(0...two.count)
        for i in one.indices {
            var corner = row[0]
            row[0] = i + 1
            for j in two.indices {
                let replaced = corner + (one[i] == two[j] ? 0 : 1)
                corner = row[j + 1]
                row[j + 1] = min(replaced, row[j] + 1, row[j + 1] + 1)
            }
        }
        return row[two.count]
    }
}
