import Foundation
import TOMLKit

/// Takes typed values out of a recipe's table, complaining with file and line.
struct RecipeReader {
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

    func seed() throws -> UInt64 {
        let seed = try integer("seed") ?? 0
        guard seed >= 0 else {
            throw EngineFailure(
                "seed is out of range", expected: "0 or more", found: "\(seed)", place: place(of: "seed"))
        }
        return UInt64(seed)
    }

    /// Adam, or AdamW, whose weights decay by 0.01 unless the recipe says otherwise.
    func optimizer() throws -> AdamConfiguration {
        let name = try string("optimizer") ?? "adam"
        guard ["adam", "adamw"].contains(name) else {
            throw EngineFailure(
                "optimizer is unknown", expected: "\"adam\" or \"adamw\"", found: "\"\(name)\"",
                place: place(of: "optimizer"))
        }
        let decay = try number("weight_decay")
        guard name == "adamw" || (decay ?? 0) == 0 else {
            throw EngineFailure(
                "weight_decay needs another optimizer", expected: "optimizer = \"adamw\"", found: "\"adam\"",
                place: place(of: "weight_decay"))
        }
        return AdamConfiguration(
            learningRate: try number("learning_rate") ?? 1e-3, beta1: try number("beta1") ?? 0.9,
            beta2: try number("beta2") ?? 0.999, epsilon: try number("epsilon") ?? 1e-8,
            weightDecay: decay ?? (name == "adamw" ? 0.01 : 0))
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
