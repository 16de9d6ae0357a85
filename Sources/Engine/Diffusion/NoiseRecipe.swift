/// What made a picture of `studio noise`, as it is kept inside it.
public struct NoiseRecipe: RecipeRecord {
    /// The network that took the noise away, and what it was told.
    public struct Denoising: Codable, Sendable, Equatable {
        public var model: PictureRecipe.Model
        public var label: Int?
        public var guidance: Double
        public var steps: Int
        public var precision: String

        public init(model: PictureRecipe.Model, label: Int?, guidance: Double, steps: Int, precision: String) {
            (self.model, self.label, self.guidance) = (model, label, guidance)
            (self.steps, self.precision) = (steps, precision)
        }
    }

    public static let kindName = "noise"

    public var version = 1
    public var kind: String = NoiseRecipe.kindName
    public var program: String
    public var command: String?
    /// SHA-256 of the pixels after fitting.
    public var image: String
    /// Where the picture was noised to: the process' times where it has some, and the noise beside a picture of scale 1.
    public var times: [Double]?
    public var sigmas: [Double?]
    public var methods: [String]
    /// The schedule that the times count in; nil where the model's own or none.
    public var schedule: String?
    /// The Gaussian's size and standard deviation in pixels.
    public var kernel: Int?
    public var blur: Double?
    public var denoising: Denoising?
    public var seed: UInt64

    /// - Parameters:
    ///   - picture: as it was noised.
    ///   - blur: where it is one of `methods`.
    public init(
        _ comparison: NoiseComparison, of picture: Picture, methods: [NoiseComparison.Method], schedule: String?,
        blur: GaussianBlur?, denoising: Denoising?, seed: UInt64, command: String
    ) {
        program = Program.name
        self.command = command
        image = SHA256.digest(of: picture.pixels)
        let times = comparison.states.map(\.time)
        self.times = times.contains(nil) ? nil : times.compactMap(\.self)
        // JSON has no infinity: noise alone has no σ.
        sigmas = comparison.states.map { $0.sigma.isFinite ? $0.sigma : nil }
        self.methods = methods.map(\.rawValue)
        (self.schedule, self.denoising, self.seed) = (schedule, denoising, seed)
        (kernel, self.blur) = (blur?.kernel, blur?.sigma)
    }

    public var parameters: String {
        var facts = ["Noise: \(places)", "Methods: \(methods.joined(separator: " "))", "Seed: \(seed)"]
        if let denoising {
            facts += [
                "Steps: \(denoising.steps)", "CFG scale: \(denoising.guidance)", "Model: \(denoising.model.name)",
            ]
        }
        return "\n" + (facts + ["Version: \(program)"]).joined(separator: ", ")
    }

    private var places: String {
        times.map { "t " + $0.map { "\($0)" }.joined(separator: " ") }
            ?? "sigma " + sigmas.map { $0.map { "\($0)" } ?? "infinite" }.joined(separator: " ")
    }

    public var rows: [(name: String, value: String)] {
        var rows = [("made by", program), ("noise", places), ("methods", methods.joined(separator: ", "))]
        if let schedule { rows.append(("schedule", schedule)) }
        if let kernel, let blur { rows.append(("gaussian", "\(kernel) pixels, standard deviation \(blur)")) }
        if let denoising {
            rows.append(("model", "\(denoising.model.name), step \(denoising.model.step)"))
            rows.append(("weights", denoising.model.weights ?? "never saved"))
            rows.append(("class", denoising.label.map(String.init) ?? "none"))
        }
        return rows + [("seed", "\(seed)"), ("image", image), ("command", command ?? "none")]
    }
}
