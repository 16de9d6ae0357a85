/// Text in rows of so many columns: broken at spaces where that is possible, and at every line end.
struct TextLines: Equatable {
    /// The characters of each row; a line end, and the space a row is broken at, are part of the row they end.
    let rows: [Range<Int>]
    private let widths: [Int]

    init(_ characters: [Character], width: Int) {
        widths = characters.map { $0 == "\n" ? 0 : DisplayWidth.of(String($0)) }
        let room = max(2, width)
        var rows: [Range<Int>] = []
        var (start, columns) = (0, 0)
        /// Behind the last space of the row.
        var lastBreak: Int?
        for (index, character) in characters.enumerated() {
            if character == "\n" {
                rows.append(start..<index + 1)
                (start, columns, lastBreak) = (index + 1, 0, nil)
                continue
            }
            // A space that has no room left hangs over the edge unseen.
            if columns + widths[index] > room, character != " " {
                let end = lastBreak ?? index
                rows.append(start..<end)
                start = end
                columns = widths[start..<index].reduce(0, +)
                lastBreak = nil
            }
            columns += widths[index]
            if character == " " { lastBreak = index + 1 }
        }
        rows.append(start..<characters.count)
        self.rows = rows
    }

    /// The row and column of the place before character `index`.
    func place(of index: Int) -> (row: Int, column: Int) {
        let row = rows.lastIndex { $0.lowerBound <= index } ?? 0
        return (row, widths[rows[row].lowerBound..<min(index, widths.count)].reduce(0, +))
    }

    /// The character nearest to a column of a row.
    func index(row: Int, column: Int) -> Int {
        let range = rows[min(max(0, row), rows.count - 1)]
        var (index, passed) = (range.lowerBound, 0)
        // The last place of a broken row is the first of the next one.
        let last = row < rows.count - 1 ? range.upperBound - 1 : range.upperBound
        while index < last, passed + widths[index] <= column {
            passed += widths[index]
            index += 1
        }
        return index
    }
}
