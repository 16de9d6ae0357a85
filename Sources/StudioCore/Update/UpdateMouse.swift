extension StudioModel {
    /// The left button goes to the workspace of a tab, or to the pane, and to the field or class in it; the wheel scrubs, selects or scrolls.
    mutating func mouse(x: Int, y: Int, button: Int) -> [Effect] {
        switch (button, overlay) {
        case (4, nil), (5, nil): return wheel(button == 4 ? -1 : 1, x: x, y: y)
        case (4, _?), (5, _?):
            if places.contains(.reading) { return scrollText(by: button == 4 ? -3 : 3) }
            let isList = [.list, .queue, .palette].contains(where: places.contains)
            return isList ? moveInList(by: button == 4 ? -1 : 1) : []
        case (1, nil): return click(x: x, y: y)
        case (1, .grid?):
            guard let grid, let body = Layout(self).body else { return [] }
            let index = GridGeometry(grid, self, in: PanePlace(rect: body).inner).index(atX: x, y: y)
            if let index { self.grid?.selected = index }
            return []
        default: return []
        }
    }

    private mutating func wheel(_ direction: Int, x: Int, y: Int) -> [Effect] {
        guard input == nil else { return [] }
        switch Layout(self).pane(atX: x, y: y) {
        case .parameters?: return moveField(by: direction)
        case .pictures?: return scrollPictures(by: direction)
        case .shelf?: return models.isEmpty ? [] : selectModel(by: direction)
        case .about?:
            shelf.scroll = max(0, shelf.scroll + 3 * direction)
            return []
        case .recipe?: return scrollRecipe(by: 3 * direction)
        case .preview?, .timeline?, .loss?: return filmObstacle == nil ? scrub(by: direction) : []
        case .comparison?:
            selectNoise(column: noise.column + direction)
            return []
        default: return []
        }
    }

    private mutating func click(x: Int, y: Int) -> [Effect] {
        let layout = Layout(self)
        if let header = layout.header, y == header.y {
            return WorkspaceTabs(self, in: header).workspace(atX: x).map { show($0) } ?? []
        }
        if let border = layout.borders.first(where: { $0.contains(x: x, y: y) }) {
            draggedBorder = border
            isDragging = true
            return []
        }
        guard let pane = layout.pane(atX: x, y: y), let place = layout.places[pane] else { return [] }
        // Where a colour is, while all of them are shown.
        let color = pane == .board ? BoardPanel.color(model: self, atX: x, y: y, in: place.inner) : nil
        (input, path, colorChoice) = (nil, nil, nil)
        let effects = pane == .prompt ? [] : endWriting(keeps: true)
        focus = pane
        guard !place.isCollapsed else { return effects }
        return effects + click(pane, x: x, y: y, in: place.inner, color)
    }

    /// What a press within a pane does.
    private mutating func click(_ pane: Pane, x: Int, y: Int, in inner: Rect, _ color: Color?) -> [Effect] {
        switch pane {
        case .parameters:
            if let field = ParametersPanel.field(self, atRow: y - inner.y, height: inner.height) { self.field = field }
        case .prompt where readsText: return clickPrompt(x: x - inner.x, y: y - inner.y, in: inner)
        case .prompt:
            if let hit = PromptPanel.hit(self, x: x - inner.x, y: y - inner.y, width: inner.width) {
                promptRow = hit.row
                guard let number = hit.chip else { return [] }
                chip = number
                return toggleClass(number)
            }
        case .model:
            if let row = ModelPanel.shown(self, in: inner).dropFirst(y - inner.y).first?.row, y >= inner.y {
                modelRow = row
            }
        case .board:
            if let color { return take(color) }
            guard let point = BoardPanel.fit(self, in: inner)?.point(atX: x, y: y) else { return [] }
            isDragging = true
            return draw { $0.grab(at: point) }
        case .timeline:
            if let hit = TimelinePanel.hit(self, x: x, y: y, in: inner) {
                if let branch = hit.branch { tree.select(branch) }
                isDragging = true
                return scrub(to: hit.moment)
            }
        case .comparison:
            if let column = ComparisonPanel.column(self, atX: x, in: inner) { selectNoise(column: column) }
        case .pictures: return clickPicture(x: x, y: y)
        case .shelf:
            guard let index = ShelfPanel.index(self, atRow: y - inner.y, height: inner.height) else { return [] }
            return selectModel(by: index - selectedModelIndex)
        case .preview, .loss, .recipe, .about: break
        }
        return []
    }

    /// The mouse moved with its button down: it scrubs, or draws as far as the drawing goes.
    mutating func drag(x: Int, y: Int) -> [Effect] {
        if let draggedBorder {
            move(draggedBorder, toX: x, y: y)
            return []
        }
        if isDragging, focus == .timeline, let inner = Layout(self).places[.timeline]?.inner {
            return TimelinePanel.hit(self, x: x, y: y, in: inner).map { scrub(to: $0.moment) } ?? []
        }
        guard isDragging, let inner = Layout(self).places[.board]?.inner, let fit = BoardPanel.fit(self, in: inner)
        else { return [] }
        let (x, y) = (
            min(max(x, fit.rect.x), fit.rect.x + fit.rect.width - 1),
            min(max(y, fit.rect.y), fit.rect.y + fit.rect.height - 1)
        )
        return fit.point(atX: x, y: y).map { point in draw { $0.move(to: point) } } ?? []
    }

    mutating func release() -> [Effect] {
        guard isDragging else { return [] }
        isDragging = false
        guard draggedBorder == nil else {
            draggedBorder = nil
            return []
        }
        guard focus == .board else { return [] }
        return draw { $0.release() }
    }
}
