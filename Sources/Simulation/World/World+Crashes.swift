import Engine
import Market

// Where a process can die, and which fault of the catalogue that is.
extension World {
    /// Counts a place where the process can die; true where this run wants it to.
    mutating func crashPoint() -> Bool {
        crashPoints += 1
        return crashesAt.contains(crashPoints)
    }

    mutating func diesOn(_ event: Event) -> Bool {
        let fault: Fault?
        switch event {
        case .submitAnswered, .submitFailed: fault = .crashOnAnswer
        case .noticed(let notices): fault = notices.contains(where: \.isFill) ? .crashOnFill : nil
        default: fault = nil
        }
        guard let fault, mix.strikes(fault) else { return false }
        die(fault.name)
        return true
    }

    mutating func diesBefore(_ records: [Record]) -> Bool {
        if crashPoint() {
            die("before a commit")
            return true
        }
        for record in records {
            guard let fault = Fault.beforeCommit(of: record), mix.strikes(fault) else { continue }
            die(fault.name)
            return true
        }
        return false
    }

    mutating func diesAfter(_ records: [Record]) -> Bool {
        if crashPoint() {
            die("after a commit")
            return true
        }
        if mix.strikes(.crashAnywhere) {
            die(Fault.crashAnywhere.name)
            return true
        }
        if mix.strikes(.powerLoss) {
            die(Fault.powerLoss.name, isPowerLoss: true)
            return true
        }
        for record in records {
            guard let fault = Fault.afterCommit(of: record) else { continue }
            if fault == .crashAfterPlan, records.contains(where: \.isIntent) { continue }
            guard mix.strikes(fault) else { continue }
            die(fault.name)
            return true
        }
        return false
    }

    mutating func diesBefore(_ command: Command, after records: [Record]) -> Bool {
        switch command {
        case .submit:
            if mix.strikes(.crashAfterIntent) {
                die(Fault.crashAfterIntent.name)
                return true
            }
            if mix.strikes(.crashInSend) {
                // The shim drops a line without an end when the connection breaks.
                trace.add(now, "half of \(Trace.words(command)) is written")
                die(Fault.crashInSend.name)
                return true
            }
        case .cancel:
            if mix.strikes(.crashInCancel) {
                if mix.draw(.crashInCancel, 2) == 0 { return dieInCancel() }
                process?.mailbox = []
                if case .cancel(let id) = command { ask(.cancel(id)) }
                return dieInCancel()
            }
        default:
            break
        }
        return false
    }

    private mutating func dieInCancel() -> Bool {
        die(Fault.crashInCancel.name)
        return true
    }

    mutating func diesAfter(_ command: Command) -> Bool {
        guard case .submit = command, mix.strikes(.crashAfterSend) else { return false }
        die(Fault.crashAfterSend.name)
        return true
    }
}

extension Fault {
    fileprivate static func beforeCommit(of record: Record) -> Fault? {
        switch record {
        case .planned: .crashBeforePlan
        case .intended: .crashBeforeIntent
        case .rebalanceClosed: .crashBeforeClose
        case .phaseChanged(.buying, _): .crashBetweenSellsAndBuys
        case .halted: .crashInHalt
        default: nil
        }
    }

    fileprivate static func afterCommit(of record: Record) -> Fault? {
        switch record {
        case .planned: .crashAfterPlan
        case .phaseChanged(.buying, _): .crashBetweenSellsAndBuys
        case .halted: .crashInHalt
        default: nil
        }
    }
}

extension Record {
    var isIntent: Bool { if case .intended = self { true } else { false } }
    var isAcceptance: Bool { if case .strangerAccepted = self { true } else { false } }
}

extension Notice {
    var isFill: Bool { if case .fill = self { true } else { false } }
}
