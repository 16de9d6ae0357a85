import Foundation

#if canImport(Glibc)
    import Glibc
#endif

/// The engine on its own thread: commands in, snapshots and events out. Tensors never leave that thread.
///
/// The thread runs at a lower priority than the window's, and so do the workers it starts, so that a key is seen at once while every
/// core is busy.
public final class EngineSession: EngineConnection {
    private let queue: EngineQueue
    private let pipe: WakePipe
    private let gallery: GalleryThread
    private let prompts: PromptDesk

    /// - Parameters:
    ///   - data: finds the images of a recipe's data set; called on the engine's thread.
    ///   - pictures: the folder of the gallery.
    ///   - jobs: the file of the queue; nil keeps it in memory alone.
    ///   - model: opens a saved model, nil being the newest, whose prompts are read as said; called on the engine's thread.
    public init(
        pictures: String = Places.pictures, jobs: String? = nil, data: @escaping @Sendable (String) throws -> ImageSet,
        model: @escaping @Sendable (String?, TextReader) throws -> OpenedModel
    ) throws {
        let pipe = try WakePipe()
        let queue = EngineQueue { pipe.wake() }
        self.pipe = pipe
        self.queue = queue
        let gallery = GalleryThread(pictures) { queue.tell($0, to: EngineQueue.own) }
        self.gallery = gallery
        let prompts = PromptDesk { queue.tell($0, to: EngineQueue.own) }
        self.prompts = prompts
        let thread = Thread {
            lowerPriority(by: 10)
            Threads.adopt()
            let jobs = QueueDesk(jobs, pictures: pictures)
            EngineLoop(queue: queue, gallery: gallery, prompts: prompts, jobs: jobs, data: data, model: model).run()
        }
        thread.name = "engine"
        thread.stackSize = 8 << 20
        thread.start()
    }

    public var wakeDescriptor: Int32 { pipe.readEnd }

    public func send(_ command: EngineCommand) {
        if case .gallery(let command) = command { return gallery.send(command) }
        if case .prompt(let command) = command { return prompts.send(command) }
        queue.send(command)
    }

    public func take() -> (EngineSnapshot, [EngineEvent])? {
        pipe.drain()
        return queue.take()
    }

    // MARK: Other windows

    /// Gives another window a way to the engine; `wake` is called when something is there to take.
    func open(wake: @escaping @Sendable () -> Void) -> Int { queue.open(wake: wake) }
    func send(_ command: EngineCommand, from outlet: Int) { queue.send(command, from: outlet) }
    func take(from outlet: Int) -> (EngineSnapshot, [EngineEvent])? { queue.take(from: outlet) }
    func close(_ outlet: Int) { queue.close(outlet) }

    /// The window of this process is gone; the engine goes on, and ``take()`` tells snapshots alone.
    public func leave() { queue.close(EngineQueue.own) }

    /// Whether nothing goes on and nothing waits for its turn.
    public var isIdle: Bool { queue.latest.activity == .idle && queue.latest.queue.next == nil }

    /// Whether something would be lost if the engine ended now, or others look at it.
    public var outlivesWindow: Bool {
        let now = queue.latest
        return now.windows > 1 || now.activity != .idle || now.sampling != nil || now.grid != nil || now.noise != nil
    }
}

/// What runs on the engine's thread. Training may be interrupted by a sampling, which then goes first.
final class EngineLoop {
    private let queue: EngineQueue
    private let gallery: GalleryThread
    private let prompts: PromptDesk
    private let data: (String) throws -> ImageSet
    private let models: OpenedModels
    var snapshot = EngineSnapshot()
    var training: TrainingJob?
    var sampling: SamplingJob?
    /// The last sampling, going or not: it can be branched and saved until the next one.
    var shown: SamplingJob?
    var grid: GridJob?
    /// The last grid, going or not: its cells can be opened and it can be saved until the next one.
    var shownGrid: GridJob?
    var noise: NoiseJob?
    /// The last comparison of ways to take noise away, going or not: it can be saved until the next one.
    var shownNoise: NoiseJob?
    private var search: LearningRateSearchJob?
    private var follower: RunFollower?
    private let desk: PictureDesk
    let jobs: QueueDesk
    /// What the queue's running job is at.
    var queued: (any Job)?
    /// Steps allowed while paused.
    private var singleSteps = 0
    var quits = false

    init(
        queue: EngineQueue, gallery: GalleryThread, prompts: PromptDesk, jobs: QueueDesk,
        data: @escaping (String) throws -> ImageSet,
        model: @escaping (String?, TextReader) throws -> OpenedModel
    ) {
        self.queue = queue
        (self.gallery, self.prompts, self.jobs) = (gallery, prompts, jobs)
        self.data = data
        models = OpenedModels(model)
        desk = PictureDesk(data: data)
    }

    var job: (any Job)? { sampling ?? grid ?? noise ?? search ?? training }
    /// Whether pictures are being made, which goes before anything else.
    var isMaking: Bool { sampling != nil || grid != nil || noise != nil }
    private var canAdvance: Bool { job != nil && (!snapshot.isPaused || singleSteps > 0) }

    func run() {
        perform(jobs.recover)
        while !quits {
            for order in queue.commands(wait: !canAdvance && !canBeginQueued) {
                perform(for: order.outlet) { try obey(order.command) }
                if quits { return }
            }
            if canAdvance {
                perform(advance, onFailure: stepFailed)
            } else if canBeginQueued {
                perform(beginQueued)
            }
        }
    }

    /// Runs `body` and tells what it returns, or how it failed and what `onFailure` made of that.
    ///
    /// - Parameter asker: the outlet whose command it is; nil where nobody asked.
    private func perform(
        for asker: Int? = nil, _ body: () throws -> [EngineEvent],
        onFailure: (EngineFailure) -> [EngineEvent] = { _ in [] }
    ) {
        var events: [EngineEvent] = []
        do {
            events = try telling(body)
        } catch {
            let failure = error as? EngineFailure ?? EngineFailure("\(error)")
            events = [.failed(failure)] + onFailure(failure)
        }
        snapshot.work = nil
        events += settleQueued()
        snapshot.queue = jobs.queue
        snapshot.activity = job?.activity ?? .idle
        if job == nil { snapshot.isPaused = false }
        snapshot.hasEnded = quits
        if quits {
            gallery.finish()
            prompts.finish()
        }
        queue.publish(snapshot, events, to: asker)
    }

    /// Does `body`, whose parts are told as they go on; one that waits for something may be stopped.
    private func telling<Result>(_ body: () throws -> Result) rethrows -> Result {
        var shown = snapshot
        if shown.activity == .idle { shown.activity = .preparing }
        let tell = { [queue, shown] (part: WorkPart) in
            var now = shown
            now.work = part
            queue.publish(now)
        }
        return try WorkPart.telling(tell, stops: { [queue] in queue.takeStop() }, body)
    }

    private func advance() throws -> [EngineEvent] {
        guard let job else { return [] }
        if singleSteps > 0 { singleSteps -= 1 }
        var events = try job.advance(&snapshot)
        if job.isFinished { events += try endJob() }
        for case .wentBack(let setback) in events where queued === training { events += giveUpQueued(setback.failure) }
        return events
    }

    private func obey(_ command: EngineCommand) throws -> [EngineEvent] {
        switch command {
        case .train(let request): return try startTraining(request)
        case .sample(let request): return try startSampling(request)
        case .enlarge(let request): return try enlarge(request)
        case .change(let change): return try apply(change)
        case .steer(let change): return try sampling?.steer(change, &snapshot) ?? []
        case .branch(let request): return try branch(request)
        case .goOn(let branch): return try goOn(with: branch)
        case .savePicture(let branch, let path): return try save(branch: branch, to: path)
        case .saveAnimation(let frames, let path):
            let path = path.isEmpty ? try Places.newPicture(named: shown?.name ?? "sampling", ending: ".gif") : path
            try GIF.write(frames, delays: GIF.delays(frames.count), to: path)
            return [.animationSaved(path: path)]
        case .grid(let request): return try startGrid(request)
        case .openCell(let cell): return try openCell(cell)
        case .saveGrid(let path): return try saveGrid(to: path)
        case .compareNoise(let request): return try startNoise(request)
        case .saveNoise(let path): return try saveNoise(to: path)
        case .pause:
            snapshot.isPaused = job != nil
            return []
        case .resume:
            snapshot.isPaused = false
            singleSteps = 0
            return []
        case .step:
            snapshot.isPaused = true
            singleSteps += 1
            return []
        case .stop: return try endJob()
        case .stopAfterEpoch:
            training?.stopsAfterEpoch.toggle()
            training?.show(in: &snapshot)
            return []
        case .abandon: return try abandon()
        case .findLearningRate(let recipe): return try startSearch(recipe)
        // A run that cannot be read is left out: it must not hide the others.
        case .listRuns(let also):
            let here = RunCatalogue.all()
            let elsewhere = also.map { RunFolder($0) }.flatMap { here.contains($0) ? nil : $0 }
            return [.runs((here + [elsewhere].compactMap(\.self)).compactMap { try? RunSummary(of: $0) })]
        case .loadCurve(let folder): return [.curve(folder: folder, try RunHistory(of: RunFolder(folder)))]
        case .loadSamples(let folder):
            let store = SampleStore(RunFolder(folder))
            return [.keptSamples(folder: folder, store.steps().compactMap { try? store.load(step: $0) })]
        case .follow(let folder):
            guard training == nil else {
                throw EngineFailure("a run is going already", hint: "stop it first: what it has learned is kept")
            }
            follower = try RunFollower(RunFolder(folder))
            return pollFollowed()
        case .pollFollowed: return pollFollowed()
        case .unfollow:
            follower = nil
            snapshot.isFollowing = false
            return []
        case .readPicture(let source, let purpose): return [.pictureRead(try desk.read(source, purpose: purpose))]
        case .writePicture(let picture, let path, let replaces, let purpose, let origin):
            let isWritten = try desk.write(picture, to: path, replaces: replaces, origin: origin)
            if isWritten { gallery.send(.add(path: PictureDesk.place(of: path))) }
            return [
                isWritten ? .pictureWritten(path: path, purpose: purpose) : .pictureExists(path: path, purpose: purpose)
            ]
        case .models(let command): return [.models(command.answer)]
        // Not this thread's.
        case .gallery, .prompt: return []
        case .queue(let command): return try obey(command)
        case .quit:
            quits = true
            defer { jobs.close() }
            return try endJob() + endJob()
        }
    }

    /// A change shows at once, even before the step that obeys it.
    private func apply(_ change: ParameterChange) throws -> [EngineEvent] {
        let events = try training?.apply(change) ?? []
        training?.show(in: &snapshot)
        return events
    }

    func abandon() throws -> [EngineEvent] {
        guard let training else { return [] }
        let events = try training.abandon(&snapshot)
        self.training = nil
        return events
    }

    private func startSearch(_ recipe: Recipe) throws -> [EngineEvent] {
        guard training == nil, search == nil else {
            throw EngineFailure("a run is going already", hint: "stop it first: what it has learned is kept")
        }
        search = try LearningRateSearchJob(recipe, images: try data(recipe.data), snapshot: &snapshot)
        snapshot.isPaused = false
        return []
    }

    /// What the followed run did; its end, or that it cannot be read any more, ends the following.
    private func pollFollowed() -> [EngineEvent] {
        guard let follower else { return [] }
        var events: [EngineEvent]
        do {
            events = try follower.poll()
        } catch {
            events = [
                .failed(error as? EngineFailure ?? EngineFailure("\(error)")),
                .trainingEnded(step: follower.status.step, finished: false),
            ]
        }
        let hasEnded = events.contains { if case .trainingEnded = $0 { true } else { false } }
        if hasEnded { self.follower = nil }
        snapshot.training = follower.status
        snapshot.isFollowing = !hasEnded
        return events
    }

    func startTraining(_ request: TrainingRequest) throws -> [EngineEvent] {
        guard training == nil, search == nil else {
            throw EngineFailure("a run is going already", hint: "stop it first: what it has learned is kept")
        }
        var request = request
        if request.output.isEmpty { request.output = Places.newRun(named: request.recipe.name) }
        let job = try TrainingJob(request, images: try data(request.recipe.data), snapshot: &snapshot)
        follower = nil
        snapshot.isFollowing = false
        training = job
        snapshot.isPaused = false
        return snapshot.training.map { [.trainingStarted($0)] } ?? []
    }

    /// The model that a request means by a name or nil, and how many steps it was trained where that is the one in training.
    private func sampledModel(_ name: String?, _ reader: TextReader) throws -> (model: OpenedModel, trainedSteps: Int?)
    {
        if name == nil, let training { return (OpenedModel(training.run.model), training.run.trainer.step) }
        return (try models.model(name, reader), nil)
    }

    func startSampling(_ request: SamplingRequest) throws -> [EngineEvent] {
        let (loaded, trainedSteps) = try sampledModel(request.model, request.reader)
        let job = try SamplingJob(request, model: loaded, trainedSteps: trainedSteps, snapshot: &snapshot)
        let events = endSampling()
        (sampling, shown) = (job, job)
        snapshot.isPaused = false
        return events + job.begin
    }

    private func enlarge(_ wanted: EnlargeRequest) throws -> [EngineEvent] {
        guard let shown else { throw EngineFailure("there is nothing to enlarge", hint: "s samples") }
        var request = wanted.request
        let small = try shown.enlargement(of: wanted.branch, noiseLevel: wanted.noiseLevel)
        (request.enlargement, request.count, request.edit) = (small, small.count, .none)
        return try startSampling(request)
    }

    func startGrid(_ request: GridRequest) throws -> [EngineEvent] {
        let (loaded, trainedSteps) = try sampledModel(request.base.model, request.base.reader)
        // A saved model may have been written anew since; only the very network will do.
        let pasts = shown.flatMap { hasLearnedOn(since: $0.trainedSteps) ? nil : $0.pasts(of: loaded) } ?? []
        let job = try GridJob(
            request, model: loaded, trainedSteps: trainedSteps, pasts: pasts, snapshot: &snapshot)
        let events = endSampling()
        (grid, shownGrid) = (job, job)
        snapshot.isPaused = false
        return events + job.begin
    }

    func startNoise(_ request: NoiseRequest) throws -> [EngineEvent] {
        let loaded = try request.needsModel ? sampledModel(request.model, request.reader) : nil
        let job = try NoiseJob(
            request, model: loaded?.model, isInTraining: loaded?.trainedSteps != nil, snapshot: &snapshot)
        let events = endSampling()
        shownNoise = job
        noise = job.isFinished ? nil : job
        snapshot.isPaused = false
        return events
    }

    func saveNoise(to path: String) throws -> [EngineEvent] {
        guard let shownNoise else { throw EngineFailure("there is nothing to save", hint: "s makes the comparison") }
        let path = path.isEmpty ? try Places.newPicture(named: "noise") : path
        return [.pictureSaved(path: path, command: try shownNoise.save(to: path))]
    }

    /// Ends the sampling, grid or comparison that is going; what there is of it can still be looked at.
    func endSampling() -> [EngineEvent] {
        defer { (sampling, grid, noise) = (nil, nil, nil) }
        return (sampling?.end(&snapshot) ?? []) + (grid?.end(&snapshot) ?? []) + (noise?.end(&snapshot) ?? [])
    }

    /// The cell goes on where the model is still what the grid began with.
    private func openCell(_ cell: Int) throws -> [EngineEvent] {
        guard let shownGrid else { throw EngineFailure("there is no grid", hint: "G makes one") }
        let job = try shownGrid.open(cell, &snapshot)
        let events = endSampling()
        shown = job
        if job.isFinished { return events + job.begin + job.end(&snapshot) }
        if hasLearnedOn(since: job.trainedSteps) { return events + job.begin }
        sampling = job
        snapshot.isPaused = false
        return events + job.begin
    }

    func saveGrid(to path: String) throws -> [EngineEvent] {
        guard let shownGrid else { throw EngineFailure("there is no grid to save", hint: "G makes one") }
        let path = path.isEmpty ? try Places.newPicture(named: "\(shownGrid.name)-grid") : path
        let command = try shownGrid.save(to: path)
        return [.pictureSaved(path: path, command: shownGrid.trainedSteps == nil ? command : nil)]
    }

    /// Whether the model in training is not what it was after `steps`; a saved one, nil, stays what it is.
    private func hasLearnedOn(since steps: Int?) -> Bool { steps != nil && training?.run.trainer.step != steps }

    private func branch(_ request: BranchRequest) throws -> [EngineEvent] {
        try grow { try $0.branch(request, &snapshot) }
    }

    private func goOn(with branch: Int) throws -> [EngineEvent] {
        try grow {
            try $0.goOn(with: branch, &snapshot)
            return []
        }
    }

    /// Lets the sampling shown grow as `body` says, in place of what is going.
    private func grow(_ body: (SamplingJob) throws -> [EngineEvent]) throws -> [EngineEvent] {
        guard let shown else {
            throw EngineFailure("there is nothing to branch from", hint: "s samples")
        }
        if hasLearnedOn(since: shown.trainedSteps) {
            throw EngineFailure(
                "the model has learned on since this sampling, so nothing can go on from it",
                expected: shown.trainedSteps.map { "step \($0)" },
                found: training.map { "step \($0.run.trainer.step)" }, hint: "s samples anew")
        }
        let events = try body(shown)
        let ended = sampling == nil ? endSampling() : []
        sampling = shown
        snapshot.isPaused = false
        return ended + events
    }

    func save(branch: Int, to path: String) throws -> [EngineEvent] {
        guard let shown else { throw EngineFailure("there is no picture to save", hint: "s samples") }
        let path = path.isEmpty ? try Places.newPicture(named: shown.name) : path
        let command = try shown.save(branch: branch, to: path)
        return [.pictureSaved(path: path, command: shown.trainedSteps == nil ? command : nil)]
    }

    func endJob() throws -> [EngineEvent] {
        singleSteps = 0
        if isMaking { return endSampling() }
        if let search {
            self.search = nil
            return try search.end(&snapshot)
        }
        return try endTraining()
    }

    func endTraining() throws -> [EngineEvent] {
        guard let training else { return [] }
        // Only once it is saved: a run that cannot be written stays in memory.
        let events = try training.end(&snapshot)
        self.training = nil
        return events
    }

    /// After a step that failed: a sampling ends; a run (its disk is full, say) pauses with everything in memory, to be resumed or
    /// stopped by the person.
    private func stepFailed(_ failure: EngineFailure) -> [EngineEvent] {
        singleSteps = 0
        if let queued, queued === job { return giveUpQueued(failure) }
        if isMaking { return endSampling() }
        search = nil
        snapshot.isPaused = training != nil
        return []
    }
}
