import Foundation
import Glibc
import Testing

@testable import Bridge

@Suite struct ListeningSocketTests {
    private func with(_ body: (String) throws -> Void) throws {
        let folder = try Live.folder()
        defer { try? FileManager.default.removeItem(at: folder) }
        try body(folder.appending(path: "b.sock").path)
    }

    private func mode(_ path: String) -> UInt32? {
        var status = stat()
        return lstat(path, &status) == 0 ? status.st_mode : nil
    }

    @Test func `only the owner may connect`() throws {
        try with { path in
            let socket = try ListeningSocket(bindingTo: path)
            defer { close(socket.descriptor) }
            #expect(mode(path) == S_IFSOCK | 0o600)
            socket.remove()
            #expect(mode(path) == nil)
        }
    }

    @Test func `a socket left over by a process that died is replaced`() throws {
        try with { path in
            let old = try ListeningSocket(bindingTo: path)
            close(old.descriptor)
            let new = try ListeningSocket(bindingTo: path)
            defer { close(new.descriptor) }
            #expect(mode(path) == S_IFSOCK | 0o600)
        }
    }

    @Test func `what somebody else put in its place stays`() throws {
        try with { path in
            let socket = try ListeningSocket(bindingTo: path)
            defer { close(socket.descriptor) }
            unlink(path)
            try Data("precious".utf8).write(to: URL(filePath: path))
            socket.remove()
            #expect(mode(path) != nil)
        }
    }

    @Test func `a socket that somebody listens at is left alone`() throws {
        try with { path in
            let other = try ListeningSocket(bindingTo: path)
            defer { close(other.descriptor) }
            #expect(listen(other.descriptor, 1) == 0)
            #expect(throws: EndpointFailure.inUse(path)) { try ListeningSocket(bindingTo: path) }
            #expect(mode(path) != nil)
        }
    }

    @Test func `what is no socket is never removed`() throws {
        try with { path in
            try Data("precious".utf8).write(to: URL(filePath: path))
            #expect(throws: EndpointFailure.notASocket(path)) { try ListeningSocket(bindingTo: path) }
            #expect(try Data(contentsOf: URL(filePath: path)) == Data("precious".utf8))
        }
        try with { path in
            try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: "/dev/null")
            #expect(throws: EndpointFailure.notASocket(path)) { try ListeningSocket(bindingTo: path) }
            #expect(mode(path) != nil)
        }
    }

    @Test func `a folder that is not there is said so`() {
        let path = "/nonexistent-\(UUID().uuidString)/b.sock"
        #expect(
            throws: EndpointFailure.failed(doing: "bind", at: path, reason: "No such file or directory")
        ) { try ListeningSocket(bindingTo: path) }
    }
}
