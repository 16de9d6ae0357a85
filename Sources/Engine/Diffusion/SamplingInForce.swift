/// All that decides one step of a sampling beside the state it starts from: equal states and equal of these make equal steps.
struct SamplingInForce: Equatable {
    var classes: [Int]
    var negativeClass: Int?
    /// As they are in that step.
    var prompts: [String]
    var negativePrompt: String?
    var guiding: Guidance
    /// Every change of the sampler until then, since each goes on from the one before.
    var samplers: [LoggedChange]
    var mask: Picture?
}

extension SamplingRequest {
    /// How far a run is before step `step` of `total`, 0 at the first one and 1 at the last.
    static func progress(step: Int, of total: Int) -> Double { Double(step) / Double(max(total - 1, 1)) }

    /// What is in force in step `step` of `total`; guidance that does nothing there is left out of account.
    func inForce(at step: Int, of total: Int) -> SamplingInForce {
        let steering = steering(at: step)
        let samplers = changes.inOrder(through: step).filter { if case .sampler = $0.change { true } else { false } }
        func form(_ prompt: String) -> String { PromptScript(prompt).written(at: step, of: total) }
        var force = SamplingInForce(
            classes: steering.classes, negativeClass: steering.negativeClass, prompts: steering.prompts.map(form),
            negativePrompt: steering.negativePrompt.map(form), guiding: guiding, samplers: samplers,
            mask: steering.mask)
        force.guiding.scale = steering.guidance
        if force.classes.isEmpty && prompts.isEmpty
            || force.guiding.scale(at: Self.progress(step: step, of: total)) == 1
        {
            (force.guiding, force.negativeClass, force.negativePrompt) = (Guidance(scale: 1), nil, nil)
        }
        // Where it holds is decided by now.
        force.guiding.interval = nil
        return force
    }

    /// What can be changed on the way as it stands in step `step`; at the end where that is nil.
    public func steering(at step: Int? = nil) -> SamplingSteering {
        var steering = SamplingSteering(
            guidance: guidance, classes: classes, negativeClass: negativeClass, sampler: sampler)
        (steering.prompts, steering.negativePrompt) = (prompts, negativePrompt)
        if case .inpaint(_, let mask, _) = edit { steering.mask = mask }
        for change in changes.inOrder(through: step ?? .max).map(\.change) {
            switch change {
            case .guidance(let scale): steering.guidance = scale
            case .classes(let labels): steering.classes = labels
            case .negativeClass(let label): steering.negativeClass = label
            case .prompts(let prompts): steering.prompts = prompts
            case .negativePrompt(let prompt): steering.negativePrompt = prompt
            case .sampler(let name): steering.sampler = name
            case .mask(let mask): steering.mask = mask.picture
            }
        }
        return steering
    }

    /// The request without all that is in force step by step: what is equal here starts from the same state.
    var beginning: SamplingRequest {
        var beginning = self
        (beginning.classes, beginning.negativeClass, beginning.changes) = ([], nil, [])
        beginning.guiding = Guidance(scale: 1)
        return beginning
    }
}

extension [LoggedChange] {
    /// Those made until `step`, in the order in which they come in force.
    func inOrder(through step: Int) -> [LoggedChange] {
        // Of two at one step the later in the list has the last word; sort need not keep their order.
        enumerated().filter { $0.element.step <= step }
            .sorted { ($0.element.step, $0.offset) < ($1.element.step, $1.offset) }.map(\.element)
    }
}
