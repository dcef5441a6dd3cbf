/// Why an import ended. The warehouse is then as it was before.
package enum ImportFailure: Error, Hashable, Sendable {
    case table(TableFailure)
    case storage(StorageFailure)
    /// There is something in the directory that is not a warehouse's.
    case foreignDirectory(path: String, name: String)
    /// There is no good warehouse to add to.
    case noBase(WarehouseFailure)
    /// The catalog cannot be read or written; the words say why and what to do.
    case catalog(path: String, String)
}

extension ImportFailure {
    static func reading<Value>(_ body: () throws(TableFailure) -> Value) throws(ImportFailure) -> Value {
        do { return try body() } catch { throw .table(error) }
    }

    static func storing<Value>(_ body: () throws(StorageFailure) -> Value) throws(ImportFailure) -> Value {
        do { return try body() } catch { throw .storage(error) }
    }
}

extension ImportFailure: CustomStringConvertible {
    package var description: String {
        switch self {
        case .table(let failure):
            failure.description
        case .storage(let failure):
            failure.description
        case .foreignDirectory(let path, let name):
            "\(path) holds '\(name)', which is not a warehouse's; choose an empty or a new directory"
        case .noBase(let failure):
            "nothing to add to: \(failure)"
        case .catalog(let path, let words):
            "\(path): \(words)"
        }
    }
}
