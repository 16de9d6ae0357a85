/// The sizes of panes that the person chose; all others are as the layout has them.
public struct Splits: Codable, Sendable, Equatable {
    /// Where the borders between columns are, from the left one on, as shares of the width.
    var columns: [Int: Double] = [:]
    /// The shares of their column's height that panes have, by their names.
    var heights: [String: Double] = [:]

    var isEmpty: Bool { columns.isEmpty && heights.isEmpty }
}

/// A border that can be moved.
struct Border: Sendable, Equatable {
    enum Kind: Sendable, Equatable {
        /// Between two columns, counted from the left.
        case column(Int)
        /// Below a pane, in a column of such a place and height.
        case below(Pane, top: Int, room: Int)
    }

    var kind: Kind
    /// The cells of the border: the frames' edges on both sides of it.
    var rect: Rect

    var isUpright: Bool { if case .column = kind { true } else { false } }

    func contains(x: Int, y: Int) -> Bool {
        x >= rect.x && y >= rect.y && x < rect.x + rect.width && y < rect.y + rect.height
    }
}

extension StudioModel {
    /// The border at a place of the screen.
    func border(atX x: Int, y: Int) -> Border? { Layout(self).borders.first { $0.contains(x: x, y: y) } }

    /// Moves `border` to a place of the screen.
    mutating func move(_ border: Border, toX x: Int, y: Int) {
        switch border.kind {
        case .column(let index): splits.columns[index] = min(1, max(0, Double(x) / Double(max(1, width))))
        case .below(let pane, let top, let room):
            splits.heights[pane.rawValue] = min(1, max(0, Double(y - top) / Double(max(1, room))))
        }
    }

    mutating func moveFirstColumn(by columns: Int) -> [Effect] {
        guard let border = Layout(self).borders.first(where: \.isUpright) else { return [] }
        move(border, toX: border.rect.x + 1 + columns, y: 0)
        return []
    }
}
