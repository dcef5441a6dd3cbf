import Glibc
import Systemd
import Testing

/// Against libsystemd and a real datagram socket. Each test runs in a process of its own (an exit test), because the
/// address is taken from the environment, which all tests of a process share.
@Suite struct RealManagerTests {
    @Test func `the messages arrive at the socket of the environment`() async {
        await #expect(processExitsWith: .success) {
            let manager = try #require(DatagramManager())
            setenv("NOTIFY_SOCKET", manager.path, 1)
            let notifier = ServiceNotifier()
            #expect(notifier.ready(status: "waiting") == .sent)
            #expect(manager.receive() == "READY=1\nSTATUS=waiting")
            #expect(notifier.ping() == .sent)
            #expect(manager.receive() == "WATCHDOG=1")
            #expect(notifier.extendTimeout(by: .seconds(2)) == .sent)
            #expect(manager.receive() == "EXTEND_TIMEOUT_USEC=2000000")
            #expect(notifier.stopping() == .sent)
            #expect(manager.receive() == "STOPPING=1")
        }
    }

    @Test func `outside systemd nothing is sent and nothing fails`() async {
        await #expect(processExitsWith: .success) {
            unsetenv("NOTIFY_SOCKET")
            unsetenv("WATCHDOG_USEC")
            #expect(ServiceNotifier().ready(status: "x") == .notSupervised)
            #expect(ServiceNotifier().watchdogInterval == nil)
        }
    }

    @Test func `a manager that is gone is a failure that is told`() async {
        await #expect(processExitsWith: .success) {
            setenv("NOTIFY_SOCKET", "/nonexistent/notify", 1)
            #expect(ServiceNotifier().ping() == .failed(errno: ENOENT))
        }
    }

    @Test func `the watchdog's time is the manager's`() async {
        await #expect(processExitsWith: .success) {
            setenv("WATCHDOG_USEC", "30000000", 1)
            setenv("WATCHDOG_PID", "\(getpid())", 1)
            #expect(ServiceNotifier().watchdogInterval == .seconds(30))
        }
    }

    @Test func `a watchdog meant for another process is not ours`() async {
        await #expect(processExitsWith: .success) {
            setenv("WATCHDOG_USEC", "30000000", 1)
            setenv("WATCHDOG_PID", "1", 1)
            #expect(ServiceNotifier().watchdogInterval == nil)
        }
    }
}

/// The manager's end of `NOTIFY_SOCKET`.
private final class DatagramManager {
    let path: String
    private let directory: String
    private let descriptor: Int32

    init?() {
        var template = Array("/tmp/qmtd-notify-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { return nil }
        directory = template.dropLast().reduce(into: "") { $0.unicodeScalars.append(Unicode.Scalar(UInt8($1))) }
        path = directory + "/notify"
        descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue), 0)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
        let isBound = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        guard isBound == 0 else { return nil }
    }

    deinit {
        close(descriptor)
        unlink(path)
        rmdir(directory)
    }

    /// The next message; nil where none is there. Sending puts it there before it returns, so that this need not wait.
    func receive() -> String? {
        var buffer = [UInt8](repeating: 0, count: 4096)
        let count = recv(descriptor, &buffer, buffer.count, Int32(MSG_DONTWAIT))
        return count < 0 ? nil : String(decoding: buffer.prefix(count), as: UTF8.self)
    }
}
