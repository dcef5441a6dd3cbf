package import Market

/// Which industry a security is in: the header `symbol,industry`, then a line each, in any order. UTF-8, no quotes.
package enum IndustryFile {
    package static var maximumBytes: Int { 4 << 20 }

    /// Where `<path>.sha256` is there, it must fit.
    package static func read(_ path: String) throws(Refusal) -> SymbolMap<String> {
        let (bytes, checksum) = try InputFile.read(path, maximumBytes: maximumBytes)
        if let checksum { try ChecksumFile.verify(checksum, of: bytes, source: path) }
        return try parse(bytes, source: path)
    }

    package static func parse(_ bytes: [UInt8], source: String) throws(Refusal) -> SymbolMap<String> {
        var lines = try TextLines(bytes, source: source)
        guard let header = lines.next(), header.elementsEqual("symbol,industry".utf8) else {
            throw Refusal(
                .wrongHeader, in: source, line: 1, "the first line is not symbol,industry",
                remedy: "give two columns with that header")
        }
        if !lines.endsWithNewline {
            throw Refusal(
                .noFinalNewline, in: source, "the last line has no end, so that it may be cut",
                remedy: "end every line, and write the file whole before it gets its name")
        }
        var industries = SymbolMap<String>()
        while let line = lines.next() {
            let fields = line.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false)
            guard fields.count == 2, !fields[1].isEmpty else {
                throw Refusal(
                    .wrongFieldCount, in: source, line: lines.number, "it has not a code and an industry",
                    remedy: "write 600000.SH,banks; an industry's name has no comma")
            }
            let code = String(decoding: fields[0], as: UTF8.self)
            guard let symbol = Symbol(code) else {
                throw Refusal(
                    .badSymbol, in: source, line: lines.number, "\(Excerpt(code)) is no code",
                    remedy: "write it as in 600000.SH")
            }
            guard industries[symbol] == nil else {
                throw Refusal(
                    .duplicateSymbol, in: source, line: lines.number, "\(symbol) is there twice",
                    remedy: "give each security one industry")
            }
            industries[symbol] = String(decoding: fields[1], as: UTF8.self)
        }
        if industries.isEmpty {
            throw Refusal(.noRows, in: source, "it names no security", remedy: "give one a line")
        }
        return industries
    }
}
