import Engine

/// The pictures that belong to one moment, side by side.
extension PreviewParts {
    typealias Part = (title: String, picture: Picture)

    /// The pictures of `frame` that are to be shown, as far as there are any.
    func pictures(of frame: SamplingFrame) -> [Part] {
        let state: Part? = ("x_t", frame.state.picture)
        let estimate: Part? = frame.estimate.map { ("clean estimate", $0.picture) }
        let prediction: Part? = frame.prediction.map { ("prediction", $0.picture) }
        let scale = frame.differenceScale.map { " ±" + Format.fixed($0, 2...2) } ?? ""
        let difference: Part? = frame.difference.map { ("guidance difference" + scale, $0.picture) }
        let parts: [Part?] =
            switch self {
            case .pair: [state, estimate]
            case .all: [state, estimate, prediction, difference]
            case .state: [state]
            case .estimate: [estimate]
            case .prediction: [prediction]
            case .difference: [difference]
            }
        return parts.compactMap { $0 }
    }

    /// Draws `parts` in the grid in which they are largest.
    ///
    /// - Parameters:
    ///   - alone: the one to draw by itself where all together would be small and it alone is clearly larger; nil draws all always.
    ///   - tiles: the pictures in each, where they may be laid out anew so that all are larger.
    static func draw(_ given: [Part], alone: Int?, tiles: Tiles? = nil, in rect: Rect, on canvas: inout Canvas) {
        let parts = tiles.map { arranged(given, $0, in: rect, canvas) } ?? given
        guard let first = parts.first else { return }
        func scale(_ columns: Int) -> Double { canvas.scale(first.picture, in: cells(parts.count, columns, rect)[0]) }
        // The first of equals: as many beside one another as make no difference.
        let columns = (1...parts.count).reversed().max { scale($0) < scale($1) } ?? 1
        let (all, one) = (scale(columns), canvas.scale(first.picture, in: rect))
        if let alone, all < 0.6, all < 0.9 * one { return draw(parts[alone], in: rect, on: &canvas) }
        for (part, cell) in zip(parts, cells(parts.count, columns, rect)) { draw(part, in: cell, on: &canvas) }
    }

    /// The pictures a part is a grid of.
    struct Tiles {
        var size: SamplingFrame.Size
        var count: Int
    }

    /// `parts` with their pictures in other columns where all of them are clearly larger then.
    private static func arranged(_ parts: [Part], _ tiles: Tiles, in rect: Rect, _ canvas: Canvas) -> [Part] {
        guard let first = parts.first?.picture, parts.count > 1, tiles.count > 1 else { return parts }
        func scale(_ width: Int, _ height: Int) -> Double {
            let scales = (1...parts.count).map { columns in
                canvas.scale(width: width, height: height, in: cells(parts.count, columns, rect)[0])
            }
            return scales.max() ?? 0
        }
        func scale(_ columns: Int) -> Double {
            let rows = (tiles.count + columns - 1) / columns
            return scale(columns * (tiles.size.width + 2) - 2, rows * (tiles.size.height + 2) - 2)
        }
        guard let columns = (1...tiles.count).max(by: { scale($0) < scale($1) }),
            scale(columns) > 1.1 * scale(first.width, first.height)
        else { return parts }
        return parts.map { part in
            let pictures = PictureGrid.split(
                part.picture, width: tiles.size.width, height: tiles.size.height, count: tiles.count)
            return (part.title, PictureGrid.compose(pictures, columns: columns))
        }
    }

    /// `count` places in `columns` columns with a gap between.
    private static func cells(_ count: Int, _ columns: Int, _ rect: Rect) -> [Rect] {
        let rows = (count + columns - 1) / columns
        let width = max(0, (rect.width - 2 * (columns - 1)) / columns)
        let height = rect.height / rows
        return (0..<count).map { index in
            // The columns at the right end there, so that what is left over is in the gaps.
            let column = index % columns
            let x = columns == 1 ? 0 : column * (rect.width - width) / (columns - 1)
            return Rect(x: rect.x + x, y: rect.y + index / columns * height, width: width, height: height)
        }
    }

    private static func draw(_ part: Part, in rect: Rect, on canvas: inout Canvas) {
        guard rect.height >= 3 else { return canvas.picture(part.picture, in: rect) }
        let columns = min(rect.width, DisplayWidth.of(part.title))
        canvas.text(part.title, x: rect.x + (rect.width - columns) / 2, y: rect.y, width: columns, .dim)
        canvas.picture(part.picture, in: Rect(x: rect.x, y: rect.y + 1, width: rect.width, height: rect.height - 1))
    }
}

extension Picture {
    /// `other` − this picture, mid-grey for none; nil where their sizes differ.
    func difference(from other: Picture) -> Picture? {
        guard (width, height, channels) == (other.width, other.height, other.channels) else { return nil }
        let pixels = zip(pixels, other.pixels).map { UInt8((Int($1) - Int($0) + 255) / 2) }
        return Picture(width: width, height: height, channels: channels, pixels: pixels)
    }
}
