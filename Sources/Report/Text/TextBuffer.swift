import Market

/// Text under construction, as UTF-8. Numbers are written digit by digit, the same on every machine and without locale.
struct TextBuffer {
    private(set) var bytes: [UInt8] = []

    init() {}

    var count: Int { bytes.count }
    var text: String { String(decoding: bytes, as: UTF8.self) }

    mutating func reserve(_ count: Int) { bytes.reserveCapacity(count) }
    mutating func removeAll() { bytes.removeAll(keepingCapacity: true) }

    mutating func add(_ text: String) { bytes.append(contentsOf: text.utf8) }
    mutating func add(byte: UInt8) { bytes.append(byte) }
    mutating func add(_ other: TextBuffer) { bytes.append(contentsOf: other.bytes) }

    /// `text` at the right end of `width` characters of ASCII, or longer where it does not fit.
    mutating func add(right text: ArraySlice<UInt8>, width: Int) {
        for _ in 0..<max(0, width - text.count) { bytes.append(UInt8(ascii: " ")) }
        bytes.append(contentsOf: text)
    }

    /// `text` at the left end of `width` characters of ASCII, or longer where it does not fit.
    mutating func add(left text: ArraySlice<UInt8>, width: Int) {
        bytes.append(contentsOf: text)
        for _ in 0..<max(0, width - text.count) { bytes.append(UInt8(ascii: " ")) }
    }

    // MARK: Whole numbers

    mutating func add(_ number: Int64) {
        if number < 0 { bytes.append(UInt8(ascii: "-")) }
        add(magnitude: number.magnitude, grouped: false)
    }

    mutating func add(_ number: Int) { add(Int64(number)) }

    /// With a comma between groups of three digits.
    mutating func add(grouped number: Int64) {
        if number < 0 { bytes.append(UInt8(ascii: "-")) }
        add(magnitude: number.magnitude, grouped: true)
    }

    /// `number` with zeros before it up to `digits`. For numbers that are not negative.
    mutating func add(padded number: Int, digits: Int) {
        var unit = 1
        for _ in 1..<digits { unit *= 10 }
        while unit > 0 {
            bytes.append(UInt8(ascii: "0") + UInt8(number / unit % 10))
            unit /= 10
        }
    }

    private mutating func add(magnitude: UInt64, grouped: Bool) {
        let start = bytes.count
        var rest = magnitude
        var digits = 0
        repeat {
            if grouped, digits > 0, digits.isMultiple(of: 3) { bytes.append(UInt8(ascii: ",")) }
            bytes.append(UInt8(ascii: "0") + UInt8(rest % 10))
            rest /= 10
            digits += 1
        } while rest > 0
        bytes[start...].reverse()
    }

    // MARK: Decimals

    /// `value` ÷ 10^`scale` with all its `scale` places, down to `atLeast` where the last ones are zeros.
    mutating func add(decimal value: Int64, scale: Int, atLeast: Int, grouped: Bool = false) {
        if value < 0 { bytes.append(UInt8(ascii: "-")) }
        add(magnitude: value.magnitude, scale: scale, atLeast: atLeast, grouped: grouped)
    }

    private mutating func add(magnitude: UInt64, scale: Int, atLeast: Int, grouped: Bool) {
        var unit: UInt64 = 1
        for _ in 0..<scale { unit *= 10 }
        add(magnitude: magnitude / unit, grouped: grouped)
        var rest = magnitude % unit
        guard atLeast > 0 || rest > 0 else { return }
        bytes.append(UInt8(ascii: "."))
        var places = 0
        while places < atLeast || rest > 0 {
            unit /= 10
            bytes.append(UInt8(ascii: "0") + UInt8(rest / unit))
            rest %= unit
            places += 1
        }
    }

    /// A number rounded half away from zero to exactly `places` places. Zero has no sign. What is not finite, or too large
    /// for 64 bits, is written as an en dash.
    /// - Parameters:
    ///   - signed: Writes a plus before what is above zero.
    ///   - minus: What stands before what is below zero.
    mutating func add(
        _ number: Double, places: Int, grouped: Bool = false, signed: Bool = false, minus: String = "-"
    ) {
        var unit = 1.0
        for _ in 0..<places { unit *= 10 }
        let scaled = (number.magnitude * unit).rounded(.toNearestOrAwayFromZero)
        guard scaled < 9e18 else { return add("–") }
        if scaled > 0, number < 0 { add(minus) }
        if scaled > 0, number > 0, signed { bytes.append(UInt8(ascii: "+")) }
        add(magnitude: UInt64(scaled), scale: places, atLeast: places, grouped: grouped)
    }

    // MARK: Values of the market

    /// Yuan with three places.
    mutating func add(_ money: Money) { add(decimal: money.li, scale: 3, atLeast: 3) }

    /// Yuan with three places.
    mutating func add(_ price: Price) { add(decimal: price.li, scale: 3, atLeast: 3) }

    /// Whole yuan in groups of three, rounded half away from zero, for people.
    mutating func add(wholeYuan money: Money) {
        let yuan = money.li.magnitude / 1000 + (money.li.magnitude % 1000 + 500) / 1000
        if money.li < 0, yuan > 0 { add(TextBuffer.minus) }
        add(magnitude: yuan, grouped: true)
    }

    /// The sign for people; files have the hyphen.
    static let minus = "−"

    /// Yuan with two places in groups of three, rounded half away from zero, for people.
    mutating func add(yuan money: Money) {
        let fen = money.li.magnitude / 10 + (money.li.magnitude % 10 + 5) / 10
        if money.li < 0, fen > 0 { add(TextBuffer.minus) }
        add(magnitude: fen, scale: 2, atLeast: 2, grouped: true)
    }

    /// `YYYY-MM-DD`.
    mutating func add(_ day: Day) {
        let (year, month, dayOfMonth) = day.components
        add(padded: year, digits: 4)
        bytes.append(UInt8(ascii: "-"))
        add(padded: month, digits: 2)
        bytes.append(UInt8(ascii: "-"))
        add(padded: dayOfMonth, digits: 2)
    }

    /// `HH:MM:SS`, with milliseconds only where there are any.
    mutating func add(_ time: TimeOfDay) {
        let milliseconds = Int(time.milliseconds)
        add(padded: milliseconds / 3_600_000, digits: 2)
        bytes.append(UInt8(ascii: ":"))
        add(padded: milliseconds / 60_000 % 60, digits: 2)
        bytes.append(UInt8(ascii: ":"))
        add(padded: milliseconds / 1000 % 60, digits: 2)
        guard milliseconds % 1000 != 0 else { return }
        bytes.append(UInt8(ascii: "."))
        add(padded: milliseconds % 1000, digits: 3)
    }

    mutating func add(_ symbol: Symbol) {
        add(padded: symbol.digits, digits: 6)
        bytes.append(UInt8(ascii: "."))
        add(symbol.venue.suffix)
    }
}
