import Foundation

/// The files of this repository.
enum SourceTree {
    /// Through symbolic links, so that the tests also work from another package that links to this folder.
    static let root = URL(filePath: #filePath).resolvingSymlinksInPath().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    /// Swift files under `folder`, by path relative to the root, sorted.
    static func swiftFiles(under folder: String) -> [String] {
        files(under: folder).filter { $0.hasSuffix(".swift") }
    }

    /// Files that git keeps or would keep (not ignored ones); without git, all files outside hidden folders.
    static func keptFiles() -> [String] {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
        process.currentDirectoryURL = root
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardError = FileHandle.nullDevice
        guard (try? process.run()) != nil else { return files(under: "") }
        let output = (try? pipe.fileHandleForReading.readToEnd()) ?? Data()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { return files(under: "") }
        return output.split(separator: 0).map { String(decoding: $0, as: UTF8.self) }.sorted()
    }

    /// Nil where it cannot be read, such as a file that was removed and is still in git's list.
    static func bytes(_ path: String) -> [UInt8]? {
        (try? Data(contentsOf: root.appending(path: path))).map(Array.init)
    }

    static func text(_ path: String) -> String? { bytes(path).map { String(decoding: $0, as: UTF8.self) } }

    private static func files(under folder: String) -> [String] {
        let start = folder.isEmpty ? root : root.appending(path: folder)
        let walk = FileManager.default.enumerator(
            at: start, includingPropertiesForKeys: [.isRegularFileKey], options: [.skipsHiddenFiles])
        var paths: [String] = []
        while let url = walk?.nextObject() as? URL {
            guard (try? url.resourceValues(forKeys: [.isRegularFileKey]).isRegularFile) == true else { continue }
            paths.append(String(url.path.dropFirst(root.path.count + 1)))
        }
        return paths.sorted()
    }
}
