import Engine

/// The board: what is drawn, and below it the brush and what is worked on.
enum BoardPanel {
    /// The lines of words below the drawing, where there is room for them.
    private static let textLines = 2

    /// While a colour is chosen its own line is enough.
    private static func textLines(_ model: StudioModel, in rect: Rect) -> Int {
        rect.height >= 6 ? model.colorChoice == nil ? textLines : 1 : 0
    }

    /// The lines of colours between the drawing and the words: all of them while one is chosen and takes nothing from the drawing.
    private static func colorLines(_ model: StudioModel, in rect: Rect) -> Int {
        guard !model.drawsMask, rect.height >= (model.colorChoice == nil ? 8 : 2) else { return 0 }
        let all = InkTable.rows.count
        guard model.colorChoice != nil, let few = fit(model, in: rect, colors: 1) else { return 1 }
        let many = fit(model, in: rect, colors: all)
        return many?.form == few.form && many?.rows == few.rows ? all : 1
    }

    /// Where the drawing is in the pane's inner rectangle; nil where there is no room.
    static func fit(_ model: StudioModel, in rect: Rect) -> BoardFit? {
        fit(model, in: rect, colors: colorLines(model, in: rect))
    }

    private static func fit(_ model: StudioModel, in rect: Rect, colors: Int) -> BoardFit? {
        let raster = model.board.editor.raster
        let lines = textLines(model, in: rect) + colors
        return BoardFit(
            width: raster.width, height: raster.height, around: model.board.editor.cursor,
            in: Rect(x: rect.x, y: rect.y, width: rect.width, height: rect.height - lines),
            isPlain: BoardPicture.isPlain(model.capabilities))
    }

    /// The rows of colours; nil where there are none.
    private static func inks(_ model: StudioModel, in rect: Rect) -> InkRows? {
        let (lines, words) = (colorLines(model, in: rect), textLines(model, in: rect))
        guard lines > 0 else { return nil }
        let y = rect.y + rect.height - words - lines
        return InkRows(model, in: Rect(x: rect.x, y: y, width: rect.width, height: lines))
    }

    /// The colour that a press at (`x`, `y`) takes.
    static func color(model: StudioModel, atX x: Int, y: Int, in rect: Rect) -> Color? {
        inks(model, in: rect)?.color(atX: x, y: y)
    }

    static func draw(_ model: StudioModel, in rect: Rect, on canvas: inout Canvas) {
        if let fit = fit(model, in: rect) {
            let picture = BoardPicture(
                model.board, theme: canvas.theme, capabilities: canvas.capabilities, isMask: model.drawsMask)
            picture.draw(fit, on: &canvas.screen)
        }
        inks(model, in: rect)?.draw(on: &canvas)
        guard textLines(model, in: rect) > 0 else { return }
        let bottom = rect.y + rect.height
        let words = model.colorChoice.map(choice) ?? brush(model.board.editor)
        let y = bottom - textLines(model, in: rect)
        let used = canvas.line(words, x: rect.x, y: y, width: rect.width)
        if !model.drawsMask, canvas.capabilities.colors > .mono, used + 3 <= rect.width {
            let color = model.colorChoice?.color ?? model.board.editor.color
            for x in 1...2 { canvas.screen[rect.x + used + x, y] = Cell(" ", color.asGround) }
        }
        if model.colorChoice == nil { canvas.line(state(model), x: rect.x, y: bottom - 1, width: rect.width) }
    }

    /// The colour that Enter would take, or the digits of it typed so far.
    private static func choice(_ choice: ColorChoice) -> [Span] {
        guard !choice.typed.isEmpty else {
            return [Span("colour ", .dim), Span(choice.place.color.hexadecimal, .value)]
        }
        let rest = String(repeating: "_", count: ColorChoice.mostDigits - choice.typed.count)
        return [Span("colour ", .dim), Span("#\(choice.typed)", .value), Span(rest, .dim)]
    }

    /// The tool and how it stands.
    private static func brush(_ editor: Editor) -> [Span] {
        var spans = [Span(editor.tool.rawValue, .value)]
        let isHollow = editor.isHollow && (editor.tool == .rectangle || editor.tool == .ellipse)
        if isHollow { spans.insert(Span("hollow ", .value), at: 0) }
        if editor.tool == .brush || editor.tool == .line || isHollow {
            spans.append(Span(" \(editor.size) wide", .dim))
        }
        let color = editor.raster.channels == 1 ? "\(editor.color.grey)" : editor.color.hexadecimal
        spans.append(
            editor.isErasing ? Span("  erases", .warning) : Span(isHollow ? "  \(color)" : "  paints \(color)", .dim))
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
        let lines = height - 2 - textLines - (model.drawsMask ? 0 : 1)
        let scale = min((most - 4) / (2 * raster.width), lines / raster.height)
        if scale >= 1 { return max(least, 2 * scale * raster.width + 4) }
        return isPlain ? min(most, 2 * raster.width + 4) : min(most, max(least, raster.width + 4))
    }
}
