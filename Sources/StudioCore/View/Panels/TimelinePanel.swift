import Engine

/// Where everything lies in the timeline: thumbnails above, the axis of moments with a line for each branch below.
struct TimelineGeometry {
    let rect: Rect
    /// Lines of the thumbnails, none where there is no room, and the columns of one.
    let thumbHeight: Int
    let thumbWidth: Int
    /// Lines that tell t and σ below them.
    let captions: Int
    /// The moment of each thumbnail.
    let moments: [Int]
    /// The branches that have a line.
    let branches: Range<Int>
    private let last: Int
    private let start: Int
    private let length: Int

    static let mostThumbHeight = 6
    private static let gap = 1
    /// The columns left of the axis, for the branches' numbers.
    private static let margin = 3

    init(_ model: StudioModel, in rect: Rect) {
        self.rect = rect
        let tree = model.tree
        last = tree.lastMoment
        let lines = min(tree.branches.count, max(1, rect.height - 3))
        let room = rect.height - lines
        captions = room >= 5 ? 2 : room >= 3 ? 1 : 0
        let height = min(Self.mostThumbHeight, room - captions)
        let tile = model.trajectory.frames.first?.tile ?? SamplingFrame.Size(width: 1, height: 1)
        let (cell, line) = (max(1, model.capabilities.cellWidth), max(1, model.capabilities.cellHeight))
        let width = max(7, height * line * max(1, tile.width) / (cell * max(1, tile.height)))
        let across = rect.width - Self.margin
        let count = height < 2 ? 0 : min(last + 1, (across + Self.gap) / (width + Self.gap))
        thumbHeight = count < 2 ? 0 : height
        thumbWidth = width
        if count >= 2 {
            let last = last
            moments = (0..<count).map { ($0 * last + (count - 1) / 2) / (count - 1) }
            start = rect.x + Self.margin + width / 2
            length = across - width
        } else {
            moments = []
            start = rect.x + Self.margin
            length = max(1, across - 1)
        }
        let first = min(max(0, tree.selected - lines + 1), max(0, tree.branches.count - lines))
        branches = first..<min(tree.branches.count, first + lines)
    }

    /// The column of a moment.
    func column(_ moment: Int) -> Int { start + (moment * length + last / 2) / last }

    /// The moment nearest to a column.
    func moment(_ column: Int) -> Int {
        min(max(0, ((column - start) * last + length / 2) / max(1, length)), last)
    }

    func thumb(_ index: Int) -> Rect {
        Rect(x: column(moments[index]) - thumbWidth / 2, y: rect.y, width: thumbWidth, height: thumbHeight)
    }

    /// The line of a branch.
    func line(_ branch: Int) -> Int {
        rect.y + (thumbHeight > 0 ? thumbHeight + captions : 0) + branch - branches.lowerBound
    }

    func branch(atY y: Int) -> Int? { branches.first { line($0) == y } }
}

extension SamplingFrame {
    /// The time in hundredths, or as the timestep it is.
    var timeText: String { Format.fixed(time, time > 1 ? 0...0 : 2...2) }
}

/// The strip of a sampling through its time: thumbnails with t and σ, what was changed where, and the branches as a graph.
enum TimelinePanel {
    static func heights(_ model: StudioModel) -> (least: Int, wanted: Int) {
        guard !model.trajectory.frames.isEmpty else { return (1, 1) }
        return (5, min(model.height / 3, 4 + TimelineGeometry.mostThumbHeight - 1) + model.tree.branches.count)
    }

    static func draw(_ model: StudioModel, in rect: Rect, isFocused: Bool, on canvas: inout Canvas) {
        guard !model.trajectory.frames.isEmpty else { return }
        let geometry = TimelineGeometry(model, in: rect)
        drawThumbs(model, geometry, on: &canvas)
        for branch in geometry.branches { drawLine(branch, model.tree, geometry, isFocused: isFocused, on: &canvas) }
        for branch in geometry.branches { drawFork(branch, model.tree, geometry, on: &canvas) }
    }

    private static func drawThumbs(_ model: StudioModel, _ geometry: TimelineGeometry, on canvas: inout Canvas) {
        guard geometry.thumbHeight > 0 else { return }
        let film = model.trajectory
        let near = geometry.moments.indices.min {
            abs(geometry.moments[$0] - film.index) < abs(geometry.moments[$1] - film.index)
        }
        for (index, moment) in geometry.moments.enumerated() where film.frames.indices.contains(moment) {
            let frame = film.frames[moment]
            let picture = model.parts == .state ? frame.state.picture : model.formed(frame)
            let rect = geometry.thumb(index)
            for first in PictureGrid.split(picture, width: frame.tile.width, height: frame.tile.height, count: 1) {
                canvas.picture(first, in: rect)
            }
            let role: Role = index == near ? .accent : .dim
            let texts = ["t " + frame.timeText, "σ " + Format.fixed(frame.sigma, 2...2)]
            for (line, text) in texts.prefix(geometry.captions).enumerated() {
                let columns = min(rect.width, DisplayWidth.of(text))
                canvas.text(
                    text, x: rect.x + (rect.width - columns) / 2, y: rect.y + rect.height + line, width: columns, role)
            }
        }
    }

    private static func drawLine(
        _ index: Int, _ tree: SamplingTree, _ geometry: TimelineGeometry, isFocused: Bool, on canvas: inout Canvas
    ) {
        let branch = tree.branches[index]
        let y = geometry.line(index)
        let isSelected = index == tree.selected
        let number = isSelected && isFocused ? "▸\(index + 1)" : " \(index + 1)"
        let role: Role = isSelected ? .picked : index == tree.compared ? .warning : .dim
        canvas.text(number, x: geometry.rect.x, y: y, width: 2, role)
        let from = geometry.column(branch.origin?.moment ?? 0)
        let to = geometry.column(branch.film.frames.count - 1)
        for x in from...max(from, to) { canvas.set("─", x: x, y: y, isSelected ? .progress : .border) }
        if !branch.isFinished {
            let end = geometry.column(branch.lastMoment)
            for x in stride(from: to + 1, through: end, by: 1) { canvas.set("·", x: x, y: y, .dim) }
        }
        for mark in branch.marks where mark.moment > (branch.origin?.moment ?? -1) {
            canvas.set("▲", x: geometry.column(mark.moment), y: y, .changed)
        }
        if branch.origin != nil, branch.marks.contains(where: { $0.moment == branch.origin?.moment }) {
            canvas.set("▲", x: min(from + 1, geometry.column(tree.lastMoment)), y: y, .changed)
        }
        guard isSelected else { return }
        // A change under the cursor still shows as one.
        let x = geometry.column(branch.film.index)
        canvas.set(canvas.screen[x, y].character == "▲" ? "▲" : "●", x: x, y: y, .accent)
    }

    /// Where a branch leaves its parent: a line down from there.
    private static func drawFork(
        _ index: Int, _ tree: SamplingTree, _ geometry: TimelineGeometry, on canvas: inout Canvas
    ) {
        guard let origin = tree.branches[index].origin else { return }
        let x = geometry.column(origin.moment)
        let role: Role = index == tree.selected ? .progress : .border
        func put(_ character: Character, _ y: Int) {
            if canvas.screen[x, y].character != "●" { canvas.set(character, x: x, y: y, role) }
        }
        put("╰", geometry.line(index))
        for between in max(geometry.branches.lowerBound, origin.parent + 1)..<max(index, origin.parent + 1) {
            put(canvas.screen[x, geometry.line(between)].character == " " ? "│" : "┼", geometry.line(between))
        }
        if geometry.branches.contains(origin.parent), canvas.screen[x, geometry.line(origin.parent)].character != "▲" {
            put("┬", geometry.line(origin.parent))
        }
    }

    static func summary(_ model: StudioModel) -> [Span] {
        [Span(model.nothingSampled, .dim)]
    }

    static func note(_ model: StudioModel) -> [Span] {
        guard !model.trajectory.frames.isEmpty else { return [] }
        let count = model.tree.branches.count
        let evaluations = model.engine.sampling?.evaluations ?? 0
        let playing = model.isPlaying ? [Span("playing  ", .accent)] : []
        guard count > 1 else { return playing }
        return playing + [
            Span("\(count) branches, \(evaluations) evaluation\(evaluations == 1 ? "" : "s")", .dim)
        ]
    }

    /// What the selected branch is and what was changed at the moment looked at.
    static func context(_ model: StudioModel) -> [Span] {
        guard !model.trajectory.frames.isEmpty else {
            return [Span(" s \(model.workspace.verb): its moments stand here.", .dim)]
        }
        let branch = model.tree.branches[model.tree.selected]
        let here = model.shownMarks.filter { $0.moment == model.trajectory.index }
        if !here.isEmpty {
            let text = here.map { $0.change.text(model.classNames) }.joined(separator: ", ")
            return [Span(" ▲ ", .changed), Span("from here on \(text)", .text)]
        }
        let place = branch.origin.map { " leaves branch \($0.parent + 1) after step \($0.moment): " } ?? ": "
        return [
            Span(" branch \(model.tree.selected + 1)\(place)", .dim), Span(parameters(model), .text),
            Span("  p takes them", .dim),
        ]
    }

    /// What the selected branch goes by at its end.
    private static func parameters(_ model: StudioModel) -> String {
        guard let request = model.branchRequest(through: .max) else { return "" }
        let steering = request.steering()
        var changes: [SamplingChange] = [.guidance(steering.guidance)]
        if steering.classes.count < max(2, model.classNames.count) { changes.append(.classes(steering.classes)) }
        if let label = steering.negativeClass { changes.append(.negativeClass(label)) }
        if let sampler = steering.sampler { changes.append(.sampler(sampler)) }
        let texts = changes.map { $0.text(model.classNames) }
        return (texts + ["\(request.steps) steps", "seed \(request.seed)"]).joined(separator: ", ")
    }

    /// The branch and moment that a press at (`x`, `y`) means.
    static func hit(_ model: StudioModel, x: Int, y: Int, in rect: Rect) -> (branch: Int?, moment: Int)? {
        guard !model.trajectory.frames.isEmpty else { return nil }
        let geometry = TimelineGeometry(model, in: rect)
        return (geometry.branch(atY: y), geometry.moment(x))
    }
}
