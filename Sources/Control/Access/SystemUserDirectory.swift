import Glibc
import NIOPosix

/// The host's user database, through the C library and so through whatever name service the host has.
///
/// Groups are looked up by uid at each command, never read from the caller's process: a process keeps the groups that it
/// started with, and someone who was removed from a group must lose the role with the next command (K02).
package struct SystemUserDirectory: UserDirectory {
    package init() {}

    package func user(uid: UInt32) async throws(UserLookupFailure) -> UserRecord? {
        do {
            // The lookup blocks, on a slow directory server for seconds: not on a thread that others need.
            return try await NIOThreadPool.singleton.runIfActive { try Self.lookUp(uid: uid) }
        } catch let failure as UserLookupFailure {
            throw failure
        } catch {
            throw UserLookupFailure(reason: "the lookup was cut short: \(error)")
        }
    }

    static func lookUp(uid: UInt32) throws(UserLookupFailure) -> UserRecord? {
        guard let entry = try passwordEntry(uid: uid) else { return nil }
        let names = try groupIDs(user: entry.name, primary: entry.gid).map { gid throws(UserLookupFailure) in
            try groupName(gid: gid)
        }
        return UserRecord(name: entry.name, groups: names.compactMap { $0 })
    }

    /// The id of the group called `name`; nil where there is none.
    static func groupID(named name: String) throws(UserLookupFailure) -> UInt32? {
        try withGrowingBuffer("getgrnam_r") { buffer, size in
            var entry = group()
            var found: UnsafeMutablePointer<group>?
            let status = getgrnam_r(name, &entry, buffer, size, &found)
            return (status, found?.pointee.gr_gid)
        }
    }

    private static func passwordEntry(uid: UInt32) throws(UserLookupFailure) -> (name: String, gid: UInt32)? {
        try withGrowingBuffer("getpwuid_r") { buffer, size in
            var entry = passwd()
            var found: UnsafeMutablePointer<passwd>?
            let status = getpwuid_r(uid, &entry, buffer, size, &found)
            let result = found.flatMap { entry in text(entry.pointee.pw_name).map { ($0, entry.pointee.pw_gid) } }
            return (status, result)
        }
    }

    private static func groupName(gid: UInt32) throws(UserLookupFailure) -> String? {
        try withGrowingBuffer("getgrgid_r") { buffer, size in
            var entry = group()
            var found: UnsafeMutablePointer<group>?
            let status = getgrgid_r(gid, &entry, buffer, size, &found)
            return (status, found.flatMap { text($0.pointee.gr_name) })
        }
    }

    private static func groupIDs(user: String, primary: UInt32) throws(UserLookupFailure) -> [UInt32] {
        var groups = [gid_t](repeating: 0, count: 64)
        while true {
            var count = Int32(groups.count)
            if getgrouplist(user, primary, &groups, &count) >= 0 { return Array(groups.prefix(Int(count))) }
            guard Int(count) > groups.count, groups.count < 65_536 else {
                throw UserLookupFailure(reason: "the groups of \(user) could not be listed (getgrouplist)")
            }
            groups = [gid_t](repeating: 0, count: Int(count))
        }
    }

    private static func text(_ pointer: UnsafeMutablePointer<CChar>?) -> String? { pointer.map { String(cString: $0) } }

    /// Calls one of the `_r` functions, again with more room where the entry did not fit.
    private static func withGrowingBuffer<Entry>(
        _ function: String, _ call: (UnsafeMutablePointer<CChar>, Int) -> (status: Int32, entry: Entry?)
    ) throws(UserLookupFailure) -> Entry? {
        var size = 4096
        while true {
            let answer = withUnsafeTemporaryAllocation(of: CChar.self, capacity: size) { buffer in
                buffer.baseAddress.map { call($0, size) } ?? (status: ENOMEM, entry: nil)
            }
            switch answer.status {
            case 0:
                return answer.entry
            // What the manual page allows for "there is no such entry".
            case ENOENT, ESRCH, EBADF, EPERM:
                return nil
            case ERANGE where size < 1_048_576:
                size *= 4
            case EINTR:
                continue
            case let status:
                throw UserLookupFailure(reason: "\(function): \(String(cString: strerror(status)))")
            }
        }
    }
}
