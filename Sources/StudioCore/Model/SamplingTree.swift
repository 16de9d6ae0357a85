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
    }

    public var branches: [Branch] = []
    public var selected = 0
    /// The branch held beside the selected one.
    public var compared: Int?
    /// How playing moves: 1 on, −1 back, 0 not.
    public var playing = 0
    /// Evaluations from the first moment to the end, as far as is known.
    public var totalSteps = 0

    /// The number of the last moment that any branch has or will have.
    var lastMoment: Int { max(totalSteps, (branches.map(\.film.frames.count).max() ?? 0) - 1, 1) }

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
        return SamplingSteering(
            guidance: request.guidance, classes: request.classes, negativeClass: request.negativeClass)
    }

    /// What a sampling that is going is told after the panes changed.
    func steered(from before: SamplingSteering) -> [Effect] {
        guard isSampling else { return [] }
        let now = steering
        var changes: [SamplingChange] = []
        if now.guidance != before.guidance { changes.append(.guidance(now.guidance)) }
        if now.classes != before.classes { changes.append(.classes(now.classes)) }
        if now.negativeClass != before.negativeClass { changes.append(.negativeClass(now.negativeClass)) }
        return changes.map { .engine(.steer($0)) }
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
        }
    }
}
