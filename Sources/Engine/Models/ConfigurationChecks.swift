/// What a model's `config.json` may say; a value that is not known here or out of range is told by its key.
struct ConfigurationChecks {
    let place: String

    func failure(_ key: String, expected: String, found: String? = nil) -> EngineFailure {
        EngineFailure("this model cannot be built: \(key)", expected: expected, found: found, place: place)
    }

    func missing(_ key: String) -> EngineFailure { failure(key, expected: "a value") }

    func among(_ key: String, _ value: String, _ known: [String]) throws {
        guard known.contains(value) else {
            throw failure(key, expected: known.joined(separator: " or "), found: value)
        }
    }

    func absent(_ key: String, _ isPresent: Bool) throws {
        if isPresent { throw failure(key, expected: "none") }
    }

    func number(_ key: String, _ value: Int, _ range: ClosedRange<Int>) throws {
        guard range.contains(value) else {
            throw failure(key, expected: "\(range.lowerBound)…\(range.upperBound)", found: "\(value)")
        }
    }

    func divides(_ key: String, _ divisor: Int, _ value: Int) throws {
        guard divisor > 0, value % divisor == 0 else {
            throw failure(key, expected: "a divisor of \(value)", found: "\(divisor)")
        }
    }

    /// diffusers' name of an activation; nil is none.
    func activation(_ key: String, _ name: String?) throws -> Activation {
        switch name?.lowercased() {
        case nil: return .none
        case "silu", "swish": return .silu
        case "gelu": return .gelu
        case let other?: throw failure(key, expected: "silu, swish or gelu", found: other)
        }
    }
}
