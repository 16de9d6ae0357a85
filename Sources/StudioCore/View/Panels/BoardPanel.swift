import Engine

/// The board: what is drawn, and below it the brush and what is worked on.
enum BoardPanel {
    /// The lines below the drawing, where there is room for them.
    private static let textLines = 2

    /// Where the drawing is in the pane's inner rectangle; nil where there is no room.
    static func fit(_ model: StudioModel, in rect: Rect) -> BoardFit? {
        let raster = model.board.editor.raster
        let lines = rect.height >= 6 ? textLines : 0
        return BoardFit(
            width: raster.width, height: raster.height, around: model.board.editor.cursor,
            in: Rect(x: rect.x, y: rect.y, width: rect.width, height: rect.height - lines),
            isPlain: BoardPicture.isPlain(model.capabilities))
    }

    static func draw(_ model: StudioModel, in rect: Rect, on canvas: inout Canvas) {
        guard let fit = fit(model, in: rect) else { return }
        let picture = BoardPicture(
            model.board, theme: canvas.theme, capabilities: canvas.capabilities, isMask: model.drawsMask)
        picture.draw(fit, on: &canvas.screen)
        guard rect.height >= 6 else { return }
        let bottom = rect.y + rect.height
        canvas.line(brush(model.board.editor), x: rect.x, y: bottom - 2, width: rect.width)
        canvas.line(state(model), x: rect.x, y: bottom - 1, width: rect.width)
    }

    /// The tool and how it stands.
    private static func brush(_ editor: Editor) -> [Span] {
        var spans = [Span(editor.tool.rawValue, .value)]
        if editor.tool == .brush || editor.tool == .line { spans.append(Span(" \(editor.size) wide", .dim)) }
        spans.append(editor.isErasing ? Span("  erases", .warning) : Span("  paints \(editor.shade)", .dim))
        if editor.isPenDown { spans.append(Span("  pen down", .good)) }
        if let anchor = editor.anchor { spans.append(Span("  from \(anchor.x), \(anchor.y)", .good)) }
        return spans
    }

    /// Where the brush is, and how much is painted.
    private static func state(_ model: StudioModel) -> [Span] {
        let editor = model.board.editor
        let place = Span("at \(editor.cursor.x), \(editor.cursor.y)", .dim)
        guard model.drawsMask else { return [place] }
        guard model.mask.under != nil else { return [place, Span("  no picture: PageDown", .warning)] }
        if editor.raster.isEmpty { return [place, Span("  nothing is made new", .dim)] }
        let share = Int((editor.raster.coverage * 100).rounded(.up))
        return [place, Span("  \(share) % is made new", .dim)]
    }

    /// What is worked on, for the frame.
    static func note(_ model: StudioModel) -> [Span] {
        guard let title = model.drawsMask ? model.mask.under?.title : model.drawing.title else { return [] }
        return [Span(title, .dim)]
    }

    static func summary(_ model: StudioModel) -> [Span] { note(model) + [Span("  ")] + brush(model.board.editor) }

    /// The columns the pane wants of `width`, its frame included: as many as show the whole drawing largest, the rest left to what stands
    /// beside it.
    static func columns(_ model: StudioModel, width: Int, height: Int) -> Int {
        let raster = model.board.editor.raster
        let isPlain = BoardPicture.isPlain(model.capabilities)
        let least = 36
        let most = max(least, width - 44)
        let lines = height - 2 - textLines
        let scale = min((most - 4) / (2 * raster.width), lines / raster.height)
        if scale >= 1 { return max(least, 2 * scale * raster.width + 4) }
        return isPlain ? min(most, 2 * raster.width + 4) : min(most, max(least, raster.width + 4))
    }
}
