import Engine

/// Where the thumbnails lie: as many columns as fit, each picture over its name.
struct GalleryGeometry: Equatable {
    let rect: Rect
    let columns: Int
    /// The whole rows that fit.
    let rows: Int
    /// A picture's size in cells, its name not counted.
    let width: Int
    let height: Int
    /// The first row shown, and the last one that can be the first.
    let first: Int
    let lastFirst: Int
    private let count: Int

    /// Columns between pictures: a bar on either side of the selected one.
    private static let gap = 2
    /// The widths that are tried, the widest first: so many as show at least two rows of four.
    private static let widths = [20, 16, 12, 10, 8]

    init(_ model: StudioModel, in rect: Rect) {
        self.rect = rect
        let (cell, line) = model.capabilities.pixelsPerCell
        func lines(_ width: Int) -> Int { max(2, (width * cell + line / 2) / line) }
        let fitting = Self.widths.first { (rect.height) / (lines($0) + 1) >= 2 && rect.width / ($0 + Self.gap) >= 4 }
        let least = fitting ?? Self.widths.last ?? 8
        columns = max(1, (rect.width + Self.gap) / (least + Self.gap))
        width = max(1, min(rect.width - Self.gap, rect.width / columns - Self.gap))
        height = max(1, min(lines(least), rect.height - 1))
        rows = max(1, rect.height / (height + 1))
        count = model.gallery.shown.count
        lastFirst = max(0, (count + columns - 1) / columns - rows)
        first = min(max(0, model.gallery.firstRow), lastFirst)
    }

    var perPage: Int { columns * rows }

    /// The places of the pictures shown.
    var visible: Range<Int> { min(count, first * columns)..<min(count, (first + rows) * columns) }

    /// These first, then a page on, then a page back: what is read ahead.
    var nearby: [Int] {
        let (start, end) = (visible.lowerBound, visible.upperBound)
        return Array(visible) + Array(end..<min(count, end + perPage))
            + Array(max(0, start - perPage)..<start).reversed()
    }

    /// The first row with which picture `index` is shown, as near to the present one as can be.
    func firstRow(showing index: Int) -> Int {
        let row = index / columns
        return min(max(first, row - rows + 1), row)
    }

    /// The cells of picture `index`; nil where it is not shown.
    func place(of index: Int) -> Rect? {
        guard visible.contains(index) else { return nil }
        let (column, row) = (index % columns, index / columns - first)
        return Rect(
            x: rect.x + 1 + column * (width + Self.gap), y: rect.y + row * (height + 1), width: width, height: height)
    }

    func index(atX x: Int, y: Int) -> Int? {
        visible.first { index in
            guard let place = place(of: index) else { return false }
            return (place.x - 1..<place.x + width + 1).contains(x) && (place.y..<place.y + height + 1).contains(y)
        }
    }
}
