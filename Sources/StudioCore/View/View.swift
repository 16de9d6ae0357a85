/// Everything the window shows.
public func view(_ model: StudioModel) -> Screen {
    var screen = Screen(width: model.width, height: model.height)
    for (x, character) in "studio  step \(model.engine.training?.step ?? 0)  q quit".enumerated() {
        screen[x, 0] = Cell(character, model.startup.theme[.text])
    }
    return screen
}
