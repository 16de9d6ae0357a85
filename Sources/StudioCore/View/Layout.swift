/// Where a pane is: in a frame, without one where that would leave nothing, or as one line.
struct PanePlace: Equatable {
    var rect: Rect

    var isCollapsed: Bool { rect.height == 1 }
    var hasFrame: Bool { rect.height >= 3 && rect.width >= 6 }

    /// The room for what the pane shows.
    var inner: Rect {
        hasFrame ? Rect(x: rect.x + 2, y: rect.y + 1, width: rect.width - 4, height: rect.height - 2) : rect
    }
}

/// The window's division, for any size.
struct Layout: Equatable {
    var header: Rect?
    /// The tutor's lesson.
    var lesson: Rect?
    var places: [Pane: PanePlace] = [:]
    /// The line that tells what is selected or what happened; taller when there is much to tell.
    var message: Rect?
    var status: Rect?
    /// What is between.
    var body: Rect?

    init(_ model: StudioModel) {
        let (width, height) = (model.width, model.height)
        guard width > 0, height > 0 else { return }
        var top = 0
        var bottom = height
        if height >= 2 {
            bottom -= 1
            status = Rect(x: 0, y: bottom, width: width, height: 1)
        }
        if height >= 6 {
            top = 1
            header = Rect(x: 0, y: 0, width: width, height: 1)
        }
        let taught = TutorPanel.height(model, width: width, room: bottom - top)
        if taught > 0 {
            lesson = Rect(x: 0, y: top, width: width, height: taught)
            top += taught
        }
        let lines = MessageLine.height(model, width: width, room: bottom - top)
        if lines > 0 {
            bottom -= lines
            message = Rect(x: 0, y: bottom, width: width, height: lines)
        }
        let body = Rect(x: 0, y: top, width: width, height: bottom - top)
        self.body = body
        divide(body, model)
    }

    func pane(atX x: Int, y: Int) -> Pane? {
        places.first { _, place in
            let rect = place.rect
            return x >= rect.x && y >= rect.y && x < rect.x + rect.width && y < rect.y + rect.height
        }?.key
    }

    private mutating func divide(_ body: Rect, _ model: StudioModel) {
        if model.isZoomed {
            places[model.focus] = PanePlace(rect: body)
            return
        }
        let row = model.workspace.row
        if body.width < row.columnsFrom || body.height < 12 {
            stack(model.workspace.panes, in: body, model)
        } else if row.left.isEmpty {
            let right = min(60, max(36, body.width / 3))
            stack(row.middle, in: body.columns(0..<body.width - right), model)
            stack(row.right, in: body.columns(body.width - right..<body.width), model)
        } else if body.width < 160 || body.height < 24 || row.right.isEmpty {
            let usual = body.width < 160 ? min(44, max(36, body.width / 3)) : 44
            let left =
                row.left.contains(.board) ? BoardPanel.columns(model, width: body.width, height: body.height) : usual
            stack(row.left, in: body.columns(0..<left), model)
            stack(row.middle + row.right, in: body.columns(left..<body.width), model)
        } else {
            let left = 44
            let right = (body.width - left) * 2 / 5
            stack(row.left, in: body.columns(0..<left), model)
            stack(row.middle, in: body.columns(left..<body.width - right), model)
            stack(row.right, in: body.columns(body.width - right..<body.width), model)
        }
    }

    /// One pane below the other. Where they do not all fit, those that matter least become one line, then none; the one in focus stays.
    private mutating func stack(_ panes: [Pane], in rect: Rect, _ model: StudioModel) {
        var heights: [Pane: Int] = [:]
        for pane in panes { heights[pane] = pane.heights(model, width: rect.width).least }
        // Whatever else there is to see, the pictures keep half of the room, the strip of their time in a line below them included.
        let strip = panes.contains(.timeline) ? 1 : 0
        for pane in [Pane.preview, .pictures] where panes.count > 1 {
            if let least = heights[pane] { heights[pane] = max(least, (rect.height - strip) / 2) }
        }
        // Four rows of pictures need most of it.
        if panes.count > 1, let least = heights[.comparison] { heights[.comparison] = max(least, rect.height * 2 / 3) }
        var total: Int { heights.values.reduce(0, +) }
        let giveWay = [
            Pane.model, .prompt, .loss, .timeline, .recipe, .parameters, .board, .comparison, .preview, .pictures,
        ].filter {
            panes.contains($0) && $0 != model.focus
        }
        for pane in giveWay where total > rect.height { heights[pane] = 1 }
        for pane in giveWay where total > rect.height { heights[pane] = 0 }
        if total > rect.height, let last = panes.first(where: { heights[$0] != 0 }) { heights[last] = rect.height }
        // What is left goes to the pane in focus first, then in order; the rest to the pictures, or the last one.
        let order =
            [model.focus]
            + [.prompt, .timeline, .parameters, .model, .loss, .recipe, .preview, .comparison, .pictures].filter {
                $0 != model.focus
            }
        for pane in order where panes.contains(pane) {
            guard let height = heights[pane], height > 1 else { continue }
            let isBesidePictures =
                !pane.isOfPictures && Pane.allCases.contains { $0.isOfPictures && (heights[$0] ?? 0) > 1 }
            let most = isBesidePictures ? max(height, rect.height * 2 / 5) : rect.height
            heights[pane] = min(pane.heights(model, width: rect.width).wanted, most, height + rect.height - total)
        }
        // A collapsed pane opens again where there is room after all.
        for pane in panes where heights[pane] == 1 {
            let least = pane.heights(model, width: rect.width).least
            if rect.height - total >= least - 1 { heights[pane] = least }
        }
        let taker = panes.first { $0.isOfPictures && (heights[$0] ?? 0) > 1 } ?? panes.last { (heights[$0] ?? 0) > 1 }
        if let taker { heights[taker, default: 0] += rect.height - total }
        var y = rect.y
        for pane in panes {
            guard let height = heights[pane], height > 0 else { continue }
            places[pane] = PanePlace(rect: Rect(x: rect.x, y: y, width: rect.width, height: height))
            y += height
        }
    }
}

extension Pane {
    /// Whether pictures fill it, however large it is.
    fileprivate var isOfPictures: Bool { [.preview, .comparison, .pictures].contains(self) }

    /// The fewest lines that make sense with its frame, and as many as it can fill before others get more.
    fileprivate func heights(_ model: StudioModel, width: Int) -> (least: Int, wanted: Int) {
        switch self {
        case .model: (4, 2 + ModelPanel.lines(model, width: width - 4).count)
        case .prompt: (4, 2 + PromptPanel.lineCount(model, width: width - 4))
        case .parameters: (6, 2 + model.workspace.row.fields.count)
        case .preview, .comparison: (6, 14)
        case .timeline: TimelinePanel.heights(model)
        case .loss: (4, model.curveSteps == nil ? 4 : max(8, model.height / 3))
        // All of a digit, two pixels a cell, while it is drawn on.
        case .board: (model.focus == .board ? 18 : 8, model.height)
        case .pictures: (8, 14)
        case .recipe: (5, 2 + RecipePanel.lines(model, width: width - 4).count)
        }
    }
}

extension Rect {
    fileprivate func columns(_ range: Range<Int>) -> Rect {
        Rect(x: x + range.lowerBound, y: y, width: range.count, height: height)
    }
}
