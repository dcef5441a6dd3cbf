import Foundation

/// How much the tests try: what every change can afford, or with QMT_DEEP=1 in the environment everything there is.
enum Depth {
    static let isDeep = ProcessInfo.processInfo.environment["QMT_DEEP"] != nil

    static func of(_ quick: Int, deep: Int) -> Int { isDeep ? deep : quick }
}
