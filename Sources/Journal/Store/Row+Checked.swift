import Foundation
import GRDB

/// Values of a row that may hold anything: GRDB's own subscripts trap on a wrong type, and a damaged file must not.
extension Row {
    func isNull(_ index: Int) -> Bool {
        let value: DatabaseValue = self[index]
        return value.isNull
    }

    func integer(_ index: Int) -> Int64? {
        let value: DatabaseValue = self[index]
        guard case .int64(let integer) = value.storage else { return nil }
        return integer
    }

    func text(_ index: Int) -> String? {
        let value: DatabaseValue = self[index]
        guard case .string(let text) = value.storage else { return nil }
        return text
    }

    func hash(_ index: Int) -> ChainHash? {
        let value: DatabaseValue = self[index]
        guard case .blob(let data) = value.storage else { return nil }
        return ChainHash(data)
    }
}
