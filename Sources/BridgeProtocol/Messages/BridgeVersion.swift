/// The versions of the protocol that this code speaks.
package enum BridgeVersion {
    package static var current: Int64 { 1 }
}
