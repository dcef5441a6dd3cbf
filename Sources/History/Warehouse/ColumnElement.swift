/// The type of a column file's elements, with its number in the file.
enum ColumnElement: UInt32, Hashable, Sendable {
    case uint8 = 1
    case int32 = 2
    case int64 = 3
    case uint32 = 4

    var size: Int {
        switch self {
        case .uint8: 1
        case .int32, .uint32: 4
        case .int64: 8
        }
    }
}
