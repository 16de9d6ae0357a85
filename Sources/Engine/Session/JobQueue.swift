/// Jobs in the order they are done in: what has ended, what goes on, what waits.
public struct JobQueue: Codable, Sendable, Equatable {
    public private(set) var jobs: [QueuedJob] = []
    /// Whether nothing more is begun.
    public var isHeld = false
    private var nextID = 1

    /// The most jobs that may wait, and that are remembered when they have ended.
    static let mostWaiting = 1000
    static let mostEnded = 50

    public init() {}

    /// A queue as it is found or shown: jobs and where they stand.
    ///
    /// - Throws: ``EngineFailure`` where too many wait.
    public init(_ jobs: [(work: QueuedWork, state: QueuedJob.State)]) throws {
        for (work, state) in jobs {
            _ = try add(work)
            self.jobs[self.jobs.count - 1].state = state
        }
    }

    public var running: QueuedJob? { jobs.first { $0.state == .running } }
    public var waiting: [QueuedJob] { jobs.filter { $0.state == .waiting } }
    /// The job whose turn it is; nil where none waits or the queue is held.
    var next: QueuedJob? { isHeld || running != nil ? nil : jobs.first { $0.state == .waiting } }

    public subscript(id: Int) -> QueuedJob? { jobs.first { $0.id == id } }

    /// Whether the numbers fit one another: a file may hold anything.
    var isSound: Bool {
        let ids = jobs.map(\.id)
        return Set(ids).count == ids.count && (1..<1 << 40).contains(nextID) && ids.allSatisfy((1..<nextID).contains)
            && jobs.filter { $0.state == .running }.count <= 1
    }

    private func index(of id: Int) throws -> Int {
        guard let index = jobs.firstIndex(where: { $0.id == id }) else {
            throw EngineFailure("there is no such job in the queue", found: "\(id)")
        }
        return index
    }

    /// - Throws: ``EngineFailure`` where too many wait already.
    mutating func add(_ work: QueuedWork) throws -> QueuedJob {
        guard waiting.count < Self.mostWaiting else {
            throw EngineFailure(
                "the queue is full", expected: "at most \(Self.mostWaiting) jobs", hint: "cancel one of them first")
        }
        let job = QueuedJob(id: nextID, work: work)
        nextID += 1
        jobs.append(job)
        return job
    }

    /// Moves a waiting job among those that wait.
    ///
    /// - Throws: ``EngineFailure`` where there is no such job or it does not wait.
    mutating func move(_ id: Int, by offset: Int) throws {
        let index = try index(of: id)
        guard jobs[index].state == .waiting, let first = jobs.firstIndex(where: { $0.state == .waiting }) else {
            throw EngineFailure("only a job that waits has a place in the queue")
        }
        let job = jobs.remove(at: index)
        // What is asked for may be any number.
        let offset = min(max(offset, -jobs.count), jobs.count)
        jobs.insert(job, at: min(max(first, index + offset), jobs.count))
    }

    mutating func remove(_ id: Int) throws { jobs.remove(at: try index(of: id)) }

    /// Lets a job that has ended wait again, behind all others.
    mutating func retry(_ id: Int) throws {
        let index = try index(of: id)
        guard case .failed = jobs[index].state else {
            throw EngineFailure("only a job that failed can be tried again")
        }
        var job = jobs.remove(at: index)
        job.state = .waiting
        jobs.append(job)
    }

    mutating func clear() { jobs.removeAll(where: \.hasEnded) }

    /// The job `id` goes on from now on, and does `work`.
    mutating func begin(_ id: Int, _ work: QueuedWork) {
        guard let index = jobs.firstIndex(where: { $0.id == id }) else { return }
        (jobs[index].work, jobs[index].state) = (work, .running)
    }

    /// The running job has ended.
    mutating func end(_ state: QueuedJob.State) -> QueuedJob? {
        guard let index = jobs.firstIndex(where: { $0.state == .running }) else { return nil }
        jobs[index].state = state
        let ended = jobs[index]
        for old in jobs.filter(\.hasEnded).dropLast(Self.mostEnded) { jobs.removeAll { $0.id == old.id } }
        return ended
    }

    /// Gives the running job its turn again, before all that wait.
    mutating func putBack() {
        guard let index = jobs.firstIndex(where: { $0.state == .running }) else { return }
        jobs[index].state = .waiting
    }

    /// As it is found by another program than the one that left it: what was going is first again, and nothing begins unasked.
    mutating func recover() {
        putBack()
        isHeld = !waiting.isEmpty
    }
}
