import Engine
import Market

// `Control`'s reports have types of the same names nested in them.
typealias EngineAlert = Alert
typealias OrderSide = Side
