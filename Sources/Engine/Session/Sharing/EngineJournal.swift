/// What a window that is opened later must be told of the present: the events that the present sampling, grid and run came to be by.
struct EngineJournal {
    private var hasRun = false
    private var runEnd: EngineEvent?
    private var sampling: [EngineEvent] = []
    private var gridStart: EngineEvent?
    private var cells: [Int: GridCell] = [:]
    private var gridEnd: EngineEvent?

    mutating func note(_ event: EngineEvent) {
        switch event {
        case .trainingStarted: (hasRun, runEnd) = (true, nil)
        case .trainingEnded: runEnd = event
        case .samplingStarted: sampling = [event]
        case .branched, .frame, .steered, .samplingEnded: sampling.append(event)
        case .gridStarted: (gridStart, cells, gridEnd) = (event, [:], nil)
        case .gridCell(let index, let cell): cells[index] = cell
        case .gridEnded: gridEnd = event
        default: break
        }
    }

    /// The events to begin with. A run begins with where it stands: its past is on disk, and the window reads it there.
    func events(_ snapshot: EngineSnapshot) -> [EngineEvent] {
        var events: [EngineEvent] = []
        if hasRun, let run = snapshot.training { events = [.trainingStarted(run), runEnd].compactMap(\.self) }
        events += sampling
        let formed = cells.sorted { $0.key < $1.key }.map { EngineEvent.gridCell($0.key, $0.value) }
        return events + [gridStart].compactMap(\.self) + formed + [gridEnd].compactMap(\.self)
    }
}

extension EngineEvent {
    /// Whether only who asked wants to know.
    var isAnswer: Bool {
        switch self {
        case .runs, .curve, .keptSamples, .pictureRead, .pictureWritten, .pictureExists, .models, .gallery, .prompt,
            .failed:
            true
        default: false
        }
    }
}
