extension JSONValue {
    /// How many lists and objects may lie within each other, the outermost included.
    package static var depthLimit: Int { 16 }

    /// Reads exactly one JSON text (RFC 8259), blanks around it allowed. Stricter than the standard in three ways: a name
    /// may not repeat in an object, nesting has a limit, and numbers must be finite as floating point.
    ///
    /// Names that differ only by Unicode normalisation count as the same.
    package init(reading bytes: ArraySlice<UInt8>) throws(JSONFailure) {
        self = try JSONReader.read(bytes.span)
    }

    package init(reading bytes: [UInt8]) throws(JSONFailure) {
        self = try JSONReader.read(bytes.span)
    }

    package init(reading text: String) throws(JSONFailure) {
        try self.init(reading: Array(text.utf8))
    }
}
