import Control
import Synchronization

/// A user database made up by a test, which may change it while the server runs.
final class ScriptedDirectory: UserDirectory {
    private let users: Mutex<[UInt32: Result<UserRecord, UserLookupFailure>]>
    private let count = Mutex(0)

    init(_ users: [UInt32: UserRecord] = [:]) { self.users = Mutex(users.mapValues { .success($0) }) }

    /// Lookups so far.
    var lookups: Int { count.withLock { $0 } }

    func set(_ uid: UInt32, _ answer: Result<UserRecord, UserLookupFailure>?) {
        users.withLock { $0[uid] = answer }
    }

    func user(uid: UInt32) async throws(UserLookupFailure) -> UserRecord? {
        count.withLock { $0 += 1 }
        return try users.withLock { $0[uid] }?.get()
    }
}
