import Engine

/// Everything the window shows, for any size.
public func view(_ model: StudioModel) -> Screen {
    var capabilities = model.capabilities
    // A real picture would lie over what is open: blocks let it lie over them.
    if model.overlay != nil, model.overlay != .grid, capabilities.graphics == .sixel || capabilities.graphics == .kitty
    {
        capabilities.graphics = capabilities.unicode ? .quadrants : .mono
    }
    let theme = capabilities.colors == .mono ? model.theme.withoutColors : model.theme
    var canvas = Canvas(width: model.width, height: model.height, theme: theme, capabilities: capabilities)
    let layout = Layout(model)
    if let header = layout.header { HeaderLine.draw(model, in: header, on: &canvas) }
    if let lesson = layout.lesson { TutorPanel.draw(model, in: lesson, on: &canvas) }
    if model.overlay == .grid, let body = layout.body { GridPanel.draw(model, in: PanePlace(rect: body), on: &canvas) }
    for pane in model.panes where model.overlay != .grid {
        if let place = layout.places[pane] { draw(pane, model, in: place, on: &canvas) }
    }
    if let message = layout.message { MessageLine.draw(model, in: message, on: &canvas) }
    if let status = layout.status { StatusLine.draw(model, in: status, on: &canvas) }
    OverlayPanel.draw(model, on: &canvas)
    canvas.screen.sign = WindowSign(model)
    return canvas.screen
}

private func draw(_ pane: Pane, _ model: StudioModel, in place: PanePlace, on canvas: inout Canvas) {
    let isFocused = model.focus == pane && model.overlay == nil
    if place.isCollapsed {
        let mark = isFocused ? "▸ " : "  "
        let spans = [Span(mark, .accent), Span(pane.title, isFocused ? .titleFocused : .title), Span("  ")]
        let used = canvas.line(spans, x: place.rect.x, y: place.rect.y, width: place.rect.width)
        let rest = Rect(x: place.rect.x + used, y: place.rect.y, width: place.rect.width - used, height: 1)
        // One line is enough for the strip itself.
        if pane == .timeline, !model.trajectory.frames.isEmpty {
            return TimelinePanel.draw(model, in: rest, isFocused: isFocused, on: &canvas)
        }
        canvas.line(pane.summary(model), x: rest.x, y: rest.y, width: rest.width)
        return
    }
    if place.hasFrame {
        let title = [Span(pane.title, isFocused ? .titleFocused : .title)]
        canvas.box(place.rect, title: title, note: pane.note(model), border: isFocused ? .borderFocused : .border)
    }
    let inner = place.inner
    guard inner.width > 0, inner.height > 0 else { return }
    if model.isMagnifiable(pane) { canvas.magnifier = model.magnifier }
    defer { canvas.magnifier = Magnifier() }
    switch pane {
    case .model: ModelPanel.draw(model, in: inner, isFocused: isFocused, on: &canvas)
    case .prompt: PromptPanel.draw(model, in: inner, isFocused: isFocused, on: &canvas)
    case .parameters: ParametersPanel.draw(model, in: inner, isFocused: isFocused, on: &canvas)
    case .preview:
        PreviewPanel.draw(model, in: inner, on: &canvas)
        // On the frame's lower edge: every line within is the pictures'.
        if place.hasFrame, !model.panes.contains(.timeline) {
            PreviewPanel.drawBar(model, x: inner.x, y: inner.y + inner.height, width: inner.width, on: &canvas)
        }
    case .timeline: TimelinePanel.draw(model, in: inner, isFocused: isFocused, on: &canvas)
    case .loss: LossPanel.draw(model, in: inner, on: &canvas)
    case .board: BoardPanel.draw(model, in: inner, on: &canvas)
    case .comparison: ComparisonPanel.draw(model, in: inner, on: &canvas)
    case .pictures: GalleryPanel.draw(model, in: inner, isFocused: isFocused, on: &canvas)
    case .recipe: RecipePanel.draw(model, in: inner, on: &canvas)
    case .shelf: ShelfPanel.draw(model, in: inner, isFocused: isFocused, on: &canvas)
    case .about: AboutPanel.draw(model, in: inner, on: &canvas)
    }
}

extension Pane {
    /// What the pane says in one line.
    func summary(_ model: StudioModel) -> [Span] {
        switch self {
        case .model: ModelPanel.summary(model)
        case .prompt: PromptPanel.summary(model)
        case .parameters: ParametersPanel.summary(model)
        case .preview: PreviewPanel.caption(model)
        case .timeline: TimelinePanel.summary(model)
        case .loss: LossPanel.summary(model)
        case .board: BoardPanel.summary(model)
        case .comparison: ComparisonPanel.summary(model)
        case .pictures: GalleryPanel.summary(model)
        case .recipe: RecipePanel.summary(model)
        case .shelf: ShelfPanel.summary(model)
        case .about: AboutPanel.summary(model)
        }
    }

    /// What stands in the frame beside the title.
    fileprivate func note(_ model: StudioModel) -> [Span] {
        switch self {
        case .prompt: PromptPanel.note(model)
        case .preview: PreviewPanel.caption(model)
        case .timeline: TimelinePanel.note(model)
        case .loss: LossPanel.note(model)
        case .board: BoardPanel.note(model)
        case .comparison: ComparisonPanel.note(model)
        case .pictures: GalleryPanel.note(model)
        default: []
        }
    }
}
