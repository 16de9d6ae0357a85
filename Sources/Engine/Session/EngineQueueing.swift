/// The queue's part of the engine's thread: a job begins when nothing else is to be done, and what it makes is kept.
extension EngineLoop {
    var canBeginQueued: Bool { job == nil && jobs.queue.next != nil }

    func obey(_ command: QueueCommand) throws -> [EngineEvent] {
        guard case .cancel(let id) = command, jobs.queue.running?.id == id, let queued else {
            return try jobs.obey(self.command(command))
        }
        let ended = queued === training ? try endTraining() : endSampling()
        // It leaves the list, and so is no failure to be told of.
        self.queued = nil
        return ended + (try jobs.obey(command))
    }

    /// The command, in which `nil` for the model in training has become the run: by the job's turn there may be another one.
    private func command(_ command: QueueCommand) -> QueueCommand {
        guard case .add(let work) = command, let training else { return command }
        return .add(work.naming(model: training.run.folder.path))
    }

    /// Begins the job whose turn it is. One that cannot begin has failed, and the next one has its turn.
    func beginQueued() -> [EngineEvent] {
        guard let job = jobs.queue.next else { return [] }
        let work = prepared(job.work)
        let noted = jobs.begin(job.id, work)
        do {
            let events = try begin(work)
            return noted + events
        } catch {
            let failure = error as? EngineFailure ?? EngineFailure("\(error)")
            return noted + jobs.end(.failed(failure))
        }
    }

    /// The work as it is found again after a program that was killed: a run in a folder of its own, which is gone on with where it is a run
    /// already, and a model by its folder.
    private func prepared(_ work: QueuedWork) -> QueuedWork {
        guard case .train(var request) = work else {
            return (try? ModelCatalogue.folder(of: nil)).map(work.naming(model:)) ?? work
        }
        if request.output.isEmpty { request.output = Places.newRun(named: request.recipe.name) }
        if RunFolder(request.output).isRun {
            request.resume = true
            // They are in its log and its checkpoint.
            (request.parent, request.changes) = (nil, [])
        }
        return .train(request)
    }

    private func begin(_ work: QueuedWork) throws -> [EngineEvent] {
        switch work {
        case .train(let request):
            let events = try startTraining(request)
            queued = training
            return events
        case .sample(let request):
            let events = try startSampling(request)
            queued = sampling
            return events
        case .grid(let request):
            let events = try startGrid(request)
            queued = grid
            return events
        case .compareNoise(let request):
            let events = try startNoise(request)
            queued = shownNoise
            return events
        }
    }

    /// Notes that the queue's job has ended, however that came, and keeps what it made.
    func settleQueued() -> [EngineEvent] {
        // A program that ends leaves it as running: it is the first one at the next start.
        guard let queued, !quits, !isGoing(queued) else { return [] }
        self.queued = nil
        guard queued.isFinished else {
            // Somebody's own work took its place: it has its turn again after that.
            if isMaking { return jobs.putBack() }
            let hint = queued is TrainingJob ? "what it has learned is kept: trying it again goes on from there" : nil
            return jobs.end(.failed(EngineFailure("it was stopped", hint: hint)))
        }
        do {
            let (place, events) = try keep(queued)
            return events + jobs.end(.done(place))
        } catch {
            return jobs.end(.failed(error as? EngineFailure ?? EngineFailure("\(error)")))
        }
    }

    private func isGoing(_ job: any Job) -> Bool {
        job === training || job === sampling || job === grid || job === noise
    }

    /// Writes what a finished job made, for nobody may be looking; a run has written itself.
    private func keep(_ job: any Job) throws -> (place: String, events: [EngineEvent]) {
        if let training = job as? TrainingJob { return (training.run.folder.path, []) }
        func path(_ name: String) throws -> String { try Places.newPicture(named: name, in: jobs.pictures) }
        if let sampling = job as? SamplingJob {
            let path = try path(sampling.name)
            return (path, try save(branch: sampling.growing, to: path))
        }
        if let grid = job as? GridJob {
            let path = try path("\(grid.name)-grid")
            return (path, try saveGrid(to: path))
        }
        let path = try path("noise")
        return (path, try saveNoise(to: path))
    }

    /// Ends the queue's job after something failed, so that the next one has its turn: nobody may be there to decide.
    func giveUpQueued(_ failure: EngineFailure) -> [EngineEvent] {
        defer { queued = nil }
        var events: [EngineEvent] = []
        if queued === training {
            // Where it cannot be written, its folder is as at the last checkpoint.
            events = (try? endTraining()) ?? (try? abandon()) ?? []
            snapshot.isPaused = false
        } else {
            events = endSampling()
        }
        return events + jobs.end(.failed(failure))
    }
}

extension QueuedWork {
    /// The same work, with the model of the folder `model` where it names none.
    func naming(model: String) -> QueuedWork {
        switch self {
        case .train: return self
        case .sample(var request):
            request.model = request.model ?? model
            return .sample(request)
        case .grid(var request):
            request.base.model = request.base.model ?? model
            return .grid(request)
        case .compareNoise(var request):
            guard request.needsModel else { return self }
            request.model = request.model ?? model
            return .compareNoise(request)
        }
    }
}
