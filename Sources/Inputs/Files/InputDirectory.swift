import Glibc

/// A directory held open, so that all its files come from the same one even if its path is given to another.
final class InputDirectory {
    let path: String
    private let descriptor: Int32

    private init(path: String, descriptor: Int32) {
        self.path = path
        self.descriptor = descriptor
    }

    deinit { close(descriptor) }

    static func open(_ path: String) throws(Refusal) -> InputDirectory {
        let descriptor = Glibc.open(path.isEmpty ? "." : path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .system(path) }
        let directory = InputDirectory(path: path, descriptor: descriptor)
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw .system(path) }
        if FileStamp(status).isWritableByAll {
            throw Refusal(
                .writableByOthers, in: path, "everybody may put files into this directory",
                remedy: "run chmod o-w on it")
        }
        return directory
    }

    /// Ascending by bytes; hidden ones are left out. Names that could not be shown or opened again are counted instead.
    func names() throws(Refusal) -> (names: [String], unfit: Int) {
        let copy = openat(descriptor, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard copy >= 0, let stream = fdopendir(copy) else { throw .system(path) }
        defer { closedir(stream) }
        var (names, unfit): ([String], Int) = ([], 0)
        while true {
            errno = 0
            guard let entry = readdir(stream) else { break }
            let name = withUnsafeBytes(of: entry.pointee.d_name) { bytes in
                String(validating: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            guard let name, !name.unicodeScalars.contains(where: \.isUnseen) else {
                unfit += 1
                continue
            }
            if !name.hasPrefix(".") { names.append(name) }
        }
        guard errno == 0 else { throw .system(path) }
        return (names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }, unfit)
    }

    /// Nil where there is no such file. A link is not followed.
    func stamp(of name: String) throws(Refusal) -> FileStamp? {
        var status = stat()
        if fstatat(descriptor, name, &status, AT_SYMLINK_NOFOLLOW) == 0 { return FileStamp(status) }
        if errno == ENOENT { return nil }
        throw .system(path + "/" + name)
    }

    /// The target of a link, as it is written in it.
    func link(_ name: String) -> String? {
        var buffer = [UInt8](repeating: 0, count: Int(PATH_MAX))
        let count = readlinkat(descriptor, name, &buffer, buffer.count)
        return count > 0 ? String(decoding: buffer[..<count], as: UTF8.self) : nil
    }

    /// The whole of a plain file, read once, from one descriptor. It must not change meanwhile, nobody else may be able
    /// to write to it, and `maximumBytes` holds before anything is read.
    func read(_ name: String, maximumBytes: Int, owners: Set<UInt32>?) throws(Refusal) -> (
        bytes: [UInt8], stamp: FileStamp
    ) {
        let source = path.isEmpty ? name : path + "/" + name
        // Without waiting: opening a pipe would.
        let file = openat(descriptor, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC)
        guard file >= 0 else {
            throw errno == ELOOP ? .notPlain(source, "a link") : .system(source)
        }
        defer { close(file) }
        let before = try InputDirectory.check(file, source, owners)
        if before.size > maximumBytes {
            throw Refusal(
                .tooLarge, in: source, "it has \(before.size) bytes, more than \(maximumBytes)",
                remedy: "check what wrote it, or divide it")
        }
        let bytes = try InputDirectory.contents(file, source, size: before.size)
        let after = try InputDirectory.check(file, source, owners)
        guard bytes.count == before.size, before == after else {
            throw Refusal(
                .changedWhileReading, in: source, "it changed while it was read",
                remedy: "write it under another name and rename it when it is finished")
        }
        return (bytes, before)
    }

    private static func check(_ file: Int32, _ source: String, _ owners: Set<UInt32>?) throws(Refusal) -> FileStamp {
        var status = stat()
        guard fstat(file, &status) == 0 else { throw .system(source) }
        let stamp = FileStamp(status)
        if !stamp.isPlainFile { throw .notPlain(source, stamp.isDirectory ? "a directory" : "a device or a pipe") }
        if stamp.isWritableByAll {
            throw Refusal(
                .writableByOthers, in: source, "everybody may write to it",
                remedy: "run chmod o-w on it, after checking what it says")
        }
        if let owners, !owners.contains(stamp.owner) { throw .foreign(source, owner: stamp.owner) }
        return stamp
    }

    /// Up to one byte more than `size`, so that a file that grew shows.
    private static func contents(_ file: Int32, _ source: String, size: Int) throws(Refusal) -> [UInt8] {
        var failure: Refusal?
        let bytes = [UInt8](unsafeUninitializedCapacity: size + 1) { buffer, filled in
            while filled < buffer.count {
                let rest = UnsafeMutableRawBufferPointer(rebasing: UnsafeMutableRawBufferPointer(buffer)[filled...])
                let count = Glibc.read(file, rest.baseAddress, rest.count)
                if count > 0 {
                    filled += count
                } else if count == 0 {
                    break
                } else if errno != EINTR {
                    failure = .system(source)
                    break
                }
            }
        }
        if let failure { throw failure }
        return bytes
    }
}
