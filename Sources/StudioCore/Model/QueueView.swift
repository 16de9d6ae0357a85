import Engine

/// The queue of jobs as it is looked at.
extension StudioModel {
    var selectedJob: QueuedJob? {
        let jobs = engine.queue.jobs
        return jobs.indices.contains(listIndex) ? jobs[listIndex] : nil
    }

    /// Why nothing of this workspace can be put into the queue; nil where it can.
    var queueObstacle: String? {
        switch workspace {
        case .train:
            guard dataSets.isEmpty, KnownSet.named(recipe.data) != nil else { return nil }
            return "there are no images here to learn from: studio data fetch \(recipe.data) gets them"
        case .generate: return sampleObstacle
        case .edit: return imageToImageObstacle
        case .inpaint: return inpaintObstacle
        case .illusions: return illusionObstacle
        case .noise: return noiseObstacle
        case .gallery, .models: return "nothing is made here: the workspaces 1–6 have something to queue"
        }
    }

    /// Puts what this workspace would make into the queue, as it stands now.
    mutating func queueWorkspace() -> [Effect] {
        if panes.contains(.board) { board.editor.lift() }
        if workspace != .train { freshenSeed() }
        let work: QueuedWork =
            switch workspace {
            case .train: .train(TrainingRequest(recipe: recipe, output: "", sampleInterval: sampleInterval))
            case .noise: .compareNoise(noiseRequest)
            default: .sample(workspaceRequest)
            }
        return [.engine(.queue(.add(work)))]
    }

    var reorderObstacle: String? {
        guard let selectedJob else { return "the queue is empty" }
        return selectedJob.state == .waiting ? nil : "only a job that waits has a place in the queue"
    }

    var retryObstacle: String? {
        if case .failed? = selectedJob?.state { return nil }
        return "only a job that failed can be tried again"
    }

    /// Moves the selected job among those that wait, and the selection with it.
    mutating func moveJob(by offset: Int) -> [Effect] {
        let jobs = engine.queue.jobs
        guard let job = selectedJob, jobs.indices.contains(listIndex + offset),
            jobs[listIndex + offset].state == .waiting
        else { return [] }
        listIndex += offset
        return [.engine(.queue(.move(job.id, by: offset)))]
    }

    /// Takes in what became of the queue.
    mutating func take(_ event: QueueEvent) {
        switch event {
        case .added(let job):
            let before = engine.queue.waiting.firstIndex { $0.id == job.id } ?? 0
            let place = engine.queue.isHeld ? "the queue is held" : before == 0 ? "it is next" : "\(before) before it"
            messages.post(Message(.answer, "queued: \(job.title); \(place)", hint: "J shows the queue"), at: now)
        case .ended(let job):
            if case .failed(let failure) = job.state {
                let hint = [failure.hint, "J shows the queue, where Enter tries it again"].compactMap(\.self)
                messages.post(
                    Message(.error, "\(job.title): \(failure.sentence)", hint: hint.joined(separator: "; ")), at: now)
            } else if engine.queue.waiting.isEmpty {
                messages.post(Message(.notice, "the queue is done", hint: "J shows what became of it"), at: now)
            }
        case .recovered(let count):
            let text =
                count == 1 ? "1 job waits in the queue from before" : "\(count) jobs wait in the queue from before"
            messages.post(Message(.notice, text, hint: "J shows the queue; Space there lets it go on"), at: now)
        }
    }
}
