import Engine

/// The lessons, where a person takes them: what is to be done, whether it was, and what was seen.
public struct Tutor: Sendable, Equatable {
    /// The lesson that is shown, from 0.
    public private(set) var lesson: Int
    /// Whether its text is shown, or one line of it.
    public var isOpen = true
    /// What was seen in the lessons that are done.
    public private(set) var seen: [Int: String] = [:]
    /// The finished samplings since the tutor came.
    private(set) var samplings: [SampledFigures] = []

    public init(lesson: Int = 0) { self.lesson = min(max(0, lesson), Lesson.all.count - 1) }

    /// Whether what the lesson asks for was done.
    public var isDone: Bool { seen[lesson] != nil }

    mutating func go(by offset: Int) {
        lesson = min(max(0, lesson + offset), Lesson.all.count - 1)
        isOpen = true
    }

    /// Takes in what the person just did.
    mutating func look(at model: StudioModel, after event: Event) {
        if case .engine(_, let events) = event, events.contains(.samplingEnded(finished: true)),
            let figures = SampledFigures(model)
        {
            samplings.append(figures)
        }
        guard !isDone, let found = Lesson.all[lesson].seen(model, samplings) else { return }
        seen[lesson] = found
        isOpen = true
    }
}

/// A finished sampling in figures.
struct SampledFigures: Sendable, Equatable {
    var guidance: Double
    /// The classes asked for; none asks for anything.
    var classes: [Int]
    var edit: Edit
    /// The share of pixels that are white.
    var white: Double
    /// The mean absolute difference of two pictures of it, as a share of the range.
    var spread: Double

    /// The sampling that is shown; nil where there is none.
    init?(_ model: StudioModel) {
        guard let request = model.engine.sampling?.request, let frame = model.trajectory.frames.last else { return nil }
        let pictures = PictureGrid.split(
            frame.state.picture, width: frame.tile.width, height: frame.tile.height, count: request.count)
        guard !pictures.isEmpty else { return nil }
        (guidance, classes, edit) = (frame.guidance, request.classes, request.edit)
        white = Figures.share(of: pictures) { $0 >= 250 }
        spread = Figures.spread(of: pictures)
    }
}

/// What can be said of pictures in numbers.
enum Figures {
    /// The share of pixels for which `holds`.
    static func share(of pictures: [Picture], where holds: (UInt8) -> Bool) -> Double {
        let count = pictures.reduce(0) { $0 + $1.pixels.count }
        return Double(pictures.reduce(0) { $0 + $1.pixels.count(where: holds) }) / Double(max(1, count))
    }

    /// The share of pixels that are neither ink nor paper: blurred.
    static func grey(_ picture: Picture) -> Double { share(of: [picture]) { (64..<192).contains($0) } }

    /// The mean absolute difference of two of `pictures`, as a share of the range; 0 for one alone.
    static func spread(of pictures: [Picture]) -> Double {
        var (sum, count) = (0, 0)
        for (index, first) in pictures.enumerated() {
            for second in pictures[(index + 1)...] where second.pixels.count == first.pixels.count {
                sum += zip(first.pixels, second.pixels).reduce(0) { $0 + abs(Int($1.0) - Int($1.1)) }
                count += first.pixels.count
            }
        }
        return count == 0 ? 0 : Double(sum) / Double(count) / 255
    }

    /// The share of the ink of `final` that is ink in `estimate` already.
    static func ink(of final: Picture, in estimate: Picture) -> Double {
        let ink = final.pixels.indices.filter { final.pixels[$0] > 127 && estimate.pixels.indices.contains($0) }
        return ink.isEmpty ? 0 : Double(ink.count { estimate.pixels[$0] > 127 }) / Double(ink.count)
    }

    /// A share in words.
    static func percent(_ share: Double) -> String { "\(Int((share * 100).rounded())) %" }
}
