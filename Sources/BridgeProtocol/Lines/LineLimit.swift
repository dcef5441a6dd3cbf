/// The longest lines, in bytes (bridge-protocol 1). What we send stays within them with its newline, what we accept may
/// have the newline on top.
package enum LineLimit {
    package static var towardsShim: Int { 64 * 1024 }
    package static var towardsDaemon: Int { 8 * 1024 * 1024 }
}
