/// Looking at a run's curve.
extension CommandTable {
    static let lossPane = [
        Command(
            "curve-cursor", "cursor", keys: [.left, .right], keysTitle: "←→", place: .loss, rank: 5,
            help: "Moves the cursor along the curve: step, epoch, loss, rate and gradient are told where it stands.",
            unless: \.curveObstacle
        ) { model, key in model.moveCursor(by: key == .left ? -0.01 : 0.01) },
        Command(
            "curve-cursor-far", "cursor far", keys: [.shiftLeft, .shiftRight, .pageUp, .pageDown],
            keysTitle: "Shift-←→ PageUp PageDown", place: .loss, help: "Moves the cursor a tenth of what is shown.",
            unless: \.curveObstacle
        ) { model, key in model.moveCursor(by: key == .shiftLeft || key == .pageUp ? -0.1 : 0.1) },
        Command(
            "curve-ends", "ends", keys: [.home, .end], keysTitle: "Home End", place: .loss,
            help: "Puts the cursor on the first step, or the newest.", unless: \.curveObstacle
        ) { model, key in model.setCursor(key == .home ? model.curveSteps?.lowerBound : model.curveSteps?.upperBound) },
        Command(
            "curve-zoom", "closer", keys: [.up, .down], keysTitle: "↑↓", place: .loss, rank: 6,
            help: "Shows half as many steps around the cursor (or up to the newest), or twice as many.",
            unless: \.curveObstacle
        ) { model, key in model.zoomCurve(in: key == .up) },
        Command(
            "curve-all", "whole curve", keys: [.character("0")], place: .loss, help: "Shows the whole curve again.",
            rankNow: { $0.curve.span == nil ? nil : 4 }, unless: \.curveObstacle
        ) { model, _ in
            model.curve.span = nil
            return []
        },
        Command(
            "curve-samples", "samples here", keys: [.enter], place: .loss,
            help: "Shows the samples that were made nearest to the cursor.",
            rankNow: { $0.curve.cursor == nil || $0.samples.frames.isEmpty ? nil : 3 },
            unless: {
                if let obstacle = $0.curveObstacle { return obstacle }
                if $0.samples.frames.isEmpty { return "there are no samples of this run yet" }
                return $0.curve.cursor == nil ? "there is no cursor yet: ← puts one on the curve" : nil
            }
        ) { model, _ in model.showSamplesAtCursor() },
        Command(
            "curve-quantity", "rate or gradient", keys: [.character("y")], place: .loss, rank: 7,
            help: "Draws the loss, the learning rate or the gradient's norm, in turn.",
            titleNow: { $0.curve.quantity.next.title }, unless: \.curveObstacle
        ) { model, _ in
            model.curve.quantity = model.curve.quantity.next
            return []
        },
        Command(
            "curve-smoothing", "smoothing", keys: [.character("w")], place: .loss, rank: 8,
            help: "Averages over 10, 50 or 200 steps, or not at all, in turn.", unless: \.curveObstacle
        ) { model, _ in
            let next = model.losses.smoothing.next
            model.losses.smooth(next)
            model.say(next == .none ? "no average: every step" : "averaged over \(next.rawValue) steps")
            return []
        },
    ]

    static let logarithmic = Command(
        "logarithmic", "log scale", keys: [.character("l")], place: .window,
        help: "Draws the curve on a logarithmic scale, or a plain one.",
        rankNow: { $0.focus == .loss && !$0.losses.points.isEmpty ? 9 : nil }
    ) { model, _ in
        model.curve.isLogarithmic.toggle()
        return []
    }
}
