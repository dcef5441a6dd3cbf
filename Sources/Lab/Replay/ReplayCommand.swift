import Engine
import History
import Inputs
package import Market
import Replay
import Report
package import Settings

/// `qmtlab replay`: targets over history through the daemon's own engine and a simulated exchange.
package struct ReplayCommand {
    /// The folder of the warehouse.
    package var history: String
    /// A directory, a CSV file or an SQLite file.
    package var targets: String
    /// The first and the last day; nil: from the first execution on, up to the last bar.
    package var from: Day?
    package var to: Day?
    package var settings: ReplaySettings
    /// The index to compare with; nil: none.
    package var benchmark: String?
    /// The report's title; nil: the strategy's name.
    package var title: String?
    /// The folder of the results.
    package var output: String
    /// Prints one line of JSON instead of the summary.
    package var printsTimings = false
    package var isQuiet = false

    /// The benchmark where nobody names one; its version with dividends is taken where the warehouse has it.
    package static let defaultBenchmark = "000300.SH"

    package init(history: String, targets: String, settings: ReplaySettings, output: String) {
        self.history = history
        self.targets = targets
        self.settings = settings
        self.output = output
        benchmark = ReplayCommand.defaultBenchmark
    }

    /// Runs the replay, writes its files and prints what came of it. Throws a `ReplayRefusal`, a `WarehouseFailure`,
    /// a `ReplayLoop.Failure` or a `FolderReplacement.Failure`, whose descriptions are for people; nothing is written
    /// then.
    ///
    /// `isInterrupted` is asked before every day and every file.
    package func run(
        progress output: ProgressOutput = .standardError, isInterrupted: () -> Bool = { false },
        elapsed: @escaping () -> Duration = ImportCommand.clock(), print: (String) -> Void
    ) throws {
        var timings = RunTimings()
        let place = FolderReplacement(of: self.output, isOwn: ReplayOutput.isOwn)
        try place.check()
        let warehouse = try Warehouse.open(history)
        let targets = try ReplayTargets.read(targets, calendar: warehouse.calendar)
        let (industries, states) = try riskInputs()
        let source = try WarehouseSource(
            warehouse, from: from, to: to, batches: targets.batches, industries: industries, states: states)
        let policy = settings.policy(strategies: try strategies(targets))
        let title = title ?? targets.batches.first?.strategy ?? "replay"
        let benchmark = try benchmarkCurve(source)
        timings.loaded()

        var loop = ReplayLoop(policy: policy, calendar: warehouse.calendar, exchange: settings.exchange)
        var recorder = ReplayRecorder(openingCash: settings.openingCash, title: title)
        var bar = ProgressBar(isQuiet ? .none : output)
        defer { bar.clear() }
        let start = elapsed()
        for index in source.days.indices {
            if isInterrupted() { throw FolderReplacement.Failure.interrupted }
            recorder.begin(source.bars(at: index))
            try loop.run(dayAt: index, of: source, &recorder)
            if let failure = recorder.failure { throw ReplayRefusal(failure) }
            if index.isMultiple(of: 64) {
                bar.update(
                    done: index + 1, of: source.days.count,
                    words: "\(Figures.grouped(loop.counts.orders)) orders", elapsed: elapsed() - start)
            }
        }
        timings.done()
        bar.clear()

        recorder.finish(looks: loop.counts.looks, batches: loop.counts.batches)
        let record = described(recorder, source, targets, benchmark)
        let files = ReplayFiles.all(record).map { (name: $0.name, bytes: $0.bytes) }
        try place.write(files, isInterrupted: isInterrupted)
        if printsTimings {
            print(
                timings.json(
                    RunTimings.Work(
                        size: title, bars: source.days.count * warehouse.symbols.count, orders: record.orders.count,
                        finalEquity: record.days.last?.equity.li ?? 0, events: loop.counts.events,
                        effects: loop.counts.effects)))
        } else if !isQuiet {
            for line in ReplaySummary.lines(record) { print(line) }
            let skipped = source.signalDays.count - recorder.adopted
            if skipped > 0 {
                print(
                    "warning: \(skipped) batches were not followed: their valid_until was over before their day began")
            }
            print("report      \(self.output)/report.html")
        }
    }

    /// What rules of risk are told of; nothing of it is read where no rule needs it. Refused as a whole where one file is: a
    /// replay without it would be another one.
    private func riskInputs() throws(ReplayRefusal) -> (SymbolMap<String>, [MarketStateRow]) {
        var industries = SymbolMap<String>()
        var states: [MarketStateRow] = []
        guard settings.risk.needsInputs else { return (industries, states) }
        let paths = settings.riskInputs
        do throws(Refusal) {
            if let path = paths.industryFile { industries = try IndustryFile.read(path) }
            if let path = paths.stateFile { states = try MarketStateFile.read(path) }
            if let path = paths.stateDatabase { states = try MarketStateDatabase.readAll(path) }
        } catch { throw ReplayRefusal(error.description) }
        return (industries, states)
    }

    /// The configured share of the strategy that the targets are of; none are configured where it has the whole
    /// account.
    private func strategies(_ targets: ReplayTargets) throws(ReplayRefusal) -> [Policy.Strategy] {
        guard !settings.strategies.isEmpty, let name = targets.batches.first?.strategy else { return [] }
        guard let strategy = settings.strategies.first(where: { $0.name == name }) else {
            let names = settings.strategies.map(\.name).joined(separator: ", ")
            throw ReplayRefusal(
                "the targets are of the strategy '\(name)', the configuration has \(names); correct one of the two")
        }
        return [strategy]
    }

    private func benchmarkCurve(_ source: WarehouseSource) throws(ReplayRefusal) -> ReplayRecord.About.Benchmark? {
        guard let benchmark else { return nil }
        for code in [IndexSeries.totalReturnCode(of: benchmark), benchmark].compactMap(\.self) {
            guard let levels = source.levels(of: code), levels.closes.contains(where: { $0 != nil }) else { continue }
            return ReplayRecord.About.Benchmark(
                name: code, code: code, includesDividends: IndexSeries.isTotalReturn(code), before: levels.before,
                closes: levels.closes)
        }
        if benchmark == ReplayCommand.defaultBenchmark { return nil }
        let known = source.warehouse.manifest.indices?.map(\.code).joined(separator: ", ") ?? ""
        throw ReplayRefusal(
            "the warehouse has no closes of the index \(benchmark) on these days"
                + (known.isEmpty ? "; import a table index_daily" : "; it has \(known)"))
    }

    private func described(
        _ recorder: ReplayRecorder, _ source: WarehouseSource, _ targets: ReplayTargets,
        _ benchmark: ReplayRecord.About.Benchmark?
    ) -> ReplayRecord {
        var record = recorder.record
        let manifest = source.warehouse.manifest
        func entries(_ pairs: [(name: String, value: String)]) -> [ReplayRecord.About.Entry] {
            pairs.map { ReplayRecord.About.Entry($0.name, $0.value) }
        }
        var data: [(name: String, value: String)] = [
            (
                "bars",
                "\(Figures.grouped(manifest.symbolCount)) stocks from \(manifest.firstDay) to \(manifest.lastDay), "
                    + "import \(manifest.generation) into the warehouse"
            )
        ]
        data += manifest.sources.map { ("table \($0.name)", "\(Figures.grouped($0.bytes)) bytes, CRC-32 \($0.crc32)") }
        data.append(
            (
                "targets",
                "\(Figures.grouped(source.signalDays.count)) batches, each proven whole; SHA-256 of all that were read "
                    + targets.digest
            ))
        data.append(("batches outside these days", "\(source.leftOut) left out"))
        data.append(
            ("corporate actions", (manifest.eventCount ?? 0) > 0 ? "as announced, else by ratio" : "by ratio only"))
        record.about.data = entries(data)
        record.about.costs = entries(settings.costEntries)
        record.about.settings = entries(settings.entries)
        record.about.benchmark = benchmark
        record.about.explanations = Reason.allCases.map { ReplayRecord.About.Entry($0.rawValue, $0.explanation) }
        var names = SymbolMap<String>()
        for symbol in Set(record.orders.map(\.symbol)).sorted() { names[symbol] = source.warehouse.name(of: symbol) }
        record.about.names = names
        return record
    }
}
