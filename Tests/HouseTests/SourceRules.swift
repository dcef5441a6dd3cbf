/// A place in the sources that breaks a rule of the house.
struct Offence: Hashable, CustomStringConvertible {
    var file: String
    /// From 1.
    var line: Int
    var what: String

    var description: String { "\(file):\(line): \(what)" }
}

/// What the house does not want in its sources, each with what to do about it. Rules look at code, not at comments or
/// literals, unless they say so.
enum SourceRules {
    /// The modules that decide, and what each may import.
    /// What the pure modules may import. `Synchronization` is a part of the standard library.
    static let pureModules: [String: Set<String>] = [
        "Market": ["Synchronization"], "Engine": ["Market"], "Exchange": ["Market"],
        "Replay": ["Engine", "Exchange", "Market"], "Simulation": ["Engine", "Exchange", "Market"],
    ]

    /// Longest file, in lines, and longest file of an executable.
    static let longestFile = 600
    static let longestExecutableFile = 149

    /// Everything wrong with one file.
    /// - Parameters:
    ///   - path: Relative to the root, such as `Sources/Market/Time/Day.swift`.
    static func offences(in source: String, path: String) -> [Offence] {
        let parts = path.split(separator: "/")
        var offences = tooLong(source, path: path, limit: longestFile)
        guard parts.first == "Sources", parts.count > 2 else { return offences }
        let module = String(parts[1])
        let tokens = SwiftCode(source).tokens
        offences += unfinished(source, path: path) + traps(tokens, path: path)
        if module.first?.isLowercase == true {
            offences += tooLong(source, path: path, limit: longestExecutableFile)
        }
        if let allowed = pureModules[module] {
            offences += imports(tokens, path: path, allowed: allowed)
            offences += impurities(tokens, path: path)
        }
        return offences
    }

    private static func tooLong(_ source: String, path: String, limit: Int) -> [Offence] {
        let lines = source.utf8.count { $0 == UInt8(ascii: "\n") }
        guard lines > limit else { return [] }
        return [Offence(file: path, line: limit + 1, what: "\(lines) lines, more than \(limit): split it by concern")]
    }

    /// Marks of unfinished work; they are looked for in comments, too.
    private static func unfinished(_ source: String, path: String) -> [Offence] {
        let marks: Set = ["TODO", "FIXME", "XXX", "HACK"]
        var offences: [Offence] = []
        for (index, line) in source.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            for word in line.split(whereSeparator: { !($0.isLetter || $0.isNumber || $0 == "_") })
            where marks.contains(String(word)) {
                offences.append(Offence(file: path, line: index + 1, what: "\(word): finish it, or write an issue"))
            }
        }
        return offences
    }

    private static func traps(_ tokens: [SwiftCode.Token], path: String) -> [Offence] {
        tokens.indices.compactMap { index -> Offence? in
            let token = tokens[index]
            let next = index + 1 < tokens.count ? tokens[index + 1] : nil
            let isForced = next?.text == "!" && next?.isJoined == true
            switch token.text {
            case "try" where isForced, "as" where isForced:
                return Offence(file: path, line: token.line, what: "\(token.text)!: handle what can go wrong")
            case "fatalError":
                return Offence(file: path, line: token.line, what: "fatalError: degrade towards halted, or throw")
            default:
                return nil
            }
        }
    }

    private static func imports(_ tokens: [SwiftCode.Token], path: String, allowed: Set<String>) -> [Offence] {
        let kinds: Set = ["struct", "class", "enum", "protocol", "typealias", "func", "let", "var", "actor"]
        return tokens.indices.compactMap { index -> Offence? in
            guard tokens[index].text == "import" else { return nil }
            guard let module = tokens[(index + 1)...].first(where: { !kinds.contains($0.text) })?.text,
                !allowed.contains(module)
            else { return nil }
            let names = allowed.isEmpty ? "nothing" : allowed.sorted().joined(separator: ", ")
            return Offence(
                file: path, line: tokens[index].line, what: "import \(module): this module may import \(names)")
        }
    }

    private static func impurities(_ tokens: [SwiftCode.Token], path: String) -> [Offence] {
        tokens.indices.compactMap { index -> Offence? in
            let token = tokens[index]
            let previous = index > 0 ? tokens[index - 1].text : ""
            let next = index + 1 < tokens.count ? tokens[index + 1].text : ""
            guard let why = impurity(token.text, previous: previous, next: next) else { return nil }
            return Offence(file: path, line: token.line, what: "\(token.text): \(why)")
        }
    }

    private static func impurity(_ word: String, previous: String, next: String) -> String? {
        if clocks.contains(word) { return "time comes in as an argument" }
        if generators.contains(word) { return "randomness comes in as an argument, as a seed of our own generator" }
        if callsOfChance.contains(word), previous == ".", next == "(" {
            return "randomness comes in as an argument, as a seed of our own generator"
        }
        if floats.contains(word) || isFloatLiteral(word) {
            return "no floating point: prices, money and shares are integers"
        }
        if outside.contains(word) { return "no input or output: return an effect" }
        if callsOutside.contains(word), previous != ".", previous != "func", next == "(" {
            return "no input or output: return an effect"
        }
        if concurrency.contains(word), previous != "." { return "the core is synchronous" }
        if word == "hashValue" { return "hashes differ from run to run" }
        return nil
    }

    private static let clocks: Set = [
        "Date", "ContinuousClock", "SuspendingClock", "DispatchTime", "clock_gettime", "gettimeofday",
    ]
    private static let generators: Set = ["SystemRandomNumberGenerator", "arc4random", "drand48", "UUID"]
    private static let callsOfChance: Set = ["random", "randomElement", "shuffled", "shuffle"]
    private static let floats: Set = [
        "Double", "Float", "CGFloat", "Float16", "Float32", "Float64", "Float80", "Decimal", "FloatingPoint",
        "BinaryFloatingPoint", "FloatLiteralType",
    ]
    private static let outside: Set = [
        "ProcessInfo", "FileManager", "FileHandle", "CommandLine", "getenv", "setenv", "fopen", "readLine",
    ]
    private static let callsOutside: Set = ["print", "debugPrint", "dump", "open", "read", "write", "system", "exit"]
    private static let concurrency: Set = [
        "async", "await", "Task", "TaskGroup", "withTaskGroup", "withThrowingTaskGroup", "DispatchQueue", "Thread",
        "actor",
    ]

    private static func isFloatLiteral(_ word: String) -> Bool {
        guard let first = word.first, first.isNumber else { return false }
        let isHexadecimal = word.hasPrefix("0x")
        return word.contains(".") || word.contains(isHexadecimal ? "p" : "e")
    }
}
