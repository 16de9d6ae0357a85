import Engine

/// The queue of jobs: putting work into it, and looking after it.
extension CommandTable {
    static let queueing = [
        Command(
            "queue-add", "queue it", keys: [.character("&")], place: .window,
            help:
                "Puts what this workspace would make into the queue, to be made when nothing else is; its pictures are saved.",
            rankNow: { $0.isWorking ? 19 : nil }, unless: \.queueObstacle
        ) { model, _ in model.queueWorkspace() },
        Command(
            "queue", "queue", keys: [.character("J")], place: .window,
            help: "Shows the queue of jobs: what goes on, what waits, what failed and what is done.",
            rankNow: { $0.engine.queue.waiting.isEmpty ? nil : 7 }
        ) { model, _ in model.open(.queue, at: model.engine.queue.jobs.firstIndex { !$0.hasEnded } ?? 0) },
    ]

    static let queue = [
        Command(
            "queue-select", "select", keys: [.up, .down], keysTitle: "↑↓", place: .queue, rank: 4,
            help: "Goes to the job above or below."
        ) { model, key in model.moveInList(by: key == .up ? -1 : 1) },
        Command(
            "queue-page", "page", keys: [.pageUp, .pageDown, .home, .end], keysTitle: "PageUp PageDown Home End",
            place: .queue, help: "Goes ten jobs on, or to the first or last."
        ) { model, key in model.moveInList(as: key) },
        Command(
            "queue-earlier", "earlier", keys: [.character("K"), .shiftUp], place: .queue, rank: 5,
            help: "Moves the job up: it has its turn earlier.", unless: \.reorderObstacle
        ) { model, _ in model.moveJob(by: -1) },
        Command(
            "queue-later", "later", keys: [.character("J"), .shiftDown], place: .queue, rank: 6,
            help: "Moves the job down: it has its turn later.", unless: \.reorderObstacle
        ) { model, _ in model.moveJob(by: 1) },
        Command(
            "queue-hold", "hold", keys: [.character(" ")], place: .queue, rank: 1,
            help: "Lets the queue go on, or holds it: what is going goes on, and nothing more is begun.",
            titleNow: { $0.engine.queue.isHeld ? "let it go on" : "hold" },
            unless: { $0.engine.queue.waiting.isEmpty && !$0.engine.queue.isHeld ? "nothing waits" : nil }
        ) { model, _ in [.engine(.queue(model.engine.queue.isHeld ? .goOn : .hold))] },
        Command(
            "queue-retry", "try again", keys: [.enter], place: .queue,
            help: "Lets a job that failed wait again, at the end; a run goes on from its checkpoint.",
            rankNow: { $0.retryObstacle == nil ? 2 : nil }, unless: \.retryObstacle
        ) { model, _ in
            guard let job = model.selectedJob else { return [] }
            return [.engine(.queue(.retry(job.id)))]
        },
        Command(
            "queue-cancel", "cancel", keys: [.character("x"), .delete, .backspace], place: .queue, rank: 3,
            help: "Takes the job out of the queue; asks first where it is going.",
            titleNow: { $0.selectedJob?.hasEnded == true ? "take away" : "cancel" },
            unless: { $0.selectedJob == nil ? "the queue is empty" : nil }
        ) { model, _ in
            guard let job = model.selectedJob else { return [] }
            guard job.state == .running else { return [.engine(.queue(.cancel(job.id)))] }
            model.overlay = .cancelJob(job.id)
            return []
        },
        Command(
            "queue-clear", "clear", keys: [.character("c")], place: .queue,
            help: "Takes all jobs out of the list that are done or have failed.",
            rankNow: { $0.engine.queue.jobs.contains(where: \.hasEnded) ? 8 : nil },
            unless: { $0.engine.queue.jobs.contains(where: \.hasEnded) ? nil : "no job has ended" }
        ) { _, _ in [.engine(.queue(.clear))] },
        Command(
            "queue-leave", "leave", keys: [.escape, .character("q")], keysTitle: "Esc q", place: .queue, rank: 7,
            help: "Goes back to the panes."
        ) { model, _ in
            model.overlay = nil
            return []
        },
    ]

    static let queueGrid = Command(
        "grid-queue", "queue it", keys: [.control("e")], place: .gridForm, rank: 2,
        help: "Puts the grid into the queue, to be formed when nothing else is.", unless: \.gridComplaint
    ) { model, _ in
        guard let request = try? model.gridRequest() else { return [] }
        model.overlay = nil
        return [.engine(.queue(.add(.grid(request))))]
    }

    static let queueRecipe = Command(
        "list-queue", "queue it", keys: [.character("&")], place: .list,
        help: "Puts a training by the selected recipe into the queue.",
        rankNow: { $0.overlay == .recipes ? 2 : nil },
        unless: { $0.overlay == .recipes ? nil : "only a recipe can be queued from a list" }
    ) { model, _ in
        guard model.recipes.indices.contains(model.listIndex) else { return [] }
        let request = TrainingRequest(
            recipe: model.recipes[model.listIndex], output: "", sampleInterval: model.sampleInterval)
        return [.engine(.queue(.add(.train(request))))]
    }
}
