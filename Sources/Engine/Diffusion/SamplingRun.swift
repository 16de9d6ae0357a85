/// Pictures being formed: one call of ``advance()`` an evaluation of the network, parameters changed between as the person likes.
///
/// The noise it starts from and every later random number come from one generator seeded with the request's seed: the same request
/// gives the same pictures, and a steered one too when its ``changes`` are made part of the request.
public final class SamplingRun {
    public let request: SamplingRequest
    /// Along the changes of the sampler so far.
    private var sampler: any Sampler
    private let model: SampledModel
    private let network: any ConditionedNetwork
    private let weak: (any ConditionedNetwork)?
    private var inpainting: Inpainting?
    private let waiting: WaitingStarts?
    /// What the person or the log has set, in force from the next step.
    private var guiding: Guidance
    private var classes: [Int]
    private var negativeClass: Int?
    private var prompts: [String]
    private var negativePrompt: String?
    private var trajectory: Trajectory
    /// What the network said in the last step, guidance included; nil before the first one.
    public private(set) var output: NetworkOutput?
    /// The first evaluation: more than 0 where an edit starts on the way.
    public let firstStep: Int

    /// - Parameter weak: the model of `request.weakModel`.
    /// - Throws: ``EngineFailure`` where the request does not fit the model.
    public convenience init(_ request: SamplingRequest, model: LoadedModel, weak: LoadedModel? = nil) throws {
        try self.init(request, model: OpenedModel(model), weak: weak.map { OpenedModel($0) })
    }

    /// Pictures of a model of any kind.
    ///
    /// - Parameter weak: the model of `request.weakModel`.
    /// - Throws: ``EngineFailure`` where the request does not fit the model.
    public convenience init(_ request: SamplingRequest, model: OpenedModel, weak: OpenedModel? = nil) throws {
        try self.init(request, model: model, weak: weak, memory: TrajectoryMemory())
    }

    /// - Parameter memory: what its moments may take, shared with its branches.
    convenience init(
        _ request: SamplingRequest, model: OpenedModel, weak: OpenedModel? = nil, memory: TrajectoryMemory
    ) throws {
        let sampled = try model.sampled(request)
        let weak = try weak?.network(guiding: sampled, for: request)
        try self.init(request, of: sampled, weak: weak, memory: memory)
    }

    init(
        _ request: SamplingRequest, of model: SampledModel, weak: (any ConditionedNetwork)?, memory: TrajectoryMemory
    ) throws {
        try model.validate(request)
        let sampler = try model.sampler(request.sampler.isEmpty ? nil : request.sampler, request.steps, request.eta)
        let start = try EditedStart(request, sampler: sampler, model: model)
        self.request = request
        self.sampler = start.waiting.map { RowSampler.wrapping(sampler, $0) } ?? sampler
        (self.model, network) = (model, start.network)
        self.weak = weak
        (inpainting, waiting) = (start.inpainting, start.waiting)
        firstStep = start.state.step
        guiding = request.guiding
        (classes, negativeClass) = (request.classes, request.negativeClass)
        (prompts, negativePrompt) = (request.prompts, request.negativePrompt)
        trajectory = Trajectory(
            start: .init(state: start.state, generator: start.generator, guidance: request.guiding), memory: memory)
        // An edit may start after a change.
        try apply(request.changes.inOrder(through: step))
        try checkSamplers(request.changes)
    }

    /// A run that goes on from an earlier moment of `other`, its past shared: `index` is less than ``momentCount``.
    ///
    /// - Parameter request: takes the place of `other`'s, which is the same until then; nil keeps that and its live changes.
    private init(_ other: SamplingRun, from index: Int, as request: SamplingRequest?) throws {
        self.request = request ?? other.request
        (model, network, weak) = (other.model, other.network, other.weak)
        (sampler, inpainting, waiting) = (other.sampler, other.inpainting, other.waiting)
        firstStep = other.firstStep
        trajectory = try other.trajectory.prefix(through: index)
        let begun = self.request
        (prompts, negativePrompt) = (begun.prompts, begun.negativePrompt)
        (guiding, classes, negativeClass) = (begun.guiding, begun.classes, begun.negativeClass)
        if let request { trajectory.replaceLog(by: request.changes) }
        if case .inpaint(_, let mask, _) = begun.edit {
            inpainting?.mask = try Inpainting.values(of: mask, side: state.shape[1])
        }
        for logged in trajectory.changes { set(logged.change) }
        sampler = try sampler(along: trajectory.changes)
    }

    /// The sampler that the request begins with, changed as `changes` say.
    private func sampler(along changes: [LoggedChange]) throws -> any Sampler {
        let name = request.sampler.isEmpty ? nil : request.sampler
        var sampler = try model.sampler(name, request.steps, request.eta)
        if let waiting { sampler = RowSampler.wrapping(sampler, waiting) }
        for logged in changes {
            guard case .sampler(let name) = logged.change, logged.step < sampler.times.count else { continue }
            sampler = try model.takingOver(name, request.eta, sampler, logged.step)
        }
        return sampler
    }

    /// - Throws: ``EngineFailure`` where the sampler would become one that cannot do what is asked.
    private func checkSamplers(_ changes: [LoggedChange]) throws {
        guard let inpainting else { return }
        var asked = request
        asked.changes = changes
        try Inpainting.check(
            resampling: inpainting.resampling, try sampler(along: changes.inOrder(through: .max)),
            named: asked.steering().sampler ?? samplerName)
    }

    /// The run as it was at moment `index` of ``momentCount``, to be continued with other parameters. Nothing is computed again.
    ///
    /// - Throws: ``EngineFailure`` where that moment is on disk and cannot be read.
    public func branched(at index: Int) throws -> SamplingRun { try SamplingRun(self, from: index, as: nil) }

    /// The run as it was at moment `index`, as what `request` asks for, which is nothing else until then.
    ///
    /// - Throws: ``EngineFailure`` where that moment is on disk and cannot be read.
    func branched(at index: Int, as request: SamplingRequest) throws -> SamplingRun {
        try SamplingRun(self, from: index, as: request)
    }

    /// Evaluations of the network until now, those an edit leaves out included.
    public var step: Int { trajectory.present.state.step }
    /// The name the sampler was chosen by, or the model's usual one.
    public var samplerName: String { request.sampler.isEmpty ? model.usualSampler : request.sampler }
    public var totalSteps: Int { sampler.times.count }
    public var isFinished: Bool { step >= totalSteps }
    /// The state x_t, `[N, H, W, C]`.
    public var state: Tensor { trajectory.present.state.x }
    /// The clean estimate of the last step, `[N, H, W, C]`.
    public var estimate: Tensor? { trajectory.present.state.estimate }
    /// The state x_t at moment `index` of ``momentCount``.
    ///
    /// - Throws: ``EngineFailure`` where it is on disk and cannot be read.
    public func state(at index: Int) throws -> Tensor { try trajectory.point(index).state.x }
    /// The time of the state: of the next step, or of the picture when finished.
    public var time: Double { isFinished ? model.lastTime : sampler.times[step] }
    /// What the state is made of.
    public var level: NoiseLevel { sampler.levels[step] }
    /// Moments so far, the first one included: more than steps where steps are taken again.
    public var momentCount: Int { trajectory.count }
    public var predictionType: PredictionType { network.prediction }
    /// The range of a clean image's values.
    public var range: ClosedRange<Float> { network.range }
    /// All changes so far: the request's own and those made live.
    public var changes: [LoggedChange] { trajectory.changes }

    /// The guidance scale of the next step; 1 where nothing is asked for, or there is nothing to lead away from.
    public var guidance: Double {
        network.canGuide(request, classes: classes, awayFrom: negativeClass) ? guiding.scale : 1
    }

    /// What would have to change for the next step to go by `wanted`.
    public func changes(to wanted: SamplingSteering) -> [SamplingChange] {
        var changes: [SamplingChange] = []
        if wanted.guidance != guiding.scale { changes.append(.guidance(wanted.guidance)) }
        if wanted.classes != classes { changes.append(.classes(wanted.classes)) }
        if wanted.negativeClass != negativeClass { changes.append(.negativeClass(wanted.negativeClass)) }
        if wanted.prompts != prompts { changes.append(.prompts(wanted.prompts)) }
        if wanted.negativePrompt != negativePrompt { changes.append(.negativePrompt(wanted.negativePrompt)) }
        var asked = request
        asked.changes = trajectory.changes
        let now = asked.steering()
        if let name = wanted.sampler, name != (now.sampler == "" ? samplerName : now.sampler) {
            changes.append(.sampler(name))
        }
        if let mask = wanted.mask, inpainting != nil, mask != now.mask { changes.append(.mask(ChangedMask(mask))) }
        return changes
    }

    /// Changes a parameter from the next step on and puts it into the log.
    ///
    /// - Throws: ``EngineFailure`` where the value does not fit; nothing is changed then.
    public func apply(_ change: SamplingChange) throws {
        var changed = request
        changed.changes = trajectory.changes + [LoggedChange(step: step, change: change)]
        try model.validate(changed)
        for network in [network, weak].compactMap(\.self) { try network.prepare(changed.promptForms) }
        var log = trajectory
        log.log(change)
        try checkSamplers(log.changes)
        try apply([LoggedChange(step: step, change: change)])
    }

    private func set(_ change: SamplingChange) {
        switch change {
        case .guidance(let scale): guiding.scale = scale
        case .classes(let labels): classes = labels
        case .negativeClass(let label): negativeClass = label
        case .prompts(let changed): prompts = changed
        case .negativePrompt(let changed): negativePrompt = changed
        case .mask(let mask):
            if let mask = mask.picture { inpainting?.mask = mask.pixels.map { Float($0) / 255 } }
        case .sampler: break
        }
    }

    private func apply(_ logged: [LoggedChange]) throws {
        for change in logged.map(\.change) {
            set(change)
            trajectory.log(change)
            // Anew from the beginning: of two at one step only the last is logged, and counts.
            if case .sampler = change { sampler = try sampler(along: trajectory.changes) }
        }
    }

    /// One evaluation of the network and the step that follows from it.
    public func advance() {
        let (guided, progress) = (guided, progress)
        advance { x, time, momentum in guided.predict(x, time: time, progress: progress, momentum: &momentum) }
    }

    /// One evaluation of each of `runs`, all of one model and about to take a step at the same ``time``: as few batches as possible.
    static func advance(_ runs: [SamplingRun]) {
        // What enlarges pictures is another network for each.
        guard runs.count > 1, runs.allSatisfy({ $0.request.enlargement == nil }) else {
            return runs.forEach { $0.advance() }
        }
        let questions = runs.map(\.question)
        let answers = runs[0].network.evaluate(questions)
        for (run, (question, said)) in zip(runs, zip(questions, answers)) {
            let guided = run.guided
            run.advance { _, _, momentum in guided.answer(question, said, momentum: &momentum) }
        }
    }

    /// What the next step asks of the network. The sampler alone knows: it takes the step on a copy, and the result is thrown away.
    private var question: GuidedNetwork.Question {
        let (guided, progress) = (guided, progress)
        var question: GuidedNetwork.Question?
        var generator = trajectory.present.generator
        _ = sampler.step(trajectory.present.state, generator: &generator) { x, time in
            question = guided.question(x, time: time, progress: progress)
            return NetworkOutput(x)
        }
        guard let question else { preconditionFailure("a sampler asks the network once a step") }
        return question
    }

    private var guided: GuidedNetwork {
        GuidedNetwork(
            network: network, weak: weak, composition: composition, negative: negative,
            guidance: guidance == 1 ? Guidance(scale: 1) : guiding)
    }

    /// How far the run is before the next step, 0…1.
    private var progress: Double { SamplingRequest.progress(step: step, of: totalSteps) }

    /// The next step where `predict` says what the network does.
    private func advance(_ predict: (_ x: Tensor, _ time: Double, _ momentum: inout [Tensor]) -> NetworkOutput) {
        precondition(!isFinished, "the sampling is finished")
        var point = trajectory.present
        let before = point.state
        var output: NetworkOutput?
        var momentum = point.momentum
        point.state = sampler.step(before, generator: &point.generator) { x, time in
            let said = predict(x, time, &momentum)
            output = said
            return said
        }
        self.output = output
        point.momentum = momentum
        point.guidance = guiding
        if let inpainting { restore(&point, before: before, inpainting) }
        if let waiting {
            let (x, step) = (point.state.x, point.state.step)
            point.state.x = waiting.restored(x, evaluation: step, level: sampler.levels[step])
        }
        trajectory.append(point)
        do { try apply(request.changes.filter { $0.step == step }) } catch {
            preconditionFailure("changes are checked before a sampling begins: \(error)")
        }
    }

    /// Puts the picture back outside the mask; where the step is to be taken again, goes back to its beginning.
    private func restore(_ point: inout Trajectory.Point, before: SamplerState, _ inpainting: Inpainting) {
        let next = sampler.levels[point.state.step]
        point.state.x = inpainting.restored(point.state.x, level: next, generator: &point.generator)
        guard point.pass + 1 < inpainting.resampling, point.state.step < totalSteps else {
            point.pass = 0
            return
        }
        point.pass += 1
        let estimate = point.state.estimate
        let level = sampler.levels[before.step]
        let x = Inpainting.renoised(point.state.x, from: next, to: level, generator: &point.generator)
        point.state = before
        point.state.x = inpainting.restored(x, level: level, generator: &point.generator)
        point.state.estimate = estimate
    }

    /// Checks what the last step left: a picture of what is no number never becomes one again.
    ///
    /// - Throws: ``EngineFailure`` with the weights that are to blame, where they are.
    public func checkFinite() throws {
        guard !state.array.allSatisfy(\.isFinite) else { return }
        throw model.diagnosis()
            ?? EngineFailure(
                "the pictures stopped being numbers", found: "NaN or infinity after step \(step)", place: model.name,
                hint: "try --precision f32, or less guidance")
    }

    /// What guidance leads away from.
    private var negative: Condition {
        negativePrompt.map { .prompt(form($0)) } ?? negativeClass.map(Condition.label) ?? .none
    }

    /// `prompt` as it is in the next step.
    private func form(_ prompt: String) -> String { PromptScript(prompt).written(at: step, of: totalSteps) }

    private var composition: Composition {
        func conditions(_ labels: [Int], _ prompts: [String]) -> [Condition] {
            let all = prompts.isEmpty ? labels.map(Condition.label) : prompts.map { .prompt(form($0)) }
            return (0..<request.count).map { all.isEmpty ? .none : all[$0 % all.count] }
        }
        let first = CompositionPart(conditions: conditions(classes, prompts))
        switch request.edit {
        case .none, .imageToImage, .inpaint, .interpolate: return Composition(first.conditions)
        case .anagram(let others, let view):
            let second = CompositionPart(conditions: conditions(others, request.otherPrompts), view: view)
            return Composition(parts: [first, second], rule: .mean)
        case .hybrid(let others, let blur):
            return Composition(
                parts: [first, CompositionPart(conditions: conditions(others, request.otherPrompts))],
                rule: .hybrid(blur))
        }
    }
}
