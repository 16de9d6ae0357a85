/// How pictures become noise: the state that a time, or a strength of noise, means.
public struct ForwardProcess: Sendable {
    /// Where in the process.
    public enum Place: Sendable, Equatable, Codable {
        /// A schedule's timestep, or a flow's time in 0…1 (0 noise, 1 the picture).
        case time(Double)
        /// The noise beside a picture of scale 1: `z = x + σ ε`.
        case sigma(Double)
    }

    /// The state at a place.
    public struct State: Sendable, Equatable, Codable {
        public var level: NoiseLevel
        /// What the network is told; nil where no time is involved.
        public var time: Double?

        /// The noise beside a picture of scale 1; infinite for noise alone.
        public var sigma: Double { level.noise / level.signal }
    }

    /// What makes a way back along a schedule, beside that.
    private struct Ancestral: Sendable {
        var prediction = PredictionType.noise
        var variance = DDPM.Variance.fixedSmall
        var thresholding = Thresholding.none
    }

    private enum Kind {
        case schedule(NoiseSchedule, Ancestral = Ancestral())
        case flow
        /// `z = x + σ ε`.
        case adding
    }

    private let kind: Kind
    /// The range of a clean picture's values.
    public let range: ClosedRange<Float>

    /// The process a model was trained on.
    public init(_ objective: Objective) {
        range = 0...1
        switch objective {
        case .flow: kind = .flow
        case .ddpm(let timesteps, let start, let end):
            kind = .schedule(NoiseSchedule(linear: timesteps, betaStart: start, betaEnd: end))
        case .denoise, .denoisePureNoise: kind = .adding
        }
    }

    /// A schedule by itself, for pictures in −1…1.
    public init(_ schedule: NoiseSchedule) {
        kind = .schedule(schedule)
        range = -1...1
    }

    /// The process of a pipeline's scheduler.
    ///
    /// - Throws: ``EngineFailure`` where its schedule is not known.
    init(_ scheduler: SchedulerConfiguration, place: String) throws {
        let way = Ancestral(
            prediction: scheduler.prediction, variance: try scheduler.variance(place),
            thresholding: scheduler.thresholdingRule)
        self.init(.schedule(try scheduler.schedule(place), way), range: -1...1)
    }

    private init(_ kind: Kind, range: ClosedRange<Float>) { (self.kind, self.range) = (kind, range) }

    /// Noise added to a picture in 0…1.
    public static let adding = ForwardProcess(.adding, range: 0...1)

    /// - Throws: ``EngineFailure`` where there is no such place in the process.
    public func state(at place: Place) throws -> State {
        switch place {
        case .time(let time): return try state(time: time)
        case .sigma(let sigma):
            guard sigma >= 0, sigma.isFinite else {
                throw EngineFailure("this is no strength of noise", expected: "0 or more", found: "\(sigma)")
            }
            return state(sigma: sigma)
        }
    }

    private func state(time: Double) throws -> State {
        switch kind {
        case .schedule(let schedule, _):
            guard time >= 0, time <= Double(schedule.timesteps - 1), time == time.rounded() else {
                throw EngineFailure(
                    "there is no such timestep", expected: "a whole number, 0…\(schedule.timesteps - 1)",
                    found: "\(time)")
            }
            return State(level: schedule.level(Int(time)), time: time)
        case .flow:
            guard (0...1).contains(time) else {
                throw EngineFailure(
                    "there is no such time in a flow", expected: "0 (noise) … 1 (the picture)", found: "\(time)")
            }
            return State(level: NoiseLevel(signal: time, noise: 1 - time), time: time)
        case .adding:
            throw EngineFailure(
                "there is no time here, only a strength of noise", found: "\(time)", hint: "give --sigma instead of --t"
            )
        }
    }

    /// A schedule takes the timestep whose σ is nearest.
    private func state(sigma: Double) -> State {
        switch kind {
        case .schedule(let schedule, _):
            let time = schedule.timestep(ofSigma: sigma).rounded()
            return State(level: schedule.level(Int(time)), time: time)
        case .flow:
            let time = 1 / (1 + sigma)
            return State(level: NoiseLevel(signal: time, noise: 1 - time), time: time)
        case .adding: return State(level: NoiseLevel(signal: 1, noise: sigma), time: nil)
        }
    }

    /// A way from `state` to the picture in at most `steps` evaluations; nil where the state is the picture already, or no time is
    /// involved.
    func sampler(from state: State, steps: Int) -> (any Sampler)? {
        guard let time = state.time, state.level.noise > 0 else { return nil }
        switch kind {
        case .schedule(let schedule, let way):
            let count = min(steps, Int(time) + 1)
            let timesteps = count > 1 ? evenlySpaced(from: time, to: 0, count: count) : [time]
            return DDPM(
                schedule: schedule, timesteps: timesteps.map { Int($0.rounded()) }, prediction: way.prediction,
                variance: way.variance, thresholding: way.thresholding)
        case .flow:
            return FlowEuler(
                SigmaPath(flowSigmas: (0..<steps).map { state.level.noise * (1 - Double($0) / Double(steps)) }))
        case .adding: return nil
        }
    }
}
