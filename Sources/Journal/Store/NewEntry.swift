package import Foundation
package import Market

/// A fact that is to be made durable.
package struct NewEntry: Hashable, Sendable {
    /// When it happened, by the clock of the process; the order of facts is that of their sequence, never of this.
    package var at: Timestamp
    /// 1 to 64 letters, digits, `_`, `-` or `.`.
    package var kind: String
    /// JSON in UTF-8, at most `maximumBodyBytes`, without NUL.
    package var body: Data

    package static var maximumBodyBytes: Int { 16 << 20 }

    package init(at: Timestamp, kind: String, body: Data) {
        self.at = at
        self.kind = kind
        self.body = body
    }

    /// What is wrong with it; nil where it can be stored.
    var fault: String? {
        let isPlain = kind.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: "."):
                true
            default: false
            }
        }
        if !isPlain || kind.isEmpty || kind.utf8.count > 64 { return "its kind is not 1 to 64 plain characters" }
        if body.count > NewEntry.maximumBodyBytes { return "its body has \(body.count) bytes" }
        // Other programs would see the text end there.
        if body.contains(0) { return "its body contains a NUL" }
        if String(validating: body, as: UTF8.self) == nil { return "its body is not UTF-8" }
        return nil
    }
}
