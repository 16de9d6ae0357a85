import Engine

/// The models on this machine, as they are looked at.
public struct ModelShelf: Sendable, Equatable {
    /// The folder of the selected one; nil is the first.
    public var selected: String?
    /// What is known of those that were looked at; nil while it is being read.
    public var about: [String: ModelAbout?] = [:]
    /// The first line shown of that.
    public var scroll = 0
}

extension StudioModel {
    /// The place of the selected model among all.
    var selectedModelIndex: Int { models.firstIndex { $0.folder == shelf.selected } ?? 0 }

    var selectedModel: SavedModel? { models.indices.contains(selectedModelIndex) ? models[selectedModelIndex] : nil }

    var isSelectedModelChosen: Bool { selectedModel != nil && chosenModel == selectedModel?.folder }

    var shelfObstacle: String? { models.isEmpty ? "there is no model yet: t trains one" : nil }

    var takingObstacle: String? {
        guard let selected = selectedModel else { return shelfObstacle }
        guard case .trouble(let failure)?? = shelf.about[selected.folder] else { return nil }
        return failure.sentence
    }

    var runOfModelObstacle: String? {
        guard let selected = selectedModel else { return shelfObstacle }
        if isTraining { return "a run is going: its own curve and samples are shown" }
        return selected.recipe == nil ? "\(selected.name) was not made by a run that is here" : nil
    }

    mutating func selectModel(by offset: Int) -> [Effect] {
        let index = min(max(0, selectedModelIndex + offset), models.count - 1)
        (shelf.selected, shelf.scroll) = (models[index].folder, 0)
        return []
    }

    mutating func takeSelectedModel() -> [Effect] {
        guard let selected = selectedModel else { return [] }
        if isSelectedModelChosen { return show(.generate) }
        noteTaking()
        chosenModel = selected.folder
        adoptSampledModel()
        say("\(selected.name) is sampled from now on: s does it, Enter goes to Generate")
        return []
    }

    mutating func showRunOfModel() -> [Effect] {
        guard let folder = selectedModel?.folder else { return [] }
        overlaid.removeAll { $0.folder == folder }
        look(at: folder)
        return show(.train) + [.engine(.loadCurve(folder: folder)), .engine(.loadSamples(folder: folder))]
    }

    /// Asks what is known of the selected model, once.
    mutating func askAboutModel() -> [Effect] {
        guard workspace == .models, let folder = selectedModel?.folder, shelf.about[folder] == nil else { return [] }
        shelf.about.updateValue(nil, forKey: folder)
        return [.engine(.models(.describe(folder: folder)))]
    }

    mutating func take(_ event: ModelEvent) {
        switch event {
        case .listed(let found):
            models = found
            if let chosenModel, !found.contains(where: { $0.folder == chosenModel || $0.name == chosenModel }) {
                messages.post(Message(.notice, "\(SavedModel.name(of: chosenModel)) is not there any more"), at: now)
                self.chosenModel = nil
                adoptSampledModel()
            }
        case .described(let folder, let about): shelf.about[folder] = about
        }
    }
}
