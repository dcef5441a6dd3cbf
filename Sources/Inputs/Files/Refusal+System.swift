import Glibc

extension Refusal {
    /// A system call that failed on `source`, with the error number it left.
    static func system(_ source: String) -> Refusal {
        let code = errno
        let isMissing = code == ENOENT || code == ENOTDIR
        return Refusal(
            isMissing ? .missing : .unreadable, in: source, String(cString: strerror(code)).lowercased(),
            remedy: isMissing ? "check the path in the configuration" : "give this user the right to read it")
    }

    static func foreign(_ source: String, owner: UInt32) -> Refusal {
        Refusal(
            .foreignOwner, in: source, "it belongs to user \(owner), who may not give targets",
            remedy: "let the right user write it, or add that user to targets.owners in the configuration")
    }

    static func notPlain(_ source: String, _ what: String) -> Refusal {
        Refusal(.notPlainFile, in: source, "it is \(what)", remedy: "put a plain file there")
    }
}
