/// A plain table: a line of titles, a line for each row, columns aligned, two blanks between them, one where it would
/// otherwise be too wide for the terminal. Nothing is ever cut: a figure without its end is another figure.
struct TextTable {
    struct Column {
        var title: String
        var isRight: Bool

        static func left(_ title: String) -> Column { Column(title: title, isRight: false) }
        static func right(_ title: String) -> Column { Column(title: title, isRight: true) }
    }

    private let columns: [Column]
    private var rows: [Row] = []

    private struct Row {
        var cells: [String]
        var notes: [String]
    }

    init(_ columns: [Column]) { self.columns = columns }

    /// - Parameters:
    ///   - cells: One for each column.
    ///   - notes: Printed under the row, indented.
    mutating func append(_ cells: [String], notes: [String] = []) {
        rows.append(Row(cells: cells, notes: notes))
    }

    func lines(width: Int) -> [String] {
        let widths = columns.indices.map { column in
            rows.map { PlainText.width($0.cells[column]) }.reduce(PlainText.width(columns[column].title), max)
        }
        let isTooWide = widths.reduce(0, +) + 2 * (columns.count - 1) > width
        let gap = isTooWide ? " " : "  "
        func line(_ cells: [String]) -> String {
            let padded = columns.indices.map {
                PlainText.padded(cells[$0], to: widths[$0], alignedRight: columns[$0].isRight)
            }
            return padded.joined(separator: gap).trimmingEnd
        }
        return [line(columns.map(\.title))]
            + rows.flatMap { row in
                [line(row.cells)] + row.notes.flatMap { Wrapped.lines($0, width: width, indent: "    ") }
            }
    }
}

extension String {
    /// Without blanks at its end.
    fileprivate var trimmingEnd: String {
        var slice = Substring(self)
        while slice.last == " " { slice.removeLast() }
        return String(slice)
    }
}
