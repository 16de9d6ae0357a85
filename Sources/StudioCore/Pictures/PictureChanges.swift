import Engine

/// What has to happen to placed pictures between two screens of one size.
struct PictureChanges {
    /// A picture sent to the terminal with the cursor at `x`, `y`.
    struct Drawing {
        let x: Int
        let y: Int
        let bytes: [UInt8]
    }

    /// Written first: takes away what is gone or moved.
    private(set) var removals: [UInt8] = []
    /// Written last but for the cells that cover pictures.
    private(set) var drawings: [Drawing] = []
    /// The cells, by index, that must be written even if they are the same on both screens.
    private(set) var forced: Set<Int> = []
    /// Takes away everything that may be there.
    let removalOfAll: [UInt8]

    private let old: Screen
    private let new: Screen
    private let capabilities: TerminalCapabilities

    init(old: Screen, new: Screen, capabilities: TerminalCapabilities) {
        self.old = old
        self.new = new
        self.capabilities = capabilities
        removalOfAll = capabilities.graphics == .kitty ? ScreenDifference.pictureRemoval : []
        switch capabilities.graphics {
        case .sixel: compareSixels()
        case .kitty: compareKitty()
        case .quadrants, .halfBlocks, .mono: break
        }
    }

    // MARK: Sixel: pixels that belong to the cells, and go when these are written

    private mutating func compareSixels() {
        for placement in old.pictures {
            // A picture of the same size in the same place paints over every pixel of this one.
            let isReplaced = new.pictures.contains {
                $0.rect == placement.rect && fit($0) == fit(placement)
            }
            if !isReplaced { forced.formUnion(indices(placement.rect)) }
        }
        for placement in new.pictures where !stands(placement) {
            guard let fit = fit(placement) else { continue }
            forced.formUnion(indices(placement.rect).filter { new.cells[$0].glyph != .picture })
            let picture = placement.picture.scaled(columns: fit.columns, rows: fit.rows)
            drawings.append(
                Drawing(
                    x: placement.rect.x, y: placement.rect.y,
                    bytes: Sixel.encode(picture, colors: capabilities.sixelColors)))
        }
    }

    /// Whether the terminal shows the picture already, wherever it is to be seen.
    private func stands(_ placement: PicturePlacement) -> Bool {
        guard old.pictures.contains(placement) else { return false }
        return indices(placement.rect).allSatisfy { index in
            new.cells[index].glyph != .picture
                || (old.cells[index].glyph == .picture && !forced.contains(index))
        }
    }

    // MARK: Kitty: pictures with numbers, laid over the cells

    private mutating func compareKitty() {
        for index in new.pictures.count..<max(new.pictures.count, old.pictures.count) {
            removals += Kitty.deletion(of: index + 1)
        }
        for (index, placement) in new.pictures.enumerated() {
            guard let fit = fit(placement) else { continue }
            let last = index < old.pictures.count ? old.pictures[index] : nil
            let isSent = last.map { $0.picture == placement.picture && self.fit($0) == fit } ?? false
            let pieces = pieces(of: placement.rect, on: new)
            if isSent, let last, last.rect == placement.rect, pieces == self.pieces(of: last.rect, on: old) { continue }
            var bytes: [UInt8] = []
            if isSent {
                removals += Kitty.hiding(of: index + 1)
            } else {
                if last != nil { removals += Kitty.deletion(of: index + 1) }
                let picture = placement.picture.scaled(columns: fit.columns, rows: fit.rows)
                bytes = Kitty.transmission(of: picture, number: index + 1)
            }
            show(placement, fit, pieces: pieces, number: index + 1, after: bytes)
        }
    }

    /// Shows the uncovered pieces of a picture that the terminal has, or gets by `bytes`.
    private mutating func show(
        _ placement: PicturePlacement, _ fit: PictureFit, pieces: [Rect], number: Int, after bytes: [UInt8]
    ) {
        if !bytes.isEmpty { drawings.append(Drawing(x: placement.rect.x, y: placement.rect.y, bytes: bytes)) }
        let (width, height) = capabilities.pixelsPerCell
        for (index, piece) in pieces.enumerated() {
            let left = (piece.x - placement.rect.x) * width
            let top = (piece.y - placement.rect.y) * height
            let pixels = Rect(
                x: left, y: top, width: min(piece.width * width, fit.columns - left),
                height: min(piece.height * height, fit.rows - top))
            guard pixels.width > 0, pixels.height > 0 else { continue }
            drawings.append(
                Drawing(x: piece.x, y: piece.y, bytes: Kitty.showing(of: number, piece: index + 1, pixels: pixels)))
        }
    }

    /// The parts of `rect` around the smallest rectangle that holds every covered cell.
    private func pieces(of rect: Rect, on screen: Screen) -> [Rect] {
        let covered = indices(rect).filter { screen.cells[$0].glyph != .picture }
        guard let first = covered.first, let last = covered.last else { return [rect] }
        let columns = covered.map { $0 % screen.width }
        guard let left = columns.min(), let right = columns.max() else { return [rect] }
        let (top, bottom) = (first / screen.width, last / screen.width)
        return [
            Rect(x: rect.x, y: rect.y, width: rect.width, height: top - rect.y),
            Rect(x: rect.x, y: top, width: left - rect.x, height: bottom - top + 1),
            Rect(x: right + 1, y: top, width: rect.x + rect.width - right - 1, height: bottom - top + 1),
            Rect(x: rect.x, y: bottom + 1, width: rect.width, height: rect.y + rect.height - bottom - 1),
        ].filter { $0.width > 0 && $0.height > 0 }
    }

    // MARK: Both

    private func fit(_ placement: PicturePlacement) -> PictureFit? {
        capabilities.pixelFit(placement.picture, in: placement.rect)
    }

    /// The indices of the cells of `rect` on the screen, row by row.
    private func indices(_ rect: Rect) -> [Int] {
        let rect = rect.clipped(width: new.width, height: new.height)
        return (rect.y..<rect.y + rect.height).flatMap { y in
            (rect.x..<rect.x + rect.width).map { y * new.width + $0 }
        }
    }
}
