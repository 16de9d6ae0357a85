import Foundation

/// A picture to be noised, and the ways to take the noise away again.
public struct NoiseRequest: Sendable, Equatable, Codable {
    public var picture: Picture
    public var places: [ForwardProcess.Place]
    public var methods: [NoiseComparison.Method]
    /// What times count in where there is no model; nil takes the squared cosine.
    public var schedule: NamedSchedule?
    public var blur: GaussianBlur
    /// The saved model by name or folder; nil is none, or the newest where a method needs one.
    public var model: String?
    /// What the model is told is in the picture.
    public var label: Int?
    /// What a pipeline that reads text is told instead, and what reads that.
    public var prompt: String?
    public var reader = TextReader.ownEncoder
    /// What is guided away from: nil is the dropped condition.
    public var negativeClass: Int?
    public var negativePrompt: String?
    /// Guidance scale, where a class or a prompt is told.
    public var guidance: Double
    /// The most steps of the iterative way.
    public var steps: Int
    public var seed: UInt64

    public init(
        _ picture: Picture, places: [ForwardProcess.Place], methods: [NoiseComparison.Method],
        schedule: NamedSchedule? = nil, blur: GaussianBlur, model: String? = nil, label: Int? = nil,
        guidance: Double = 5, steps: Int = 50, seed: UInt64 = 0
    ) {
        (self.picture, self.places, self.methods, self.schedule) = (picture, places, methods, schedule)
        (self.blur, self.model, self.label) = (blur, model, label)
        (self.guidance, self.steps, self.seed) = (guidance, steps, seed)
    }

    public var needsModel: Bool { model != nil || methods.contains(where: \.needsModel) }
    private var isByTime: Bool { places.contains { if case .time = $0 { true } else { false } } }

    /// What the network is asked.
    public var asked: SamplingRequest {
        var request = SamplingRequest(
            classes: label.map { [$0] } ?? [], negativeClass: negativeClass, count: 1, steps: steps, sampler: "",
            guidance: guidance, seed: seed)
        (request.prompts, request.negativePrompt) = (prompt.map { [$0] } ?? [], negativePrompt)
        request.reader = reader
        return request
    }

    /// The comparison with every row; that of the iterative way is still to go.
    ///
    /// - Throws: ``EngineFailure`` where a place is not in the process, or the model cannot do what is asked.
    public func comparison(by loaded: OpenedModel?) throws -> NoiseComparison {
        let process =
            loaded?.process
            ?? (isByTime ? ForwardProcess((schedule ?? .squaredCosine).schedule) : .adding)
        var comparison = try NoiseComparison(picture, process: process, places: places, seed: seed)
        func denoiser() throws -> NoiseComparison.Denoiser {
            guard let loaded else { throw EngineFailure("this method needs a model") }
            return try NoiseComparison.Denoiser(loaded, asked)
        }
        for method in methods {
            switch method {
            case .none: break
            case .gaussian: comparison.addGaussian(blur)
            case .oneStep: try comparison.addOneStep(denoiser())
            case .iterative: try comparison.beginIterative(denoiser())
            }
        }
        return comparison
    }

    /// The command that makes the same again of the picture in the file `image`.
    ///
    /// - Parameter loaded: the name of the model it was made by; nil where there was none.
    public func words(image: String, loaded: String?, precision: Precision) -> [String] {
        let numbers = places.map { place in
            switch place {
            case .time(let number), .sigma(let number): number == number.rounded() ? "\(Int(number))" : "\(number)"
            }
        }
        var words = ["studio", "noise", "--image \(shellQuoted(image))"]
        words.append((isByTime ? "--t " : "--sigma ") + numbers.joined(separator: ","))
        words.append("--method \(methods.map(\.rawValue).joined(separator: ","))")
        if let schedule { words.append("--schedule \(schedule.rawValue)") }
        if methods.contains(.gaussian) { words += ["--kernel \(blur.kernel)", "--blur \(blur.sigma)"] }
        if let loaded {
            words.append("--model \(shellQuoted(model ?? loaded))")
            if let label { words.append("--class \(label)") }
            if let prompt { words.append("--prompt \(shellQuoted(prompt))") }
            switch reader {
            case .ownEncoder: break
            case .encoder(let folder): words.append("--text-encoder \(shellQuoted(folder))")
            case .file(let path): words.append("--embeddings \(shellQuoted(path))")
            }
            if let negative = negativePrompt ?? negativeClass.map(String.init) {
                words.append("--negative \(shellQuoted(negative))")
            }
            if label != nil || prompt != nil { words.append("--guidance \(guidance)") }
            words += ["--steps \(steps)", "--precision \(precision.rawValue)"]
        }
        return words + ["--seed \(seed)"]
    }

    /// What the axes of the grid are called.
    public func labels(of comparison: NoiseComparison) -> GridLabels {
        let columns = comparison.states.map { state in
            guard isByTime, let time = state.time else { return String(format: "%.2f", state.sigma) }
            return String(format: time == time.rounded() ? "%.0f" : "%.2f", time)
        }
        return GridLabels(
            columns: columns, rows: ["clean"] + comparison.rows.map { $0.method?.rawValue ?? "noisy" },
            above: isByTime ? "t" : "σ")
    }
}

/// The schedules that have names.
public enum NamedSchedule: String, Sendable, CaseIterable, Codable {
    /// DeepFloyd's: 1000 timesteps, ᾱ a squared cosine.
    case squaredCosine = "squared-cosine"
    /// Ho et al.'s: 1000 timesteps, β linear 1e-4…0.02.
    case linear
    /// The course's for digits: 300 timesteps, β linear 1e-4…0.02.
    case course

    public var schedule: NoiseSchedule {
        switch self {
        case .squaredCosine: NoiseSchedule(squaredCosine: 1000)
        case .linear: NoiseSchedule(linear: 1000, betaStart: 1e-4, betaEnd: 0.02)
        case .course: NoiseSchedule(linear: 300, betaStart: 1e-4, betaEnd: 0.02)
        }
    }
}
