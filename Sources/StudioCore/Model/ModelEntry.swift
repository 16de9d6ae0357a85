/// A line of the list of models.
enum ModelEntry: Sendable, Equatable {
    /// What is being trained, or else the newest that was.
    case newest
    case saved(folder: String)
}

extension StudioModel {
    /// What the list of models offers.
    var modelEntries: [ModelEntry] {
        guard isTraining || !models.isEmpty else { return [] }
        return [.newest] + models.map { .saved(folder: $0.folder) }
    }

    var modelEntryChosen: ModelEntry { chosenModel == nil ? .newest : .saved(folder: savedModel?.folder ?? "") }
}
