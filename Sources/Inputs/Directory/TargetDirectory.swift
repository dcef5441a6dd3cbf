import Crypto
package import Market

/// A directory of target files. Every `*.csv` in it counts; hidden files and names that end in `.tmp` do not, so that
/// writers can build a file there and rename it.
///
/// A file is read when it is new or changed, and once more at the next scan: a change within one tick of the file
/// system's clock leaves no other trace. From then on an unchanged file costs a look at its times.
package struct TargetDirectory {
    package static var maximumFiles: Int { 10_000 }

    package let path: String
    private let rules: TargetRules
    private let owners: Set<UInt32>?
    private var known: [String: Reading] = [:]
    private var lastScan: (today: Day, unfit: Int, scan: TargetScan)?
    /// How many files the last scan read.
    package private(set) var readCount = 0

    /// `owners` are the user ids whose files are taken; nil for any.
    package init(path: String, rules: TargetRules, owners: Set<UInt32>? = nil) {
        self.path = path
        self.rules = rules
        self.owners = owners
    }

    /// What it says of one file, and of which state.
    private struct Reading {
        var stamps: Stamps
        var today: Day
        var outcome: Result<[TargetBatch], Refusal>
        /// Of the bytes, to see whether a second reading finds the same.
        var digest: SHA256.Digest?
        var isSettled = false

        /// A refusal may be about today; what was accepted stays so, unless today is earlier now.
        func holds(on day: Day) -> Bool {
            if day == today { return true }
            guard case .success(let batches) = outcome else { return false }
            return batches.allSatisfy { $0.signalDay <= day }
        }
    }

    private struct Stamps: Hashable {
        var file: FileStamp
        var checksum: FileStamp?
    }

    /// Everything that is there now.
    package mutating func scan(today: Day) -> TargetScan {
        readCount = 0
        do {
            let directory = try InputDirectory.open(path)
            return try scan(directory, today)
        } catch {
            // Nothing of what was seen before may be used while the directory is not as it should be.
            (known, lastScan) = ([:], nil)
            return TargetScan(refusals: [error])
        }
    }

    private mutating func scan(_ directory: InputDirectory, _ today: Day) throws(Refusal) -> TargetScan {
        let (names, unfit) = try directory.names()
        let files = names.filter { $0.hasSuffix(".csv") }
        if files.count > Self.maximumFiles {
            throw Refusal(
                .tooManyFiles, in: path, "it has \(files.count) files, more than \(Self.maximumFiles)",
                remedy: "move old ones away")
        }
        let present = Set(names)
        var readings: [String: Reading] = [:]
        var refusals: [Refusal] = []
        var isUnchanged = lastScan?.today == today
        for name in files {
            guard let stamps = try stamps(directory, name, present), !isAlias(directory, name, stamps, present) else {
                continue
            }
            if let reading = known[name], reading.stamps == stamps, reading.isSettled, reading.holds(on: today) {
                readings[name] = reading
            } else {
                readings[name] = read(directory, name, stamps, today)
                isUnchanged = false
            }
        }
        if unfit > 0 {
            refusals.append(
                Refusal(
                    .badName, in: path, "\(unfit) file names in it are not UTF-8, or contain control characters",
                    remedy: "rename those files"))
        }
        isUnchanged = isUnchanged && readings.count == known.count && lastScan?.unfit == unfit
        known = readings
        if isUnchanged, let lastScan { return lastScan.scan }
        let scan = merged(files, refusals)
        lastScan = (today, unfit, scan)
        return scan
    }

    private func merged(_ files: [String], _ others: [Refusal]) -> TargetScan {
        var (batches, refusals): ([TargetBatch], [Refusal]) = ([], others)
        for name in files {
            switch known[name]?.outcome {
            case .success(let some): batches += some
            case .failure(let refusal): refusals.append(refusal)
            case nil: break
            }
        }
        return .merging(batches, refusals: refusals)
    }

    /// Nil where it is gone already.
    private func stamps(
        _ directory: InputDirectory, _ name: String, _ present: Set<String>
    ) throws(Refusal) -> Stamps? {
        guard let file = try directory.stamp(of: name) else { return nil }
        let sidecar = name + ChecksumFile.suffix
        return Stamps(file: file, checksum: present.contains(sidecar) ? try directory.stamp(of: sidecar) : nil)
    }

    /// A link such as `latest.csv` to a file that counts by itself adds nothing. Every other link is refused when it is
    /// read.
    private func isAlias(
        _ directory: InputDirectory, _ name: String, _ stamps: Stamps, _ present: Set<String>
    ) -> Bool {
        guard stamps.file.isLink, let target = directory.link(name) else { return false }
        return target.hasSuffix(".csv") && target != name && present.contains(target)
    }

    private mutating func read(
        _ directory: InputDirectory, _ name: String, _ stamps: Stamps, _ today: Day
    ) -> Reading {
        readCount += 1
        let source = path + "/" + name
        do {
            let file = try directory.read(name, maximumBytes: TargetFile.maximumBytes, owners: owners)
            var hash = SHA256()
            hash.update(data: file.bytes)
            var read = Stamps(file: file.stamp)
            var checksum: [UInt8]?
            if stamps.checksum != nil {
                let sidecar = try directory.read(
                    name + ChecksumFile.suffix, maximumBytes: ChecksumFile.maximumBytes, owners: owners)
                (checksum, read.checksum) = (sidecar.bytes, sidecar.stamp)
                hash.update(data: sidecar.bytes)
            }
            let digest = hash.finalize()
            if var reading = known[name], reading.stamps == read, reading.digest == digest, reading.holds(on: today) {
                reading.isSettled = true
                return reading
            }
            let outcome = Result { () throws(Refusal) in
                try TargetFile.parse(file.bytes, checksum: checksum, source: source, today: today, rules: rules)
            }
            return Reading(stamps: read, today: today, outcome: outcome, digest: digest)
        } catch {
            return Reading(stamps: stamps, today: today, outcome: .failure(error))
        }
    }
}
