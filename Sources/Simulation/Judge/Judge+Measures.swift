import Engine
import Market

// Invariants 31 and 32, as far as they can be counted: nothing grows with time or by repetition, and no step says more than
// there is to say. Every bound is a constant and so much for each order, start or connection; none has the time in it. The
// constants are half as much again as the most that ten thousand runs have shown, or more.
extension Judge {
    struct Measures: Sendable {
        // Of the day.
        /// Orders of earlier days that were open when it began.
        var carried = 0
        var starts = 0
        var alerts = 0
        /// Of operators.
        var commands = 0
        /// Without fills, and without cancels that are asked for again: those are bounded by the minute.
        var facts = 0
        var fills = 0
        /// Orders of nobody that an operator's resume took over.
        var accepted: Set<ClientOrderID> = []
        // Of the minute.
        var minute: Int64 = 0
        /// By kind.
        var questions = [Int](repeating: 0, count: Question.allCases.count)
        /// How often the link came up.
        var links = 0

        mutating func look(at now: Timestamp) {
            let minute = now.milliseconds / 60_000
            guard minute != self.minute else { return }
            self.minute = minute
            for index in questions.indices { questions[index] = 0 }
            links = 0
        }
    }

    enum Question: Int, CaseIterable {
        case account, instruments, quotes, doubt, cancel

        init?(_ request: Request) {
            switch request {
            case .snapshot: self = .account
            case .instruments: self = .instruments
            case .quotes: self = .quotes
            case .resolve: self = .doubt
            case .cancel: self = .cancel
            // Once for each order: rule 1.
            case .submit: return nil
            }
        }
    }

    mutating func linkBegan(at now: Timestamp) {
        measures.look(at: now)
        measures.links += 1
    }

    // MARK: 31

    /// A question leaves, with so many open. `orders`: those that the process knows of.
    mutating func asks(_ request: Request, open: Int, orders: Int, at now: Timestamp) {
        verdict.check(31, open <= 16 + orders, "\(open) questions wait for an answer, with \(orders) orders")
        guard let question = Question(request) else { return }
        measures.look(at: now)
        measures.questions[question.rawValue] += 1
        let count = measures.questions[question.rawValue]
        let links = measures.links
        let most =
            switch question {
            // What failed is asked for again after a second at the soonest.
            case .account, .instruments, .quotes: 90 + 2 * links + orders
            // Each order in doubt every other second, and again at each connection.
            case .doubt: orders * (31 + 2 * links)
            case .cancel: orders * (3 + links)
            }
        verdict.check(
            31, count <= most, "the \(count)th question about \(question) within a minute, of at most \(most)")
    }

    /// What a process holds beside its book, at the end of a day: no list is longer than what it is about. Read by reflection,
    /// so that a list that is added is counted, too.
    mutating func checkHeld(_ engine: Engine) {
        let most = 16 + engine.book.orders.count + (plan?.lines.count ?? 0) + losses[1].count + scenario.symbols.count
        for (name, count) in Judge.lists(in: engine.work, named: "work", depth: 3) {
            // Orders that a restored journal does not know are all strangers to it.
            if wasJournalReplaced, name == "work.strangers" { continue }
            verdict.check(31, count <= most, "\(name) holds \(count) entries at the end of the day, of at most \(most)")
        }
    }

    /// Every list, set and dictionary in `value`, by its path, with how many entries it has.
    package static func lists(in value: Any, named name: String, depth: Int) -> [(name: String, count: Int)] {
        let mirror = Mirror(reflecting: value)
        switch mirror.displayStyle {
        case .collection, .set, .dictionary: return [(name, mirror.children.count)]
        case .struct, .optional:
            guard depth > 0 else { return [] }
            return mirror.children.flatMap { lists(in: $0.value, named: "\(name).\($0.label ?? "")", depth: depth - 1) }
        default: return []
        }
    }

    /// What the journal takes in within a day.
    mutating func measure(_ record: Record) {
        switch record {
        case .filled: measures.fills += 1
        case .cancelRequested: break
        case .strangerAccepted(let id):
            let isNew = measures.accepted.insert(id).inserted
            verdict.check(31, isNew || wasJournalReplaced, "\(id) was accepted as a stranger twice in one day")
        default: measures.facts += 1
        }
        // Another journal may have to begin the day anew.
        let ofStart = wasJournalReplaced ? 16 + 2 * (plan?.lines.count ?? 0) : 6
        let most =
            40 + 8 * (ordersOfDay.count + measures.carried) + 2 * measures.fills + ofStart * measures.starts
            + 3 * measures.commands + (plan?.lines.count ?? 0)
        verdict.check(31, measures.facts <= most, "\(measures.facts) facts in one day, of at most \(most)")
    }

    /// What people are told within a day.
    mutating func tells() {
        measures.alerts += 1
        let most =
            12 + 4 * measures.starts + 2 * measures.commands
            + 2 * (ordersOfDay.count + measures.carried)
        verdict.check(31, measures.alerts <= most, "\(measures.alerts) alerts in one day, of at most \(most)")
    }

    // MARK: 32

    /// A step has led to these facts and commands, which are not committed yet.
    mutating func steps(_ event: Event, _ records: [Record], _ commands: [Command]) {
        let count = records.count + commands.count
        guard count > 24 else { return }
        let rows: Int =
            switch event {
            case .noticed(let notices): notices.count
            case .snapshotArrived(let snapshot):
                (snapshot.orders.known?.count ?? 0) + (snapshot.fills.known?.count ?? 0)
            default: 0
            }
        // An order that is decided is a fact and a command; one that is open may be doubted or cancelled, and asked for. A
        // resume accepts every order of another journal by name.
        let most =
            24 + records.count(where: \.isAcceptance) + 2 * records.count(where: \.isIntent) + 2
            * orders.values.count(where: \.isOpen) + rows
        verdict.check(32, count <= most, "one step says \(count) things, of at most \(most)")
    }
}
