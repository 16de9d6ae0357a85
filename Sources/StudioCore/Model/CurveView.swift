import Engine

/// How the curve of a run is looked at.
public struct CurveView: Sendable, Equatable {
    /// What is drawn over the steps.
    public enum Quantity: Sendable, CaseIterable {
        case loss, learningRate, gradientNorm

        public var title: String {
            switch self {
            case .loss: "loss"
            case .learningRate: "learning rate"
            case .gradientNorm: "gradient norm"
            }
        }

        var next: Quantity {
            let all = Quantity.allCases
            return all[((all.firstIndex(of: self) ?? 0) + 1) % all.count]
        }
    }

    public var quantity = Quantity.loss
    public var isLogarithmic = false
    /// The step under the cursor; nil shows none.
    public var cursor: Int?
    /// The steps shown, around the cursor or up to the newest; nil shows all.
    public var span: Int?

    static let leastSpan = 16

    /// The steps shown of those that there are.
    func shown(of all: ClosedRange<Int>) -> ClosedRange<Int> {
        guard let span, span < all.count else { return all }
        let middle = cursor ?? all.upperBound
        let first = min(max(all.lowerBound, middle - span / 2), all.upperBound - span + 1)
        return first...first + span - 1
    }
}

extension StudioModel {
    /// The steps that the curve, with those laid under it, goes over; nil where there is none.
    var curveSteps: ClosedRange<Int>? {
        let curves = [losses] + overlaid.map(\.history)
        guard let first = curves.compactMap({ $0.points.first?.step }).min(),
            let last = curves.compactMap({ $0.points.last?.step }).max()
        else { return nil }
        return first...last
    }

    var curveObstacle: String? { losses.points.isEmpty ? "there is no curve yet: t trains" : nil }

    /// Moves the cursor by `share` of what is shown, at least one step; the first press puts it at the newest.
    mutating func moveCursor(by share: Double) -> [Effect] {
        guard let all = curveSteps else { return [] }
        guard let cursor = curve.cursor, let index = losses.index(nearest: cursor) else {
            return setCursor(all.upperBound)
        }
        let shown = curve.shown(of: all)
        let count = losses.points.count { shown.contains($0.step) }
        let offset = max(1, Int((Double(count) * abs(share)).rounded())) * (share < 0 ? -1 : 1)
        let last = losses.points.count - 1
        return setCursor(losses.points[min(max(0, index + offset), last)].step)
    }

    mutating func setCursor(_ step: Int?) -> [Effect] {
        curve.cursor = step
        return []
    }

    /// Halves what is shown, or doubles it.
    mutating func zoomCurve(in isIn: Bool) -> [Effect] {
        guard let all = curveSteps else { return [] }
        let span = min(curve.span ?? all.count, all.count)
        let next = isIn ? max(CurveView.leastSpan, span / 2) : span * 2
        curve.span = next < all.count ? next : nil
        return []
    }

    /// Looks at the samples that were made nearest to the cursor.
    mutating func showSamplesAtCursor() -> [Effect] {
        guard let cursor = curve.cursor else { return [] }
        let steps = samples.frames.map(\.step)
        guard let index = steps.indices.min(by: { abs(steps[$0] - cursor) < abs(steps[$1] - cursor) }) else {
            return []
        }
        samples.move(to: index)
        say("the samples of step \(Format.grouped(steps[index]))")
        return []
    }

    /// The changes that were made at the cursor, as near as a column of the curve tells.
    var changesAtCursor: [SteeredChange] {
        guard let cursor = curve.cursor, let all = curveSteps else { return [] }
        let reach = curve.shown(of: all).count / 120
        let nearest = losses.changes.map { abs($0.step - cursor) }.min() ?? .max
        guard nearest <= reach else { return [] }
        return losses.changes.filter { abs($0.step - cursor) == nearest }
    }
}

extension SteeredChange {
    /// As `learning rate 0.0005 after step 1,200`.
    var text: String {
        "\(change.name.replacing("_", with: " ")) \(change.valueText) after step \(Format.grouped(step))"
    }
}
