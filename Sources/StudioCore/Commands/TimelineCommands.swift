import Engine

/// Time and its branches: over a sampling wherever it is shown, and in the timeline.
extension CommandTable {
    static let overSampling = [
        Command(
            "branch-here", "branch here", keys: [.character("b")], place: .sampling,
            help:
                "Goes on from the moment shown with the parameters of the panes, as a branch; what came before is not computed again.",
            rankNow: { $0.branchHereObstacle == nil && !$0.trajectory.isFollowing ? 2 : nil },
            unless: \.branchHereObstacle
        ) { model, _ in
            let request = BranchRequest(
                branch: model.tree.selected, moment: model.trajectory.index, steering: model.steering)
            return [.engine(.branch(request))]
        },
        Command(
            "compare", "compare", keys: [.character("c")], place: .sampling,
            help: "Holds this branch: another one is then shown beside it, with their difference; once more ends that.",
            titleNow: { $0.tree.compared == nil ? "compare" : "end comparison" },
            rankNow: { $0.tree.branches.count > 1 ? 16 : nil },
            unless: { $0.tree.branches.count > 1 ? nil : "there is one branch only: b makes another" }
        ) { model, _ in model.compare() },
        Command(
            "play", "play", keys: [.character(".")], place: .sampling, help: "Plays the moments on, or stops.",
            rankNow: { $0.isPlaying ? 1 : nil }, unless: \.filmObstacle
        ) { model, _ in model.startPlaying(1) },
        Command(
            "play-back", "play back", keys: [.character(",")], place: .sampling,
            help: "Plays the moments backwards, or stops.", unless: \.filmObstacle
        ) { model, _ in model.startPlaying(-1) },
        Command(
            "save-picture", "save", keys: [.character("W"), .character("w")], place: .sampling,
            help:
                "Writes the branch's finished pictures as a PNG with its recipe, among the saved pictures; on the board W.",
            rankNow: { $0.saveObstacle == nil ? 13 : nil }, unless: \.saveObstacle
        ) { model, _ in [.engine(.savePicture(branch: model.tree.selected, path: ""))] },
        Command(
            "save-animation", "as GIF", keys: [.character("M")], place: .sampling,
            help:
                "Writes the branch as it is looked at, from the first moment to the last, as a GIF among the saved pictures.",
            rankNow: { $0.saveObstacle == nil ? 18 : nil }, unless: \.animationObstacle
        ) { model, _ in
            let frames = model.animation()
            return frames.isEmpty ? [] : [.engine(.saveAnimation(frames, path: ""))]
        },
    ]

    static let timelinePane = [
        Command(
            "timeline-go-on", "go on with it", keys: [.enter], place: .timeline,
            help: "Goes on with a branch that was stopped, as it is.",
            rankNow: { $0.goOnObstacle == nil ? 4 : nil }, unless: \.goOnObstacle
        ) { model, _ in
            model.trajectory.move(to: .max)
            return [.engine(.goOn(branch: model.tree.selected))]
        },
        Command(
            "timeline-take", "take its parameters", keys: [.character("p")], place: .timeline, rank: 17,
            help: "Puts what the branch goes by into the panes.",
            unless: { $0.trajectory.frames.isEmpty ? "there is nothing sampled yet: s samples" : nil }
        ) { model, _ in
            guard let request = model.branchRequest(through: .max) else { return [] }
            let before = model.steering
            model.adopt(request)
            model.say("the panes go by branch \(model.tree.selected + 1)")
            return model.steered(from: before)
        },
        Command(
            "timeline-scrub", "scrub", keys: [.left, .right], keysTitle: "←→", place: .timeline, rank: 5,
            help: "Goes one moment back or on.", unless: \.filmObstacle
        ) { model, key in model.scrub(by: key == .left ? -1 : 1) },
        Command(
            "timeline-far", "scrub far", keys: [.shiftLeft, .shiftRight], keysTitle: "Shift-←→", place: .timeline,
            help: "Goes ten moments back or on.", unless: \.filmObstacle
        ) { model, key in model.scrub(by: key == .shiftLeft ? -10 : 10) },
        Command(
            "timeline-branch", "another branch", keys: [.up, .down], keysTitle: "↑↓", place: .timeline,
            help: "Goes to the branch above or below, at the same moment.",
            rankNow: { $0.tree.branches.count > 1 ? 6 : nil },
            unless: { $0.tree.branches.count > 1 ? nil : "there is one branch only: b makes another" }
        ) { model, key in
            let last = model.tree.branches.count - 1
            model.tree.select(min(max(0, model.tree.selected + (key == .up ? -1 : 1)), last))
            return []
        },
        Command(
            "timeline-mark", "change", keys: [.pageUp, .pageDown], keysTitle: "PageUp PageDown", place: .timeline,
            help: "Goes to the moment before or after at which something was changed.",
            unless: { $0.shownMarks.isEmpty ? "nothing was changed on the way" : nil }
        ) { model, key in
            let moments = model.shownMarks.map(\.moment).sorted()
            let index = model.trajectory.index
            let next = key == .pageUp ? moments.last { $0 < index } : moments.first { $0 > index }
            return next.map { model.scrub(to: $0) } ?? []
        },
    ]
}

extension StudioModel {
    /// The changes along the selected branch.
    var shownMarks: [SamplingTree.Mark] {
        tree.branches.indices.contains(tree.selected) ? tree.branches[tree.selected].marks : []
    }

    var goOnObstacle: String? {
        guard !trajectory.frames.isEmpty else { return "there is nothing sampled yet: s samples" }
        if isSampling { return "a sampling is going: x stops it" }
        return tree.branches[tree.selected].isFinished ? "the branch is finished: b branches off before its end" : nil
    }

    var branchHereObstacle: String? {
        guard !trajectory.frames.isEmpty else { return nothingSampled }
        let isAtEnd = tree.branches[tree.selected].isFinished && trajectory.isFollowing
        return isAtEnd ? "this is the end: go back ([) to where the branch is to begin" : nil
    }

    var saveObstacle: String? {
        guard !trajectory.frames.isEmpty else { return nothingSampled }
        return tree.branches[tree.selected].isFinished ? nil : "the pictures are not finished yet"
    }

    fileprivate mutating func compare() -> [Effect] {
        if tree.compared != nil {
            tree.compared = nil
        } else {
            tree.compared = tree.selected
            if tree.branches.count == 2 {
                tree.select(1 - tree.selected)
            } else {
                say("branch \(tree.selected + 1) is held: ↑↓ in the timeline takes the other")
            }
        }
        return []
    }

    fileprivate mutating func startPlaying(_ direction: Int) -> [Effect] {
        let wasPlaying = tree.playing != 0
        tree.playing = wasPlaying ? 0 : direction
        guard !wasPlaying else { return [] }
        // From the other end where there is nothing left to play.
        let last = trajectory.frames.count - 1
        if direction > 0, trajectory.index == last { trajectory.move(to: 0) }
        if direction < 0, trajectory.index == 0 { trajectory.move(to: last) }
        return []
    }
}
