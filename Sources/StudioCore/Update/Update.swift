import Engine

/// What `event` does to the model, and what it asks of the program.
public func update(_ model: inout StudioModel, _ event: Event) -> [Effect] {
    let mask = model.mask.editor.raster
    let effects = happened(event, to: &model)
    model.followFilter()
    if var tutor = model.tutor {
        tutor.look(at: model, after: event)
        model.tutor = tutor
    }
    // The mask is live: drawn on, it holds from the next step.
    let asked = model.askGallery() + model.askAboutModel() + model.askPrompts()
    return (effects.isEmpty ? model.maskSteered(from: mask) : effects) + asked
}

private func happened(_ event: Event, to model: inout StudioModel) -> [Effect] {
    switch event {
    case .key(let key): return model.press(key)
    case .paste(let text): return model.paste(text)
    case .mouse(let x, let y, let button): return model.mouse(x: x, y: y, button: button)
    case .mouseMoved(let x, let y): return model.drag(x: x, y: y)
    case .mouseReleased: return model.release()
    case .resized(let width, let height):
        model.width = max(0, width)
        model.height = max(0, height)
        return model.places.contains(.reading) ? model.scrollText(by: 0) : []
    case .focused(let isFocused):
        model.isFocused = isFocused
        return []
    case .engine(let snapshot, let events):
        return model.take(snapshot, events)
    case .wrote(let text):
        for line in text.split(whereSeparator: \.isNewline) {
            model.messages.post(Message(.detail, String(DisplayWidth.shown(String(line)))), at: model.now)
        }
        return []
    case .tick(let time):
        model.now = max(model.now, time)
        model.play()
        return model.isFollowing ? [.engine(.pollFollowed)] : []
    }
}

extension StudioModel {
    mutating func press(_ key: Key) -> [Effect] {
        messages.keyPressed(at: now)
        return meaning(of: key).map { run($0.command, by: $0.key) } ?? []
    }

    /// Does what `command` does by `key` of the table, or says why it cannot.
    mutating func run(_ command: Command, by key: Key) -> [Effect] {
        if let obstacle = command.obstacle(self) {
            say(obstacle)
            return []
        }
        return command.action(&self, key)
    }

    /// Text pasted into a number being typed, as far as a number can hold it; elsewhere a paste is no row of commands.
    mutating func paste(_ text: String) -> [Effect] {
        if case .palette(let query)? = overlay { return search(query + text) }
        if case .recall(let query)? = overlay { return recall(query + text) }
        if path != nil, overlay == nil { path?.append(text) }
        if isWriting, overlay == nil, path == nil { prompt.insert(text) }
        if overlay == nil { colorChoice?.type(text) }
        if overlay == .gridForm { typeInGridForm(text) }
        guard input != nil, overlay == nil else { return [] }
        for character in text where "0123456789.-+eE".contains(character) && (input ?? "").count < 24 {
            input?.append(character)
        }
        return []
    }
}
