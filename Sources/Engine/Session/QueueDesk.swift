/// The queue as the engine's thread keeps it: in memory, and in its file from the first job on.
final class QueueDesk {
    private(set) var queue = JobQueue()
    private let path: String?
    /// Where the pictures are kept that jobs make.
    let pictures: String
    private var file: QueueFile?
    /// Whether the person knows that the file cannot be written.
    private var isTroubleTold = false

    /// - Parameter path: where it is kept; nil keeps it in memory alone.
    init(_ path: String?, pictures: String = Places.pictures) { (self.path, self.pictures) = (path, pictures) }

    /// Finds what another program left; nothing of it begins unasked.
    func recover() -> [EngineEvent] {
        guard let path, QueueFile.exists(at: path) else { return [] }
        do {
            try open()
        } catch let failure as EngineFailure {
            // That another studio works on it is no trouble until something is to be added here.
            return file == nil ? [] : [.failed(failure)]
        } catch { return [] }
        let count = queue.waiting.count
        return count > 0 ? [.queue(.recovered(count))] : []
    }

    /// - Throws: ``EngineFailure`` where another studio has the queue, or what it holds cannot be understood.
    private func open() throws {
        guard file == nil, let path else { return }
        let file = try QueueFile(path)
        self.file = file
        guard var found = try file.read() else { return }
        found.recover()
        queue = found
    }

    /// Does what `command` says of the list; a job that is going is the loop's to end.
    ///
    /// - Throws: ``EngineFailure`` where it cannot be done.
    func obey(_ command: QueueCommand) throws -> [EngineEvent] {
        var events: [EngineEvent] = []
        switch command {
        case .add(let work):
            try open()
            events = [.queue(.added(try queue.add(work)))]
        case .move(let id, let offset): try queue.move(id, by: offset)
        case .cancel(let id): try queue.remove(id)
        case .retry(let id): try queue.retry(id)
        case .clear: queue.clear()
        case .hold: queue.isHeld = true
        case .goOn: queue.isHeld = false
        }
        return events + keep()
    }

    /// The job `id` goes on and does `work`: noted before it begins, so that it is found again however that ends.
    func begin(_ id: Int, _ work: QueuedWork) -> [EngineEvent] {
        queue.begin(id, work)
        return keep()
    }

    func end(_ state: QueuedJob.State) -> [EngineEvent] {
        let ended = queue.end(state)
        return (ended.map { [.queue(.ended($0))] } ?? []) + keep()
    }

    func putBack() -> [EngineEvent] {
        queue.putBack()
        return keep()
    }

    /// Leaves the queue to whoever comes next.
    func close() { file = nil }

    /// Writes the queue to its file; that this fails is told once and ends nothing.
    private func keep() -> [EngineEvent] {
        guard let file else { return [] }
        do {
            try file.write(queue)
            isTroubleTold = false
            return []
        } catch {
            defer { isTroubleTold = true }
            return isTroubleTold ? [] : [.failed(error as? EngineFailure ?? EngineFailure("\(error)"))]
        }
    }
}
