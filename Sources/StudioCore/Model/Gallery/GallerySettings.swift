import Engine

/// Taking what a picture was made by into the panes.
extension StudioModel {
    private var currentDetails: PictureDetails? { gallery.current.flatMap { gallery.details[$0.key] } }

    var settingsObstacle: String? {
        if let galleryObstacle { return galleryObstacle }
        guard let details = currentDetails else { return "its recipe is still being read" }
        guard let recipe = details.recipe else { return "this picture does not say how it was sampled" }
        let made =
            models.first { $0.facts.name == recipe.model.name || $0.name == recipe.model.name }?.facts ?? sampledFacts
        return recipe.prompts == nil || made.readsText
            ? nil : "it was made of a prompt, and the present model reads none"
    }

    /// Takes the selected picture's parameters into the panes of the workspace that it comes from, with its model where that is here.
    mutating func takeSettings() -> [Effect] {
        guard let details = currentDetails, let recipe = details.recipe else { return [] }
        noteTaking()
        let caution = takeModel(of: recipe)
        let target = Workspace(making: recipe.edit)
        let effects = show(target)
        focus = .parameters
        takeClasses(of: recipe)
        if readsText { takePrompts(of: recipe) }
        take(.steps, Double(recipe.steps))
        take(.guidance, recipe.endingGuidance)
        take(.eta, recipe.eta ?? 0)
        take(.seed, Double(recipe.seed))
        take(.count, Double(recipe.count))
        let sampler = recipe.endingSampler
        if sampledFacts.samplers.contains(sampler) { sampling.sampler = sampler }
        take(recipe.edit, steps: recipe.steps)
        say("taken from \(details.key.name): \(caution.joined(separator: "; "))u takes it back")
        return effects + pictures(of: details, for: target)
    }

    /// Chooses the model that made the picture; what should be known about that.
    private mutating func takeModel(of recipe: PictureRecipe) -> [String] {
        let found = models.first { $0.facts.name == recipe.model.name || $0.name == recipe.model.name }
        guard let found else { return ["\(recipe.model.name) is not here, the present model stays; "] }
        chosenModel = found.folder
        adoptSampledModel()
        guard let step = found.facts.step, step != recipe.model.step else { return [] }
        let (then, today) = (Format.grouped(recipe.model.step), Format.grouped(step))
        return ["its model was at step \(then) and is at \(today) now; "]
    }

    private mutating func takeClasses(of recipe: PictureRecipe) {
        let known = classNames.indices
        let classes = recipe.endingClasses.filter(known.contains)
        let negative = recipe.endingNegative.flatMap { known.contains($0) ? $0 : nil }
        if workspace == .illusions {
            let second = recipe.edit?.classes?.first.flatMap { known.contains($0) ? $0 : nil }
            if let first = classes.first { illusion.first = first }
            if let second { illusion.second = second }
        } else {
            sampling.classes = Set(classes)
            sampling.negative = negative
        }
    }

    private mutating func takePrompts(of recipe: PictureRecipe) {
        prompts.main.set((recipe.prompts ?? []).joined(separator: "\n"))
        prompts.negative.set(recipe.negativePrompt ?? "")
        if let others = recipe.edit?.prompts { prompts.second.set(others.joined(separator: "\n")) }
    }

    private mutating func take(_ edit: PictureRecipe.EditRecord?, steps: Int) {
        guard let edit else { return }
        if let start = edit.start { take(.start, Double(start)) }
        if let strength = edit.strength { take(.strength, strength) }
        if let resampling = edit.resampling { take(.resampling, Double(resampling)) }
        if let view = edit.view.flatMap(AnagramView.init(rawValue:)) {
            (illusion.kind, illusion.view) = (.anagram, view)
        }
        if let kernel = edit.kernel, let sigma = edit.sigma, (try? GaussianBlur(kernel: kernel, sigma: sigma)) != nil {
            illusion.kind = .hybrid
            if kernel % 2 == 1 { take(.kernel, Double(kernel)) }
            take(.blur, sigma)
        }
    }

    /// A stranger's number, within the field's range.
    private mutating func take(_ id: FieldID, _ value: Double) {
        guard value.isFinite else { return }
        id.field.set(&self, within(id, value))
    }

    /// Asks for the pictures that were written beside it.
    private func pictures(of details: PictureDetails, for target: Workspace) -> [Effect] {
        func read(_ file: String?, _ purpose: PicturePurpose) -> [Effect] {
            file.map { [.engine(.readPicture(.file($0), purpose: purpose.rawValue))] } ?? []
        }
        switch target {
        case .inpaint: return read(details.image, .inpainted) + read(details.mask, .mask)
        case .edit: return read(details.image, .drawing)
        default: return []
        }
    }
}

extension Workspace {
    /// The one in which pictures of this kind are made.
    fileprivate init(making edit: PictureRecipe.EditRecord?) {
        switch edit?.kind {
        case "inpaint": self = .inpaint
        case "image-to-image": self = .edit
        case "anagram", "hybrid": self = .illusions
        default: self = .generate
        }
    }
}

/// What held at the end, where something was changed on the way.
extension PictureRecipe {
    fileprivate var endingGuidance: Double {
        changes.reduce(guidance.scale) { if case .guidance(let scale) = $1.change { scale } else { $0 } }
    }

    fileprivate var endingClasses: [Int] {
        changes.reduce(classes) { if case .classes(let labels) = $1.change { labels } else { $0 } }
    }

    fileprivate var endingNegative: Int? {
        changes.reduce(negativeClass) { if case .negativeClass(let label) = $1.change { label } else { $0 } }
    }

    fileprivate var endingSampler: String {
        changes.reduce(sampler) { if case .sampler(let name) = $1.change { name } else { $0 } }
    }
}
