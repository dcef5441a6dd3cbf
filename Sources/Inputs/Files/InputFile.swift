/// A file with a name of its own in the configuration.
enum InputFile {
    /// Splits at the last slash; the directory of a bare name is empty.
    static func split(_ path: String) -> (directory: String, name: String) {
        guard let slash = path.lastIndex(of: "/") else { return ("", path) }
        let directory = path[..<slash]
        return (directory.isEmpty ? "/" : String(directory), String(path[path.index(after: slash)...]))
    }

    /// The file, and its `<name>.sha256` where there is one.
    static func read(
        _ path: String, maximumBytes: Int
    ) throws(Refusal) -> (bytes: [UInt8], checksum: [UInt8]?) {
        let (folder, name) = split(path)
        let directory = try InputDirectory.open(folder)
        let bytes = try directory.read(name, maximumBytes: maximumBytes, owners: nil).bytes
        let sidecar = name + ChecksumFile.suffix
        guard try directory.stamp(of: sidecar) != nil else { return (bytes, nil) }
        return (bytes, try directory.read(sidecar, maximumBytes: ChecksumFile.maximumBytes, owners: nil).bytes)
    }
}
