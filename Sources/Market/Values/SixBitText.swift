/// Texts of `[A-Za-z0-9-]` as numbers: six bits a character, the last one lowest, zero bits before the first.
enum SixBitText {
    /// 1 to 63 in the order of the bytes; nil for any other character.
    static func code(_ byte: UInt8) -> UInt64? {
        switch byte {
        case UInt8(ascii: "-"): 1
        case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt64(byte - UInt8(ascii: "0")) + 2
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): UInt64(byte - UInt8(ascii: "A")) + 12
        case UInt8(ascii: "a")...UInt8(ascii: "z"): UInt64(byte - UInt8(ascii: "a")) + 38
        default: nil
        }
    }

    /// The text of up to twenty characters, ten in each half.
    static func text(high: UInt64, low: UInt64) -> String {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(20)
        for half in [high, low] {
            for position in stride(from: 54, through: 0, by: -6) {
                let code = half >> UInt64(position) & 63
                if code > 0 { bytes.append(byte(code)) }
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func byte(_ code: UInt64) -> UInt8 {
        switch code {
        case 1: UInt8(ascii: "-")
        case 2...11: UInt8(ascii: "0") + UInt8(code - 2)
        case 12...37: UInt8(ascii: "A") + UInt8(code - 12)
        default: UInt8(ascii: "a") + UInt8(code - 38)
        }
    }
}
