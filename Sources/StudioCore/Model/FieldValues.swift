/// Fields' values by the fields' names, as they are kept on disk: numbers as they are, choices by what they are called.
public struct FieldValues: Codable, Sendable, Equatable {
    enum Value: Codable, Sendable, Equatable {
        case number(Double)
        case choice(String)

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if let number = try? container.decode(Double.self) {
                self = .number(number)
            } else {
                self = .choice(try container.decode(String.self))
            }
        }

        func encode(to encoder: any Encoder) throws {
            var container = encoder.singleValueContainer()
            switch self {
            case .number(let number): try container.encode(number)
            case .choice(let name): try container.encode(name)
            }
        }
    }

    private(set) var values: [String: Value]

    /// The values of `fields` in `model`.
    init(_ model: StudioModel, _ fields: [FieldID]) {
        values = Dictionary(
            uniqueKeysWithValues: fields.map { field in
                let isChoice = if case .choice = model.domain(of: field) { true } else { false }
                return (
                    field.rawValue, isChoice ? .choice(model.text(of: field)) : .number(model.value(of: field))
                )
            })
    }

    public init(from decoder: any Decoder) throws {
        values = try decoder.singleValueContainer().decode([String: Value].self)
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(values)
    }

    /// The fields whose values are others than in `old`.
    func differing(from old: FieldValues) -> [FieldID] {
        FieldID.allCases.filter { values[$0.rawValue] != old.values[$0.rawValue] }
    }

    /// Puts the values into `model` as far as its fields can take them; returns what the engine is to be told.
    @discardableResult
    func put(into model: inout StudioModel) -> [Effect] {
        FieldID.allCases.flatMap { field -> [Effect] in
            switch (values[field.rawValue], model.domain(of: field)) {
            case (.number(let number)?, .number(_, let isWhole, _)) where number.isFinite:
                model.assign(field, isWhole ? number.rounded() : number)
            case (.choice(let name)?, .choice(let names)):
                names.firstIndex(of: name).map { model.assign(field, Double($0)) } ?? []
            default: []
            }
        }
    }
}
