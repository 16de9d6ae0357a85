import Foundation

/// A picture under more and more noise, and what each way of denoising makes of that.
public struct NoiseComparison {
    /// A way to take noise away.
    public enum Method: String, Sendable, CaseIterable, Codable {
        case none, gaussian
        /// The clean estimate that one evaluation of the network implies.
        case oneStep = "one-step"
        /// The sampler's way from that state to the picture.
        case iterative

        public var needsModel: Bool { self == .oneStep || self == .iterative }
    }

    /// A row of pictures, one for each state.
    public struct Row {
        /// What made it; nil is the noisy picture itself.
        public var method: Method?
        /// `[1, H, W, C]` each.
        public var images: [Tensor]
        /// The peak signal-to-noise ratio `10 log₁₀(range² / mean squared error)` against the picture, in dB.
        public var decibels: [Double]
    }

    /// The network with what it is asked for.
    public struct Denoiser {
        fileprivate let model: SampledModel
        fileprivate let guided: GuidedNetwork
        /// The most evaluations of the iterative way.
        fileprivate let steps: Int

        /// - Parameter request: its first class or prompt, its negative, guidance and steps count.
        /// - Throws: ``EngineFailure`` where the model has no such class, a prompt cannot be encoded, or a number is out of range.
        public init(_ model: OpenedModel, _ request: SamplingRequest) throws {
            try self.init(try model.sampled(request), request)
        }

        init(_ model: SampledModel, _ request: SamplingRequest) throws {
            try model.validate(request)
            (self.model, steps) = (model, request.steps)
            // One evaluation by itself has no step that a prompt could change at: it is what it is at first.
            func form(_ prompt: String) -> Condition { .prompt(PromptScript(prompt).written(at: 0, of: 1)) }
            let asked = request.prompts.first.map(form) ?? request.classes.first.map(Condition.label)
            let negative = request.negativePrompt.map(form) ?? request.negativeClass.map(Condition.label)
            let isGuided = model.network.canGuide(
                request, classes: request.classes, awayFrom: request.negativeClass)
            guided = GuidedNetwork(
                network: model.network, weak: nil, composition: Composition([asked ?? .none]),
                negative: negative ?? .none, guidance: Guidance(scale: isGuided ? request.guidance : 1))
        }

        fileprivate func predict(_ x: Tensor, _ time: Double) -> NetworkOutput {
            var momentum: [Tensor] = []
            return guided.predict(x, time: time, progress: 0, momentum: &momentum)
        }
    }

    public let process: ForwardProcess
    /// `[1, H, W, C]` in the process' range.
    public let image: Tensor
    public let states: [ForwardProcess.State]
    public private(set) var rows: [Row] = []
    private var generator: Generator
    private var way: Way?

    /// Noises `picture` at every place with noise of the same direction.
    ///
    /// - Throws: ``EngineFailure`` where a place is not in the process.
    public init(_ picture: Picture, process: ForwardProcess, places: [ForwardProcess.Place], seed: UInt64) throws {
        let (low, high) = (process.range.lowerBound, process.range.upperBound)
        let values = picture.pixels.map { low + (high - low) * Float($0) / 255 }
        let image = Tensor(values, [1, picture.height, picture.width, picture.channels])
        (self.process, self.image) = (process, image)
        states = try places.map(process.state)
        generator = Generator(seed: seed)
        let noise = generator.noise(image.shape)
        add(nil, states.map { $0.level.noised(image, with: noise) })
    }

    /// Adds the row of `blur`, of the state scaled so that the picture in it has scale 1.
    public mutating func addGaussian(_ blur: GaussianBlur) {
        add(.gaussian, zip(rows[0].images, states).map { blur.apply(Self.unscaled($0, $1)) })
    }

    /// Adds the row of one evaluation each.
    ///
    /// - Throws: ``EngineFailure`` where the model starts from noise alone.
    public mutating func addOneStep(_ denoiser: Denoiser) throws {
        let (model, network) = (denoiser.model, denoiser.model.network)
        guard model.isStepwise || network.level(at: 0).signal > 0 else {
            throw EngineFailure(
                "this model was trained on noise alone and has nothing to say of a noisy picture",
                found: model.name, hint: "choose another --model")
        }
        let images = zip(rows[0].images, states).map { x, state in
            network.prediction.clean(denoiser.predict(x, state.time ?? 0).value, at: x, state.level)
        }
        add(.oneStep, images)
    }

    /// Adds the row of the way back through all the states before, which ``advance()`` goes; until then it shows the states.
    ///
    /// - Throws: ``EngineFailure`` where the model makes its picture in one step.
    public mutating func beginIterative(_ denoiser: Denoiser) throws {
        guard denoiser.model.isStepwise else {
            throw EngineFailure(
                "this model makes its picture in one step, so there is no way to go in many",
                expected: "a flow or DDPM model", found: denoiser.model.title,
                hint: "choose another --model, or --method one-step")
        }
        let samplers = states.map { process.sampler(from: $0, steps: denoiser.steps) }
        way = Way(denoiser: denoiser, row: rows.count, samplers: samplers)
        add(.iterative, rows[0].images)
        way?.goOn(rows[0].images)
    }

    /// Whether the iterative row, where there is one, is at its end.
    public var isFinished: Bool { way?.present == nil }

    /// The share of the iterative row's evaluations that is done.
    public var share: Double {
        guard let way, let present = way.present, let sampler = way.samplers[way.column] else { return 1 }
        return (Double(way.column) + Double(present.step) / Double(sampler.times.count)) / Double(states.count)
    }

    /// One evaluation of the iterative row: its picture becomes the clean estimate, at the end of the way what was reached.
    public mutating func advance() {
        guard var way, let present = way.present, let sampler = way.samplers[way.column] else { return }
        let next = sampler.step(present, generator: &generator) { x, time in way.denoiser.predict(x, time) }
        let isThere = next.step == sampler.times.count
        let shown = isThere ? next.x : next.estimate ?? next.x
        rows[way.row].images[way.column] = shown
        rows[way.row].decibels[way.column] = decibels(of: shown)
        way.present = next
        if isThere {
            way.column += 1
            way.goOn(rows[0].images)
        }
        self.way = way
    }

    /// The iterative way as far as it is gone: one state after the other.
    private struct Way {
        let denoiser: Denoiser
        let row: Int
        /// Nil where the state is the picture already.
        let samplers: [(any Sampler)?]
        var column = 0
        /// Nil at the end.
        var present: SamplerState?

        init(denoiser: Denoiser, row: Int, samplers: [(any Sampler)?]) {
            (self.denoiser, self.row, self.samplers) = (denoiser, row, samplers)
        }

        /// To the next state from which there is a way.
        mutating func goOn(_ states: [Tensor]) {
            while column < samplers.count, samplers[column] == nil { column += 1 }
            present = column < samplers.count ? SamplerState(x: states[column]) : nil
        }
    }

    /// `x / signal`; noise alone stays as it is.
    private static func unscaled(_ x: Tensor, _ state: ForwardProcess.State) -> Tensor {
        state.level.signal > 0 ? mix(1 / state.level.signal, x, 0, x) : x
    }

    private mutating func add(_ method: Method?, _ images: [Tensor]) {
        let figures = zip(images, states).map { decibels(of: method == nil ? Self.unscaled($0, $1) : $0) }
        rows.append(Row(method: method, images: images, decibels: figures))
    }

    private func decibels(of shown: Tensor) -> Double {
        let clean = image.array
        let span = Double(process.range.upperBound - process.range.lowerBound)
        let squares = zip(shown.array, clean).reduce(0.0) { $0 + pow(Double($1.0) - Double($1.1), 2) }
        return 10 * log10(span * span * Double(clean.count) / squares)
    }

    /// The picture over each column, then the rows as they were added, a column for each place.
    public var grid: Picture { PictureGrid.compose(pictures, columns: states.count) }

    /// Those of the grid, row by row.
    public var pictures: [Picture] {
        (states.map { _ in image } + rows.flatMap(\.images)).flatMap { $0.pictures(range: process.range) }
    }
}
