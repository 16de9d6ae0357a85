import Engine

/// What `event` does to the model, and what it asks of the program.
public func update(_ model: inout StudioModel, _ event: Event) -> [Effect] {
    switch event {
    case .resized(let width, let height):
        model.width = width
        model.height = height
    case .engine(let snapshot, _): model.engine = snapshot
    case .key(.character("q")), .key(.control("c")): return [.quit]
    case .key(.control("z")): return [.suspend]
    case .key(.control("l")): return [.redraw]
    case .key(.character("t")): return [.engine(.train(TrainingRequest(recipe: model.startup.recipes[0], output: "")))]
    default: break
    }
    return []
}
