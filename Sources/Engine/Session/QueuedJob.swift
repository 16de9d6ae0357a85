import Foundation

/// Work that can wait for its turn: all that the engine does by itself once it is told to.
public enum QueuedWork: Codable, Sendable, Equatable {
    case train(TrainingRequest)
    case sample(SamplingRequest)
    case grid(GridRequest)
    case compareNoise(NoiseRequest)

    /// What it does, in a few words.
    public var title: String {
        switch self {
        case .train(let request):
            let recipe = request.recipe
            let length = recipe.steps.map { "\($0) steps" } ?? Self.count(recipe.epochs, "epoch")
            return "train \(recipe.name), \(request.resume ? "on to " : "")\(length)"
        case .sample(let request): return Self.title(request)
        case .grid(let request):
            let axes = [request.x, request.y].compactMap { $0?.parameter.name }.joined(separator: " × ")
            return "a grid of \(axes), \(Self.count(request.columns * request.rows, "cell"))"
                + Self.by(request.base.model)
        case .compareNoise(let request):
            return "noise and its removal at \(request.places.count) strengths" + Self.by(request.model)
        }
    }

    private static func title(_ request: SamplingRequest) -> String {
        let what =
            switch request.edit {
            case .none: "sample "
            case .interpolate: "interpolate "
            case .imageToImage: "edit into "
            case .inpaint: "inpaint "
            case .anagram: "anagram, "
            case .hybrid: "hybrid, "
            }
        return what + count(request.count, "picture") + ", seed \(request.seed)" + by(request.model)
    }

    private static func by(_ model: String?) -> String {
        " by \(model.map { ($0 as NSString).lastPathComponent } ?? "the newest model")"
    }

    private static func count(_ number: Int, _ thing: String) -> String {
        "\(number) \(thing)\(number == 1 ? "" : "s")"
    }
}

/// A piece of work in the queue.
public struct QueuedJob: Codable, Sendable, Equatable, Identifiable {
    public enum State: Codable, Sendable, Equatable {
        case waiting
        case running
        /// What it made: a picture, or a run's folder.
        case done(String)
        /// It can be tried again.
        case failed(EngineFailure)
    }

    public let id: Int
    public let title: String
    public var work: QueuedWork
    public var state = State.waiting

    init(id: Int, work: QueuedWork) { (self.id, self.work, title) = (id, work, work.title) }

    public var hasEnded: Bool {
        switch state {
        case .waiting, .running: false
        case .done, .failed: true
        }
    }
}

/// What the queue can be told.
public enum QueueCommand: Codable, Sendable, Equatable {
    case add(QueuedWork)
    /// Moves a waiting job so many places on, or towards the front.
    case move(Int, by: Int)
    /// Takes a job out of the list; one that is going is ended, keeping what is finished.
    case cancel(Int)
    /// Lets a job that failed wait again, at the end.
    case retry(Int)
    /// Takes all that has ended out of the list.
    case clear
    /// Nothing more is begun until ``goOn``.
    case hold
    case goOn
}

/// What became of the queue.
public enum QueueEvent: Codable, Sendable, Equatable {
    case added(QueuedJob)
    /// A job is done or has failed.
    case ended(QueuedJob)
    /// So many jobs were left by a program that has ended; they are held.
    case recovered(Int)
}
