import Foundation

/// Sampling as the engine's thread does it.
final class SamplingJob: Job {
    private let run: SamplingRun
    private let objective: Objective

    init(_ request: SamplingRequest, model: LoadedModel, snapshot: inout EngineSnapshot) throws {
        run = try SamplingRun(request, model: model)
        objective = model.card.objective
        snapshot.model = model.summary
        var status = SamplingStatus(request: request, time: run.time, guidance: run.guidance)
        status.state = statePicture
        snapshot.sampling = status
    }

    var activity: EngineSnapshot.Activity { .sampling }
    var isFinished: Bool { run.isFinished }

    /// The noise the trajectory starts from.
    var begin: [EngineEvent] {
        [
            .samplingStarted(run.request),
            .trajectory(step: 0, time: run.time, guidance: run.guidance, state: statePicture, estimate: nil),
        ]
    }

    func advance(_ snapshot: inout EngineSnapshot) throws -> [EngineEvent] {
        let started = ContinuousClock.now
        let time = run.time
        run.advance()
        let state = statePicture
        let estimate = run.estimate.map { grid($0.pictures(range: 0...1)) }
        var status = snapshot.sampling ?? SamplingStatus(request: run.request, time: time, guidance: run.guidance)
        status.step = run.step
        status.time = run.time
        status.guidance = run.guidance
        status.secondsPerStep = started.duration(to: .now).seconds
        status.state = state
        status.estimate = estimate
        snapshot.sampling = status
        return [
            .trajectory(step: run.step, time: run.time, guidance: run.guidance, state: state, estimate: estimate)
        ]
    }

    func apply(_ change: ParameterChange) throws -> [EngineEvent]? {
        guard case .guidance(let scale) = change else { return nil }
        try run.apply(.guidance(scale))
        return []
    }

    func end(_ snapshot: inout EngineSnapshot) -> [EngineEvent] { [.samplingEnded(finished: run.isFinished)] }

    /// Noise is shown around mid-grey: its ±2 would otherwise be clipped to black and white.
    private var statePicture: Picture {
        let level = run.level
        let noise = Float(2 * level.noise)
        return grid(run.state.pictures(range: -noise...(Float(level.signal) + noise)))
    }

    /// A row of starts stays a row.
    private func grid(_ pictures: [Picture]) -> Picture {
        guard case .imageToImage(_, .steps(let starts)) = run.request.edit else { return PictureGrid.compose(pictures) }
        return PictureGrid.compose(pictures, columns: starts.count)
    }
}

extension Duration {
    /// The duration as a number of seconds.
    public var seconds: Double {
        Double(components.seconds) + Double(components.attoseconds) * 1e-18
    }
}
