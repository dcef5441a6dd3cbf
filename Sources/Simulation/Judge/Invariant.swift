/// The invariants of reliability.md (c), with where each is judged in a simulated run.
package enum Invariant {
    /// Those that cannot be judged without a real process, and why.
    package static let elsewhere: [Int: String] = [
        18: "no clock but the one that is passed in; the core has no timers, and the daemon's are its loop's",
        26: "nothing of a paper run can reach a wire: the types forbid it; a side of the wrong kind is judged under 25",
        31: "memory and descriptors are those of a process",
        32: "the length of a step and the watchdog are those of a process",
        33: "no output is made here",
        34: "who commands is known at the control socket",
        35: "input is decoded before it reaches the core",
    ]

    /// Those that every run is judged by.
    package static var judged: [Int] { (1...43).filter { elsewhere[$0] == nil } }
}
