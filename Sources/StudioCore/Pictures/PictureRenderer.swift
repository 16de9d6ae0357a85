import Engine

/// Draws pictures on a screen in the best form that the terminal can show.
public enum PictureRenderer {
    /// Draws `picture` as large as it fits in `rect`, in its proportions and centred, and returns the cells it took (empty where there
    /// is no room).
    ///
    /// With sixel and kitty the picture is placed and its cells hold ``Cell/picture``; otherwise it is drawn into the cells.
    /// - Parameters:
    ///   - rect: any rectangle; only its part on the screen is used.
    ///   - magnifier: shows it at another size, or a part of it.
    @discardableResult
    public static func draw(
        _ picture: Picture, in rect: Rect, on screen: inout Screen, capabilities: TerminalCapabilities,
        magnifier: Magnifier = Magnifier()
    ) -> Rect {
        var room = rect.clipped(width: screen.width, height: screen.height)
        let isPlaced = capabilities.graphics == .sixel || capabilities.graphics == .kitty
        // Some terminals scroll after a sixel picture that ends on the last line.
        if isPlaced, room.y + room.height == screen.height { room.height = max(0, room.height - 1) }
        let form = CellForm(capabilities)
        let units =
            isPlaced ? (capabilities.pixelsPerCell.width, capabilities.pixelsPerCell.height) : (form.across, form.down)
        let (cellWidth, cellHeight) = capabilities.pixelsPerCell
        let aspect = Double(cellHeight * units.0) / Double(cellWidth * units.1)
        let (columns, rows) = (room.width * units.0, room.height * units.1)
        guard var fit = PictureFit(picture, columns: columns, rows: rows, unitAspect: aspect) else {
            return Rect(x: rect.x, y: rect.y, width: 0, height: 0)
        }
        var picture = picture
        if magnifier.size != .fit || magnifier.isSmooth {
            let seen = Magnification(
                magnifier, of: picture, fit: fit, columns: columns, rows: rows, unitAspect: aspect)
            fit = seen.fit
            let part = picture.cropped(seen.part)
            picture =
                magnifier.isSmooth
                ? part.smoothed(columns: fit.columns, rows: fit.rows)
                : part.scaled(columns: fit.columns, rows: fit.rows)
        }
        let used = room.centred(
            width: (fit.columns + units.0 - 1) / units.0, height: (fit.rows + units.1 - 1) / units.1)
        if isPlaced {
            screen.place(picture, in: used)
        } else {
            let drawn = picture.scaled(columns: fit.columns, rows: fit.rows)
            CellPicture(drawn, form: form, colors: capabilities.colors).draw(in: used, on: &screen)
        }
        return used
    }
}

extension TerminalCapabilities {
    /// A cell's size in pixels, at least one each way.
    var pixelsPerCell: (width: Int, height: Int) { (max(1, cellWidth), max(1, cellHeight)) }

    /// The size in pixels at which `picture` is shown in the cells of `rect`, where the terminal shows pixels.
    func pixelFit(_ picture: Picture, in rect: Rect) -> PictureFit? {
        let (width, height) = pixelsPerCell
        return PictureFit(picture, columns: rect.width * width, rows: rect.height * height, unitAspect: 1)
    }
}

extension Screen {
    fileprivate mutating func place(_ picture: Picture, in rect: Rect) {
        for y in rect.y..<rect.y + rect.height {
            for x in rect.x..<rect.x + rect.width { self[x, y] = Cell(Cell.picture) }
        }
        pictures.append(PicturePlacement(rect: rect, picture: picture))
    }
}

extension Rect {
    /// The part within 0..<width × 0..<height; empty where there is none.
    func clipped(width limitX: Int, height limitY: Int) -> Rect {
        // Clamped first: a rectangle may lie as far out as an Int goes.
        let left = min(max(x, 0), limitX)
        let top = min(max(y, 0), limitY)
        let right = min(max(x.addingReportingOverflow(width).overflow ? limitX : x + width, left), limitX)
        let bottom = min(max(y.addingReportingOverflow(height).overflow ? limitY : y + height, top), limitY)
        return Rect(x: left, y: top, width: right - left, height: bottom - top)
    }

    /// A rectangle of the given size in the middle of this one.
    fileprivate func centred(width: Int, height: Int) -> Rect {
        Rect(x: x + (self.width - width) / 2, y: y + (self.height - height) / 2, width: width, height: height)
    }
}
