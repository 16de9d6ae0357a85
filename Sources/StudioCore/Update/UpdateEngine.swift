import Engine

extension StudioModel {
    /// Takes in what the engine has to tell.
    mutating func take(_ snapshot: EngineSnapshot, _ events: [EngineEvent]) -> [Effect] {
        engine = snapshot
        if case .cancelJob(let id)? = overlay, engine.queue.running?.id != id { overlay = .queue }
        if overlay == .queue { listIndex = min(listIndex, max(0, listCount - 1)) }
        var effects: [Effect] = []
        for event in events {
            if case .trainingStarted(let status) = event, status.step > 0, lossFolder != status.output {
                // It has a past that was not seen here.
                effects += [.engine(.loadCurve(folder: status.output)), .engine(.loadSamples(folder: status.output))]
            }
            effects += notice(of: event)
            take(event)
            if workspace == .gallery, event.isNewPicture { effects.append(.engine(.gallery(.list))) }
        }
        return effects
    }

    /// How long something must have gone on for its end to be worth calling a person who looks elsewhere, in seconds.
    private static let longWork = 10.0

    /// Notes when work begins, and calls the person when long work ends while the window is not looked at.
    private mutating func notice(of event: EngineEvent) -> [Effect] {
        let name = engine.training?.recipe.name ?? "the run"
        let text: String
        switch event {
        case .trainingStarted, .samplingStarted, .branched:
            workBegan = now
            return []
        case .trainingEnded(let step, true): text = "\(name) is trained: \(Format.grouped(step)) steps"
        case .trainingEnded(let step, false): text = "\(name) stopped at step \(Format.grouped(step))"
        case .wentBack(let setback): text = "\(name) is paused: step \(Format.grouped(setback.failedStep)) failed"
        case .samplingEnded(true): text = "the pictures are made"
        case .learningRateFound: text = "a learning rate is found"
        case .failed(let failure): text = failure.sentence
        default: return []
        }
        return !isFocused && now - workBegan >= Self.longWork ? [.notify(text)] : []
    }

    private mutating func take(_ event: EngineEvent) {
        switch event {
        case .trainingStarted(let status): begin(status)
        case .loss(let step, let value, let rate): losses.append(step: step, value: value, learningRate: rate)
        case .gradientNorm(let step, let value): losses.measured(gradientNorm: Float(value), step: step)
        case .epochEnded(let epoch, let step): losses.epochEnded(epoch, step: step)
        case .checkpointSaved(let path, let step): keep(path: path, step: step)
        case .trainingEnded(let step, let finished): end(step: step, finished: finished)
        case .samplingStarted(let request):
            tree = SamplingTree()
            choices.sampled = nil
            tree.branches = [SamplingTree.Branch()]
            tree.lastMoment = request.steps
        case .branched(let branch): tree.begin(branch)
        case .frame(let branch, let frame): tree.append(frame, to: branch)
        case .steered(let branch, let moment, let change):
            tree.mark(SamplingTree.Mark(moment: moment, change: change), on: branch)
        case .pictureSaved(let path, let command):
            let hint = command == nil ? "its weights are not saved" : "studio inspect \(path) --command makes it again"
            messages.post(Message(.notice, "saved as \(path)", hint: hint), at: now)
        case .animationSaved(let path): messages.post(Message(.notice, "saved as \(path)"), at: now)
        case .gridStarted, .gridCell, .gridEnded: takeGrid(event)
        case .samplingEnded(let finished):
            if !finished {
                messages.post(Message(.answer, "the sampling was stopped; its states are kept here"), at: now)
            }
        case .samples(let step, let raw, let averaged):
            samples.append(SampleFrame(step: step, picture: raw, averaged: averaged))
        case .changed(let step, let change): show(change, step: step)
        case .wentBack(let setback): goBack(setback)
        // The snapshot shows the newest of these.
        case .validation, .learningRatePoint, .learningRateFound: break
        case .runs(let summaries):
            runs = summaries
            listIndex = min(listIndex, max(0, listCount - 1))
        case .curve(let folder, let history): take(history, of: folder)
        case .keptSamples(let folder, let sets): take(sets, of: folder)
        case .pictureRead(let read): take(read)
        case .pictureWritten(let path, let purpose):
            if purpose == PicturePurpose.mask.rawValue { mask.path = path } else { drawing.path = path }
            messages.post(Message(.notice, "written to \(path)"), at: now)
        case .models(let event): take(event)
        case .gallery(let event): take(event)
        case .queue(let event): take(event)
        case .prompt(let event): take(event)
        case .pictureExists(let path, let purpose): overlay = .overwrite(path: path, purpose: purpose)
        case .failed(let failure):
            isAbandoning = false
            choices.isAwaited = false
            messages.post(Message(failure), at: now)
        }
    }

    private mutating func begin(_ status: TrainingStatus) {
        isRunOpen = true
        isAbandoning = false
        if lossFolder != status.output { look(at: status.output) }
        overlaid.removeAll { $0.folder == status.output }
        forget(after: status.step)
        if recipe.name != status.recipe.name { originalRecipe = status.recipe }
        recipe = status.recipe
        chosenModel = nil
        adoptSampledModel()
    }

    /// The run is at `step` again: what came later did not happen.
    private mutating func forget(after step: Int) {
        losses.cut(after: step)
        if let cursor = curve.cursor, cursor > step { curve.cursor = nil }
        samples.keep { $0.step <= step }
    }

    private mutating func goBack(_ setback: Setback) {
        forget(after: setback.returnedTo)
        let text =
            "step \(Format.grouped(setback.failedStep)) failed: \(setback.reason); the run is paused at step "
            + Format.grouped(setback.returnedTo)
        let rate = Format.scientific(setback.proposedLearningRate)
        messages.post(
            Message(.error, text, hint: "h goes on at half the learning rate, \(rate); Space as it was"), at: now)
    }

    /// The parameters pane shows what the run goes by, and the curve where that changed.
    private mutating func show(_ change: ParameterChange, step: Int) {
        switch change {
        case .learningRate(let rate): recipe.optimizer.learningRate = rate
        case .conditionDropout(let share): recipe.conditionDropout = share
        case .clip(let norm): recipe.clip = norm
        case .ema(let decay): recipe.ema = decay
        case .batch(let size): recipe.batch = size
        case .sampleInterval(let steps): sampleInterval = steps
        case .epochs(let count): (recipe.epochs, recipe.steps) = (count, nil)
        case .steps(let count): recipe.steps = count
        }
        losses.changed(change, step: step)
    }

    /// A checkpoint makes the run's model one that can be chosen.
    private mutating func keep(path: String, step: Int) {
        guard let run = engine.training else { return }
        let card = ModelCard(
            name: run.recipe.name, configuration: run.recipe.model, objective: run.recipe.objective,
            data: run.recipe.data, step: step)
        models.removeAll { $0.folder == run.output }
        models.insert(SavedModel(folder: run.output, card: card, recipe: run.recipe), at: 0)
    }

    private mutating func end(step: Int, finished: Bool) {
        isRunOpen = false
        let name = engine.training?.recipe.name ?? "the run"
        let place = engine.training.map { " in \($0.output)" } ?? ""
        if overlay == .quit || overlay == .abandon { overlay = nil }
        if isAbandoning {
            isAbandoning = false
            forget(after: step)
            let text = "\(name) was abandoned: it is as it was at step \(Format.grouped(step))\(place)"
            return messages.post(Message(.notice, text, hint: "g goes on with it, t starts anew"), at: now)
        }
        let text =
            finished
            ? "\(name) is trained: \(Format.grouped(step)) steps, kept\(place)"
            : "\(name) stopped at step \(Format.grouped(step)), kept\(place)"
        messages.post(
            Message(.notice, text, hint: finished ? "s samples it" : "g goes on with it, s samples it"), at: now)
    }
}

extension EngineEvent {
    /// Whether there is one picture more to be seen in the gallery.
    fileprivate var isNewPicture: Bool {
        switch self {
        case .pictureSaved, .animationSaved, .pictureWritten: true
        default: false
        }
    }
}
