import Foundation

/// What a sampling does with a picture, or with two conditions, beside making new pictures.
public enum Edit: Sendable, Equatable, Codable {
    case none
    /// Starts from the picture noised to the state before step `start` (SDEdit; Meng et al., 2022).
    case imageToImage(Picture, start: EditStart)
    /// Makes new what the mask shows white and keeps what it shows black; `resampling` is RePaint's number of passes over each step.
    case inpaint(Picture, mask: Picture, resampling: Int)
    /// One picture that is the request's classes as it stands and `classes` through `view`.
    case anagram(classes: [Int], view: AnagramView)
    /// One picture that is the request's classes from afar (its low frequencies) and `classes` from near (its high ones).
    case hybrid(classes: [Int], blur: GaussianBlur)
    /// From the request's seed at the first picture to `seed` at the last, along the sphere that noise lies on.
    case interpolate(seed: UInt64)
}

extension Edit {
    /// The finished pictures as one: a grid, in which an anagram shows each twice, as it stands and through its view.
    ///
    /// - Parameter labels: what is written below each as it is shown (``SamplingRequest/labels(classNames:)``); none writes nothing.
    public func arrange(_ pictures: [Picture], labels: [String] = []) -> Picture {
        guard case .anagram(_, let view) = self else {
            return PictureGrid.compose(pictures.captioned(labels), columns: columns)
        }
        return PictureGrid.compose(
            pictures.flatMap { [$0, view.apply(to: $0)] }.captioned(labels), columns: pictures.count > 4 ? 8 : 2)
    }

    /// How many pictures belong side by side: a row of starts stays a row; nil leaves it to the grid.
    var columns: Int? {
        if case .imageToImage(_, .steps(let starts)) = self { starts.count } else { nil }
    }
}

/// Where image-to-image starts.
public enum EditStart: Sendable, Equatable, Codable {
    /// The first step that is taken, from 0; the larger, the less is changed.
    case step(Int)
    /// How much is changed: 1 all, 0 nothing.
    case strength(Double)
    /// The pictures start at these steps in turn, those of one round from the same noise: only the start tells them apart.
    case steps([Int])

    /// The first step of `steps` of each picture in turn.
    ///
    /// - Throws: ``EngineFailure`` where one is not among them.
    func firstSteps(of steps: Int) throws -> [Int] {
        switch self {
        case .step(let step): return try EditStart.steps([step]).firstSteps(of: steps)
        case .steps(let starts):
            let wrong = starts.first { !(0..<steps).contains($0) }
            guard !starts.isEmpty, wrong == nil else {
                throw EngineFailure(
                    "the edit starts beyond the steps", expected: "0…\(steps - 1)",
                    found: wrong.map(String.init) ?? "nowhere", place: "--start",
                    hint: "take more steps, or start earlier")
            }
            return starts
        case .strength(let strength):
            guard (0...1).contains(strength) else {
                throw EngineFailure(
                    "the strength is out of range", expected: "0…1", found: "\(strength)", place: "--strength")
            }
            // Strength 0 still takes the last step: nothing at all would not be a sampling.
            return [min(Int(((1 - strength) * Double(steps)).rounded()), steps - 1)]
        }
    }
}

/// Spherical interpolation from `a` to `b` (Shoemake, 1985), which keeps noise as strong as noise is:
/// `(sin((1 − f) θ) a + sin(f θ) b) / sin θ`, θ the angle between them.
func sphericallyInterpolated(_ a: Tensor, _ b: Tensor, _ fraction: Double) -> Tensor {
    let (x, y) = (a.array.map(Double.init), b.array.map(Double.init))
    func product(_ u: [Double], _ v: [Double]) -> Double { zip(u, v).reduce(0) { $0 + $1.0 * $1.1 } }
    let cosine = product(x, y) / (product(x, x) * product(y, y)).squareRoot()
    let angle = acos(min(max(cosine, -1), 1))
    // The same noise twice, or its opposite: the straight line is all there is.
    guard sin(angle) > 1e-6 else { return mix(1 - fraction, a, fraction, b) }
    return mix(sin((1 - fraction) * angle) / sin(angle), a, sin(fraction * angle) / sin(angle), b)
}
