/// The bars of one trading day, wherever they are kept: a simulated exchange asks for those that somebody trades or holds, and
/// for no others, so that a day costs what is done on it and not what is listed.
package protocol DayBars: AnyObject, Sendable {
    var day: Day { get }
    /// Nil where the day has no bar of it.
    func bar(of symbol: Symbol) -> DayBar?
    /// What a holding is worth per share after the close: the close, or the reference price on a suspended day, whose prices
    /// repeat an older close. Nil without a bar.
    func closing(of symbol: Symbol) -> Price?
    /// The reference price of the day; nil without a bar.
    func reference(of symbol: Symbol) -> Price?
    /// What was announced for this ex-date; nil where there is nothing or nothing is known, and then the reference price tells.
    func corporateAction(of symbol: Symbol) -> AnnouncedAction?
    /// False where no reference price ever differs from the close before it, and no security is ever without a bar.
    var hasEvents: Bool { get }
}

extension DayBars {
    package func closing(of symbol: Symbol) -> Price? {
        bar(of: symbol).map { $0.isSuspended ? $0.previousClose : $0.close }
    }

    package func reference(of symbol: Symbol) -> Price? { bar(of: symbol)?.previousClose }
    package func corporateAction(of symbol: Symbol) -> AnnouncedAction? { nil }
    package var hasEvents: Bool { true }
}

/// A corporate action with its dates.
package struct AnnouncedAction: Hashable, Sendable, Codable {
    package var action: CorporateAction
    package var exDay: Day
    /// When the cash comes; the ex-date itself, or later.
    package var payDay: Day

    package init(action: CorporateAction, exDay: Day, payDay: Day) {
        self.action = action
        self.exDay = exDay
        self.payDay = payDay
    }
}

/// A day whose bars are all at hand.
package final class SheetDay: DayBars {
    private let sheet: DaySheet

    /// The sheet's bars must ascend by symbol.
    package init(_ sheet: DaySheet) { self.sheet = sheet }

    package var day: Day { sheet.day }

    package func bar(of symbol: Symbol) -> DayBar? {
        var low = 0
        var high = sheet.bars.count
        while low < high {
            let middle = (low + high) >> 1
            if sheet.bars[middle].symbol < symbol { low = middle + 1 } else { high = middle }
        }
        return low < sheet.bars.count && sheet.bars[low].symbol == symbol ? sheet.bars[low] : nil
    }
}
