/// Where a pane is: in a frame, without one where that would leave nothing, or as one line.
struct PanePlace: Equatable {
    var rect: Rect
    /// Whether it is all there is to see.
    var isAlone = false

    var isCollapsed: Bool { rect.height == 1 && !isAlone }
    var hasFrame: Bool { rect.height >= 3 && rect.width >= 6 && !isAlone }

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
    /// The borders between panes that can be moved.
    var borders: [Border] = []
    /// The line that tells what is selected or what happened; taller when there is much to tell.
    var message: Rect?
    var status: Rect?
    /// What is between.
    var body: Rect?

    init(_ model: StudioModel) {
        let (width, height) = (model.width, model.height)
        guard width > 0, height > 0 else { return }
        guard !model.isAlone else {
            showAlone(model)
            return
        }
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

    /// The pane in focus and what has to be read or answered.
    private mutating func showAlone(_ model: StudioModel) {
        var room = Rect(x: 0, y: 0, width: model.width, height: model.height)
        let isSpeaking = model.messages.current != nil || model.input != nil || model.path != nil
        if isSpeaking, room.height > 2 {
            let lines = MessageLine.height(model, width: room.width, room: room.height)
            room.height -= lines
            message = Rect(x: 0, y: room.height, width: room.width, height: lines)
        }
        body = room
        places[model.focus] = PanePlace(rect: room, isAlone: true)
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
            stack(model.panes, in: body, model)
        } else if row.left.isEmpty {
            let right = min(60, max(36, body.width / 3))
            stand([(row.middle, body.width - right), (row.right, right)], in: body, model)
        } else if body.width < 160 || body.height < 24 || row.right.isEmpty {
            let usual = body.width < 160 ? min(44, max(36, body.width / 3)) : 44
            let left =
                row.left.contains(.board) ? BoardPanel.columns(model, width: body.width, height: body.height) : usual
            stand([(row.left, left), (row.middle + row.right, body.width - left)], in: body, model)
        } else {
            let left = 44
            let right = (body.width - left) * 2 / 5
            stand(
                [(row.left, left), (row.middle, body.width - left - right), (row.right, right)], in: body, model)
        }
    }

    /// The fewest columns and rows that a pane keeps when a border is moved.
    private static let least = (columns: 20, rows: 3)

    /// Columns of panes beside one another, as wide as is usual or as the person made them.
    private mutating func stand(_ columns: [(panes: [Pane], width: Int)], in body: Rect, _ model: StudioModel) {
        var x = 0
        var usual = 0
        for (index, column) in columns.enumerated() {
            usual += column.width
            let rest = (columns.count - 1 - index) * Self.least.columns
            var end = index == columns.count - 1 ? body.width : usual
            if index < columns.count - 1, let share = model.splits.columns[index] {
                end = Int((share * Double(body.width)).rounded())
            }
            end = max(x + min(Self.least.columns, column.width), min(end, body.width - rest))
            stack(column.panes, in: body.columns(x..<end), model)
            if index < columns.count - 1 {
                let edge = Rect(x: body.x + end - 1, y: body.y, width: 2, height: body.height)
                borders.append(Border(kind: .column(index), rect: edge))
            }
            x = end
        }
    }

    /// One pane below the other. Where they do not all fit, those that matter least become one line, then none; the one in focus stays.
    private mutating func stack(_ panes: [Pane], in rect: Rect, _ model: StudioModel) {
        let panes = model.shown(panes, in: model.workspace)
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
            Pane.model, .prompt, .loss, .timeline, .recipe, .about, .parameters, .board, .comparison, .preview,
            .pictures, .shelf,
        ].filter {
            panes.contains($0) && $0 != model.focus
        }
        for pane in giveWay where total > rect.height { heights[pane] = 1 }
        for pane in giveWay where total > rect.height { heights[pane] = 0 }
        if total > rect.height, let last = panes.first(where: { heights[$0] != 0 }) { heights[last] = rect.height }
        // What is left goes to the pane in focus first, then in order; the rest to the pictures, or the last one.
        let order =
            [model.focus]
            + [
                .prompt, .timeline, .parameters, .model, .loss, .recipe, .about, .preview, .comparison, .pictures,
                .shelf,
            ].filter {
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
        let open = panes.filter { (heights[$0] ?? 0) > 1 }
        divide(open, &heights, room: rect.height, model)
        var y = rect.y
        for pane in panes {
            guard let height = heights[pane], height > 0 else { continue }
            if open.contains(pane), pane != open.last {
                // The edge of the pane's own frame and of the next one's.
                let edge = Rect(x: rect.x, y: y + height - 1, width: rect.width, height: 2)
                borders.append(Border(kind: .below(pane, top: y, room: rect.height), rect: edge))
            }
            places[pane] = PanePlace(rect: Rect(x: rect.x, y: y, width: rect.width, height: height))
            y += height
        }
    }
}

extension Layout {
    /// Gives the panes that are open the heights that the person chose, at the cost of the next one.
    private func divide(_ open: [Pane], _ heights: inout [Pane: Int], room: Int, _ model: StudioModel) {
        for (pane, next) in zip(open, open.dropFirst()) {
            guard let share = model.splits.heights[pane.rawValue], let height = heights[pane], let other = heights[next]
            else { continue }
            let both = height + other
            guard both >= 2 * Self.least.rows else { continue }
            let wanted = Int((share * Double(room)).rounded())
            let given = min(max(Self.least.rows, wanted), both - Self.least.rows)
            (heights[pane], heights[next]) = (given, both - given)
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
        case .parameters: (6, 2 + model.fields.count)
        case .preview, .comparison: (6, 14)
        case .timeline: TimelinePanel.heights(model)
        case .loss: (4, model.curveSteps == nil ? 4 : max(8, model.height / 3))
        // All of a digit, two pixels a cell, while it is drawn on.
        case .board: (model.focus == .board ? 18 : 8, model.height)
        case .pictures: (8, 14)
        case .shelf: (5, 2 + model.models.count)
        case .about: (5, 2 + AboutPanel.lines(model, width: width - 4).count)
        case .recipe: (5, 2 + RecipePanel.lines(model, width: width - 4).count)
        }
    }
}

extension Rect {
    fileprivate func columns(_ range: Range<Int>) -> Rect {
        Rect(x: x + range.lowerBound, y: y, width: range.count, height: height)
    }
}
