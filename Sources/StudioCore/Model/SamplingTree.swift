import Engine

/// A sampling with its branches, as they are looked at.
public struct SamplingTree: Sendable, Equatable {
    /// Something that was changed on the way; in force from the step after `moment`.
    public struct Mark: Sendable, Equatable {
        public var moment: Int
        public var change: SamplingChange
    }

    public struct Branch: Sendable, Equatable {
        /// The branch it left, and at which of its moments; nil for the first one.
        public var origin: SamplingBranch?
        /// Every moment, those it shares with its parent included.
        public var film = Film<SamplingFrame>()
        public var marks: [Mark] = []
        public var isFinished = false

        /// The number of its last moment, as far as is known: another sampler may need more or fewer.
        var lastMoment: Int {
            guard let newest = film.frames.last else { return 0 }
            return film.frames.count - 1 + max(0, newest.totalSteps - newest.step)
        }
    }

    public var branches: [Branch] = []
    public var selected = 0
    /// The branch held beside the selected one.
    public var compared: Int?
    /// How playing moves: 1 on, −1 back, 0 not.
    public var playing = 0
    /// The number of the last moment that any branch has or will have, as far as is known.
    public var lastMoment = 1

    /// The next moment of a branch.
    mutating func append(_ frame: SamplingFrame, to branch: Int) {
        guard branches.indices.contains(branch) else { return }
        branches[branch].film.append(frame)
        branches[branch].isFinished = frame.step >= frame.totalSteps
        lastMoment = max(1, branches.map(\.lastMoment).max() ?? 1)
    }

    mutating func begin(_ branch: SamplingBranch) {
        guard branches.indices.contains(branch.parent), branch.id == branches.count else { return }
        let parent = branches[branch.parent]
        branches.append(
            Branch(
                origin: branch, film: Film(Array(parent.film.frames.prefix(branch.moment + 1))),
                marks: parent.marks.filter { $0.moment <= branch.moment }))
        (selected, playing) = (branch.id, 0)
    }

    mutating func mark(_ mark: Mark, on branch: Int) {
        guard branches.indices.contains(branch) else { return }
        branches[branch].marks.removeAll { $0.moment == mark.moment && $0.change.isSameKind(as: mark.change) }
        branches[branch].marks.append(mark)
    }

    /// Selects another branch and looks at the same moment of it.
    mutating func select(_ branch: Int) {
        guard branches.indices.contains(branch), branch != selected else { return }
        let moment = branches[selected].film.index
        let wasFollowing = branches[selected].film.isFollowing
        selected = branch
        branches[branch].film.move(to: wasFollowing ? .max : moment)
    }
}

extension StudioModel {
    /// The moments of the selected branch.
    public var trajectory: Film<SamplingFrame> {
        get { tree.branches.indices.contains(tree.selected) ? tree.branches[tree.selected].film : Film() }
        set {
            guard tree.branches.indices.contains(tree.selected) else { return }
            tree.branches[tree.selected].film = newValue
        }
    }

    /// Why there is nothing to look at.
    var nothingSampled: String { "there is nothing sampled yet: s \(workspace.verb)" }

    /// What the panes ask for, as far as it can be changed while pictures form.
    var steering: SamplingSteering {
        let request = workspaceRequest
        return request.steering()
    }

    /// What a sampling that is going is told after the panes changed.
    func steered(from before: SamplingSteering) -> [Effect] {
        guard isSampling else { return [] }
        let now = steering
        var changes: [SamplingChange] = []
        if now.guidance != before.guidance { changes.append(.guidance(now.guidance)) }
        if now.classes != before.classes { changes.append(.classes(now.classes)) }
        if now.negativeClass != before.negativeClass { changes.append(.negativeClass(now.negativeClass)) }
        // No prompt at all is no change that could be obeyed.
        if now.prompts != before.prompts, !now.prompts.isEmpty { changes.append(.prompts(now.prompts)) }
        if now.negativePrompt != before.negativePrompt { changes.append(.negativePrompt(now.negativePrompt)) }
        if let sampler = now.sampler, sampler != before.sampler { changes.append(.sampler(sampler)) }
        return changes.map { .engine(.steer($0)) }
    }

    /// What an inpainting that is going is told after the mask was drawn on.
    func maskSteered(from before: Raster) -> [Effect] {
        let raster = mask.editor.raster
        guard isSampling, workspace == .inpaint, raster != before, !raster.isEmpty,
            case .inpaint = engine.sampling?.request.edit
        else { return [] }
        return [.engine(.steer(.mask(ChangedMask(raster.picture))))]
    }

    /// Goes one picture on or back where the person lets the film play.
    mutating func play() {
        guard tree.playing != 0 else { return }
        let film = trajectory
        let last = film.frames.count - 1
        let next = film.index + tree.playing * max(1, last / 100)
        if next <= 0 || next >= last { tree.playing = 0 }
        trajectory.move(to: next)
    }

    /// Whether the clock should go as fast as a film.
    public var isPlaying: Bool { tree.playing != 0 }
}

extension SamplingChange {
    /// As `guidance 7.5`, `class 3, 4`, `away from 8`.
    func text(_ names: [String]) -> String {
        func name(_ label: Int) -> String { names.indices.contains(label) ? names[label] : "\(label)" }
        switch self {
        case .guidance(let scale): return "guidance \(Format.fixed(scale, 1...3))"
        case .classes(let labels):
            return labels.isEmpty ? "no class" : "class \(labels.map(name).joined(separator: ", "))"
        case .negativeClass(let label): return label.map { "away from \(name($0))" } ?? "away from no class"
        case .prompts(let prompts): return "“\(prompts.joined(separator: "” / “"))”"
        case .negativePrompt(let prompt): return prompt.map { "away from “\($0)”" } ?? "away from no prompt"
        case .sampler(let name): return "sampler \(name)"
        case .mask: return "another mask"
        }
    }
}
