/// The newest entry: its number and its hash. Number 0 stands for none yet, its hash for the identity alone.
package struct Head: Hashable, Sendable {
    package var seq: Int64
    package var hash: ChainHash
}
