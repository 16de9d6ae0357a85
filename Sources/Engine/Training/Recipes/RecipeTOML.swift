import Foundation
import TOMLKit

extension Recipe {
    /// The keys of a recipe file, in the order they are written.
    private static let keys = [
        "name", "summary", "data", "hidden", "classes", "objective", "sigma", "timesteps", "beta_start", "beta_end",
        "optimizer", "learning_rate", "beta1", "beta2", "epsilon", "weight_decay", "schedule", "warmup", "batch",
        "epochs", "steps", "condition_dropout", "clip", "ema", "seed", "precision",
    ]

    /// Reads a recipe from TOML.
    ///
    /// - Throws: ``EngineFailure`` naming the file and line of an unknown key, a value of the wrong kind or out of range.
    public init(toml text: String, file: String) throws {
        let table: TOMLTable
        do {
            table = try TOMLTable(string: text)
        } catch let error as TOMLParseError {
            throw EngineFailure(
                "the recipe is not TOML", found: error.description, place: "\(file):\(error.source.begin.line)")
        }
        let reader = RecipeReader(table: table, text: text, file: file)
        for key in table.keys where !Self.keys.contains(key) {
            let near = Spelling.nearest(to: key, among: Self.keys)
            throw EngineFailure(
                "the recipe has an unknown key \(key)", place: reader.place(of: key),
                hint: near.map { "did you mean \($0)?" } ?? "known keys: \(Self.keys.joined(separator: ", "))")
        }
        let objective = try reader.objective()
        let classes = try reader.integer("classes") ?? 0
        self.init(
            name: try reader.string("name")
                ?? ((file as NSString).lastPathComponent as NSString).deletingPathExtension,
            summary: try reader.string("summary") ?? "", data: try reader.string("data") ?? "mnist",
            model: DigitUNetConfiguration(
                hidden: try reader.integer("hidden") ?? 64, timeConditioned: objective.usesTime, classes: classes),
            objective: objective,
            optimizer: try reader.optimizer(), schedule: try reader.choice("schedule") ?? .constant,
            warmup: try reader.integer("warmup") ?? 0, batch: try reader.integer("batch") ?? 64,
            epochs: try reader.integer("epochs") ?? 10, steps: try reader.integer("steps"),
            conditionDropout: try reader.number("condition_dropout") ?? (classes > 0 ? 0.1 : 0),
            clip: try reader.number("clip"), ema: try reader.number("ema"),
            seed: try reader.seed(), precision: try reader.choice("precision") ?? .auto)
        do {
            try validate()
        } catch var failure as EngineFailure {
            // The complaint's first word is the key.
            failure.place = reader.place(of: String(failure.what.prefix { $0 != " " }))
            throw failure
        }
    }

    /// The recipe as TOML: what ``init(toml:file:)`` reads back as the same recipe.
    public var toml: String {
        var lines = [
            "name = \(quoted(name))", "summary = \(quoted(summary))", "data = \(quoted(data))", "",
            "hidden = \(model.hidden)", "classes = \(model.classes)",
        ]
        switch objective {
        case .flow: lines.append("objective = \"flow\"")
        case .denoisePureNoise: lines.append("objective = \"denoise-pure-noise\"")
        case .denoise(let sigma): lines += ["objective = \"denoise\"", "sigma = \(sigma)"]
        case .ddpm(let timesteps, let start, let end):
            lines += [
                "objective = \"ddpm\"", "timesteps = \(timesteps)", "beta_start = \(start)", "beta_end = \(end)",
            ]
        }
        lines += [
            "", "optimizer = \"\(optimizer.weightDecay > 0 ? "adamw" : "adam")\"",
            "learning_rate = \(optimizer.learningRate)", "beta1 = \(optimizer.beta1)", "beta2 = \(optimizer.beta2)",
            "epsilon = \(optimizer.epsilon)",
        ]
        if optimizer.weightDecay > 0 { lines.append("weight_decay = \(optimizer.weightDecay)") }
        lines += [
            "schedule = \"\(schedule.rawValue)\"", "warmup = \(warmup)", "batch = \(batch)", "epochs = \(epochs)",
        ]
        if let steps { lines.append("steps = \(steps)") }
        lines.append("condition_dropout = \(conditionDropout)")
        if let clip { lines.append("clip = \(clip)") }
        if let ema { lines.append("ema = \(ema)") }
        lines += ["seed = \(seed)", "precision = \"\(precision.rawValue)\""]
        return lines.joined(separator: "\n") + "\n"
    }

    private func quoted(_ text: String) -> String {
        "\""
            + text.replacingOccurrences(of: "\\", with: "\\\\").replacingOccurrences(of: "\"", with: "\\\"")
            .replacingOccurrences(of: "\n", with: "\\n") + "\""
    }
}
