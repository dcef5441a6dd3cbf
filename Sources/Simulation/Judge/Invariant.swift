/// The invariants of reliability.md (c), with where each is judged in a simulated run.
package enum Invariant {
    /// Those that are judged here by what can be counted, and what is left to a real process.
    package static let inPart: [Int: String] = [
        26: "that a paper run cannot express an order is held by the types, and by the journal that knows its mode",
        31: "questions, facts, alerts and lists are counted here; memory, descriptors and files are a process's",
        32: "what a step says is counted here; how long it takes, and the watchdog, are a process's",
        33: "words of the engine are read here; secrets never reach it, and logs and dumps are a process's",
        34: "that a command has its row is judged here; who the peer is, the control socket knows",
        35: "what reaches the core is judged here; lines that are refused before it are fuzzed",
    ]

    /// Those that every run is judged by.
    package static var judged: [Int] { Array(1...43) }
}
