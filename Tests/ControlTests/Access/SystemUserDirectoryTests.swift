import Glibc
import Testing

@testable import Control

@Suite struct SystemUserDirectoryTests {
    @Test func `root is found with its group`() async throws {
        let root = try #require(try await SystemUserDirectory().user(uid: 0))
        #expect(root.name == "root")
        #expect(root.groups.contains("root"))
    }

    @Test func `a uid that nobody has is not found`() async throws {
        #expect(try await SystemUserDirectory().user(uid: 4_012_345_678) == nil)
    }

    @Test func `groups are found by name`() throws {
        #expect(try SystemUserDirectory.groupID(named: "root") == 0)
        #expect(try SystemUserDirectory.groupID(named: "no-such-group-here") == nil)
    }

    @Test func `many at once`() async throws {
        try await withThrowingTaskGroup(of: UserRecord?.self) { group in
            for _ in 0..<100 { group.addTask { try await SystemUserDirectory().user(uid: 0) } }
            for try await user in group { #expect(user?.name == "root") }
        }
    }
}
