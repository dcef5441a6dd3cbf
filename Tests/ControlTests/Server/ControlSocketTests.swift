import Foundation
import Glibc
import Testing

@testable import Control

@Suite struct ControlSocketTests {
    private func error(_ path: String, group: String? = nil) -> ControlSocketError? {
        do {
            _ = try ControlSocket(path: path, group: group)
            return nil
        } catch {
            return error
        }
    }

    @Test func `the socket is there with mode 0660, whatever the umask`() throws {
        let folder = try TemporaryFolder()
        let socket = try ControlSocket(path: folder("s"))
        #expect(FileStatus(folder("s"))?.mode == 0o660)
        #expect(FileStatus(folder("s"))?.uid == geteuid())
        #expect(FileStatus(folder("s.new")) == nil)
        socket.shutDown()
        #expect(FileStatus(folder("s")) == nil)
    }

    @Test func `a group gets the socket`() throws {
        let folder = try TemporaryFolder()
        let socket = try ControlSocket(path: folder("s"), group: "root")
        #expect(FileStatus(folder("s"))?.gid == 0)
        socket.shutDown()
    }

    @Test func `a group that this host has not is refused by name`() throws {
        let folder = try TemporaryFolder()
        #expect(error(folder("s"), group: "no-such-group") == .unknownGroup("no-such-group"))
        #expect(FileStatus(folder("s")) == nil)
    }

    @Test func `a second server is refused and the first goes on`() throws {
        let folder = try TemporaryFolder()
        let first = try ControlSocket(path: folder("s"))
        let inode = FileStatus(folder("s"))?.inode
        #expect(error(folder("s")) == .inUse(path: folder("s")))
        #expect(FileStatus(folder("s"))?.inode == inode)
        first.shutDown()
        let second = try ControlSocket(path: folder("s"))
        second.shutDown()
    }

    @Test func `a live server without our lock is not pushed aside`() throws {
        let folder = try TemporaryFolder()
        let first = try ControlSocket(path: folder("s"))
        // Another program, or a lock file removed by hand.
        unlink(folder("s.lock"))
        #expect(error(folder("s")) == .inUse(path: folder("s")))
        first.shutDown()
    }

    @Test func `a live server whose socket was removed by hand is not doubled`() throws {
        let folder = try TemporaryFolder()
        let first = try ControlSocket(path: folder("s"))
        unlink(folder("s"))
        #expect(error(folder("s")) == .inUse(path: folder("s")))
        first.shutDown()
    }

    @Test func `a socket left by a crash is replaced`() throws {
        let folder = try TemporaryFolder()
        try leaveStaleSocket(folder("s"))
        let stale = FileStatus(folder("s"))?.inode
        let socket = try ControlSocket(path: folder("s"))
        #expect(FileStatus(folder("s")) != nil)
        #expect(FileStatus(folder("s"))?.inode != stale)
        socket.shutDown()
    }

    @Test func `a socket left half made by a crash is replaced`() throws {
        let folder = try TemporaryFolder()
        try leaveStaleSocket(folder("s.new"))
        let socket = try ControlSocket(path: folder("s"))
        #expect(FileStatus(folder("s.new")) == nil)
        socket.shutDown()
    }

    @Test func `a file that is no socket is left alone`() throws {
        let folder = try TemporaryFolder()
        try Data("precious".utf8).write(to: URL(filePath: folder("s")))
        #expect(error(folder("s")) == .notASocket(path: folder("s")))
        #expect(try String(contentsOfFile: folder("s"), encoding: .utf8) == "precious")
    }

    @Test func `a link to a socket is not followed`() throws {
        let folder = try TemporaryFolder()
        let other = try ControlSocket(path: folder("other"))
        symlink(folder("other"), folder("s"))
        #expect(error(folder("s")) == .notASocket(path: folder("s")))
        other.shutDown()
    }

    @Test(arguments: [0o777, 0o775, 0o757] as [mode_t])
    func `K03: a directory that others may write in is refused`(mode: mode_t) throws {
        let folder = try TemporaryFolder(mode: mode)
        #expect(error(folder("s")) == .unsafeDirectory(path: folder.path))
    }

    @Test(arguments: [0o755, 0o700, 0o1777] as [mode_t])
    func `a directory where nobody else can replace files is taken`(mode: mode_t) throws {
        let folder = try TemporaryFolder(mode: mode)
        #expect(error(folder("s")) == nil)
    }

    @Test func `a directory that is missing is named`() throws {
        let folder = try TemporaryFolder()
        let text = error(folder("none/s")).map { "\($0)" }
        #expect(text == "control socket: could not look at the directory \(folder("none")): No such file or directory")
    }

    @Test func `a path too long for the kernel is refused`() throws {
        let folder = try TemporaryFolder()
        let path = folder(String(repeating: "x", count: 100))
        #expect(error(path) == .pathTooLong(path: path, longest: 103))
        let room = 103 - folder("").utf8.count
        #expect(error(folder(String(repeating: "x", count: room))) == nil)
        #expect(error(folder(String(repeating: "x", count: room + 1))) != nil)
    }

    @Test func `of many starts at once exactly one wins`() async throws {
        let folder = try TemporaryFolder()
        let path = folder("s")
        try leaveStaleSocket(path)
        let sockets = await withTaskGroup(of: ControlSocket?.self) { group in
            for _ in 0..<20 { group.addTask { try? ControlSocket(path: path) } }
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(sockets.count { $0 != nil } == 1)
        #expect(FileStatus(path) != nil)
        for socket in sockets { socket?.shutDown() }
    }

    @Test func `a socket put there by somebody else is not removed at the end`() throws {
        let folder = try TemporaryFolder()
        let socket = try ControlSocket(path: folder("s"))
        unlink(folder("s"))
        try leaveStaleSocket(folder("s"))
        socket.shutDown()
        #expect(FileStatus(folder("s")) != nil)
    }

    @Test func `every error says what to do`() {
        let errors: [ControlSocketError] = [
            .pathTooLong(path: "/p", longest: 103), .notASocket(path: "/p"), .inUse(path: "/p"),
            .unsafeDirectory(path: "/p"), .unknownGroup("g"), .groupNotAllowed(group: "g", path: "/p"),
        ]
        for error in errors {
            let text = "\(error)"
            #expect(text.hasPrefix("control socket: "))
            #expect(text.contains(";"), "\(text)")
        }
    }

    /// Binds and closes without removing, as a killed process does.
    private func leaveStaleSocket(_ path: String) throws {
        let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        try #require(UnixAddress.with(path) { bind(descriptor, $0, $1) } == 0)
        close(descriptor)
    }
}
