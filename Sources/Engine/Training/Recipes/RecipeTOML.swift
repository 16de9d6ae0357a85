import Foundation
import TOMLKit

extension Recipe {
    /// The keys of a recipe file, in the order they are written.
    private static let keys = [
        "name", "summary", "data", "hidden", "classes", "objective", "sigma", "timesteps", "beta_start", "beta_end",
        "learning_rate", "beta1", "beta2", "epsilon", "schedule", "batch", "epochs", "steps", "condition_dropout",
        "clip",
        "ema", "seed", "precision",
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
            let near = Self.keys.min { distance($0, key) < distance($1, key) } ?? ""
            throw EngineFailure(
                "the recipe has an unknown key \(key)", place: reader.place(of: key),
                hint: distance(near, key) <= 3
                    ? "did you mean \(near)?" : "known keys: \(Self.keys.joined(separator: ", "))")
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
            optimizer: AdamConfiguration(
                learningRate: try reader.number("learning_rate") ?? 1e-3, beta1: try reader.number("beta1") ?? 0.9,
                beta2: try reader.number("beta2") ?? 0.999, epsilon: try reader.number("epsilon") ?? 1e-8),
            schedule: try reader.choice("schedule") ?? .constant, batch: try reader.integer("batch") ?? 64,
            epochs: try reader.integer("epochs") ?? 10, steps: try reader.integer("steps"),
            conditionDropout: try reader.number("condition_dropout") ?? (classes > 0 ? 0.1 : 0),
            clip: try reader.number("clip"), ema: try reader.number("ema"),
            seed: UInt64(max(0, try reader.integer("seed") ?? 0)), precision: try reader.choice("precision") ?? .auto)
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
            "", "learning_rate = \(optimizer.learningRate)", "beta1 = \(optimizer.beta1)", "beta2 = \(optimizer.beta2)",
            "epsilon = \(optimizer.epsilon)", "schedule = \"\(schedule.rawValue)\"", "batch = \(batch)",
            "epochs = \(epochs)",
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

/// Takes typed values out of a recipe's table, complaining with file and line.
private struct RecipeReader {
    let table: TOMLTable
    let text: String
    let file: String

    func place(of key: String) -> String {
        let line = text.split(separator: "\n", omittingEmptySubsequences: false).firstIndex { line in
            line.trimmingCharacters(in: .whitespaces).split(separator: "=").first?
                .trimmingCharacters(in: CharacterSet(charactersIn: " \t\"'")) == key
        }
        return line.map { "\(file):\($0 + 1)" } ?? file
    }

    func integer(_ key: String) throws -> Int? { try value(key, "a whole number") { $0.int } }
    func string(_ key: String) throws -> String? { try value(key, "a text in quotes") { $0.string } }

    func number(_ key: String) throws -> Double? {
        try value(key, "a number") { $0.double ?? $0.int.map(Double.init) }
    }

    func choice<T: RawRepresentable & CaseIterable>(_ key: String) throws -> T? where T.RawValue == String {
        try value(key, T.allCases.map { "\"\($0.rawValue)\"" }.joined(separator: " or ")) {
            $0.string.flatMap(T.init)
        }
    }

    func objective() throws -> Objective {
        let name = try string("objective") ?? "flow"
        switch name {
        case "flow": return .flow
        case "denoise": return .denoise(sigma: try number("sigma") ?? 0.5)
        case "denoise-pure-noise": return .denoisePureNoise
        case "ddpm":
            return .ddpm(
                timesteps: try integer("timesteps") ?? 300, betaStart: try number("beta_start") ?? 1e-4,
                betaEnd: try number("beta_end") ?? 0.02)
        default:
            throw EngineFailure(
                "objective is unknown", expected: "\"flow\", \"ddpm\", \"denoise\" or \"denoise-pure-noise\"",
                found: "\"\(name)\"", place: place(of: "objective"))
        }
    }

    private func value<T>(_ key: String, _ expected: String, _ read: (any TOMLValueConvertible) -> T?) throws -> T? {
        guard let stored = table[key] else { return nil }
        guard let value = read(stored) else {
            throw EngineFailure(
                "\(key) has a wrong value", expected: expected, found: stored.debugDescription, place: place(of: key))
        }
        return value
    }
}

/// Edits between two words (Levenshtein, 1966).
private func distance(_ a: String, _ b: String) -> Int {
    let (a, b) = (Array(a), Array(b))
    var row = Array(0...b.count)
    for i in 0..<a.count {
        var corner = row[0]
        row[0] = i + 1
        for j in 0..<b.count {
            let above = row[j + 1]
            row[j + 1] = a[i] == b[j] ? corner : 1 + min(corner, above, row[j])
            corner = above
        }
    }
    return row[b.count]
}
