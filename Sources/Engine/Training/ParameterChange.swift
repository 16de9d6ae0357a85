/// A parameter of training changed while the engine works; in force from its next step.
///
/// As JSON one key and its value, such as `{"learning_rate": 0.001}`; null turns clipping or the average off.
public enum ParameterChange: Sendable, Equatable {
    /// The rate that the schedule starts from.
    case learningRate(Double)
    case conditionDropout(Double)
    case clip(Double?)
    case ema(Double?)
    case batch(Int)
    case sampleInterval(Int)
    /// How long to train: passes over the training set, or optimizer steps instead.
    case epochs(Int)
    case steps(Int)
}

/// A change and the number of steps done when it was made.
public struct SteeredChange: Codable, Sendable, Equatable {
    public var step: Int
    public var change: ParameterChange

    public init(step: Int, change: ParameterChange) {
        self.step = step
        self.change = change
    }
}

extension ParameterChange: Codable {
    private enum Key: String, CodingKey, CaseIterable {
        case learningRate = "learning_rate"
        case conditionDropout = "condition_dropout"
        case clip
        case ema
        case batch
        case sampleInterval = "sample_interval"
        case epochs
        case steps
    }

    public init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: Key.self)
        guard let key = values.allKeys.first, values.allKeys.count == 1 else {
            throw DecodingError.dataCorrupted(
                .init(
                    codingPath: decoder.codingPath,
                    debugDescription: "one of \(Key.allCases.map(\.rawValue).joined(separator: ", "))"))
        }
        switch key {
        case .learningRate: self = .learningRate(try values.decode(Double.self, forKey: key))
        case .conditionDropout: self = .conditionDropout(try values.decode(Double.self, forKey: key))
        case .clip: self = .clip(try values.decode(Double?.self, forKey: key))
        case .ema: self = .ema(try values.decode(Double?.self, forKey: key))
        case .batch: self = .batch(try values.decode(Int.self, forKey: key))
        case .sampleInterval: self = .sampleInterval(try values.decode(Int.self, forKey: key))
        case .epochs: self = .epochs(try values.decode(Int.self, forKey: key))
        case .steps: self = .steps(try values.decode(Int.self, forKey: key))
        }
    }

    public func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: Key.self)
        switch self {
        case .learningRate(let value), .conditionDropout(let value):
            try values.encode(value, forKey: key)
        case .clip(let value), .ema(let value): try values.encode(value, forKey: key)
        case .batch(let value), .sampleInterval(let value), .epochs(let value), .steps(let value):
            try values.encode(value, forKey: key)
        }
    }

    /// The parameter's name, as in a recipe.
    public var name: String { key.rawValue }

    /// The new value for people; `off` where there is none.
    public var valueText: String {
        switch self {
        case .learningRate(let value), .conditionDropout(let value): "\(value)"
        case .clip(let value), .ema(let value): value.map { "\($0)" } ?? "off"
        case .batch(let value), .sampleInterval(let value), .epochs(let value), .steps(let value): "\(value)"
        }
    }

    private var key: Key {
        switch self {
        case .learningRate: .learningRate
        case .conditionDropout: .conditionDropout
        case .clip: .clip
        case .ema: .ema
        case .batch: .batch
        case .sampleInterval: .sampleInterval
        case .epochs: .epochs
        case .steps: .steps
        }
    }
}
