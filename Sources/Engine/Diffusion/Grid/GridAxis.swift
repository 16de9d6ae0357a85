import Foundation

/// One direction of a grid: a parameter and the values it takes.
public struct GridAxis: Sendable, Equatable, Codable {
    public var parameter: GridParameter
    /// As they are written; at least one.
    public var values: [String]

    /// - Parameter list: values with commas between, `FROM:TO:BY` standing for all from FROM to TO: `1,3,5` or `0:10:2`.
    /// - Throws: ``EngineFailure`` where there is no value, too many, or a range that goes nowhere.
    public init(_ parameter: GridParameter, list: String) throws {
        self.parameter = parameter
        values = try list.split(separator: parameter.kind.separator, omittingEmptySubsequences: false).flatMap { item in
            try Self.expanded(item.trimmingCharacters(in: .whitespaces), of: parameter)
        }
        guard values.count <= GridRequest.mostCells else {
            throw EngineFailure(
                "the grid has too many values of \(parameter.name)", expected: "at most \(GridRequest.mostCells)",
                found: "\(values.count)")
        }
    }

    /// - Parameter text: `PARAMETER=LIST`, such as `guidance=1,3,5,7`, `seed=0:10:2` or `12:guidance=1,5`.
    /// - Throws: ``EngineFailure`` where it is not of that form.
    public init(_ text: String) throws {
        guard let equals = text.firstIndex(of: "=") else {
            throw EngineFailure(
                "an axis cannot be read", expected: "PARAMETER=VALUES, such as guidance=1,3,5,7", found: text)
        }
        try self.init(
            GridParameter(name: String(text[..<equals])), list: String(text[text.index(after: equals)...]))
    }

    /// As the command line takes it.
    public var text: String { "\(parameter.name)=\(values.joined(separator: String(parameter.kind.separator)))" }

    private static func expanded(_ item: String, of parameter: GridParameter) throws -> [String] {
        guard !item.isEmpty else {
            throw EngineFailure(
                "a value of \(parameter.name) is missing", expected: "values such as 1,3,5 or 0:10:2", found: "nothing")
        }
        let parts = item.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 3, parameter.kind.separator == "," else { return [item] }
        let numbers = parts.compactMap { Double($0) }.filter(\.isFinite)
        guard numbers.count == 3, (numbers[1] - numbers[0]) * numbers[2] > 0 else {
            throw EngineFailure(
                "a range of \(parameter.name) goes nowhere", expected: "FROM:TO:BY, such as 0:10:2", found: item)
        }
        // A little over, so that 0:1:0.1 ends at 1.
        let count = (numbers[1] - numbers[0]) / numbers[2] + 1e-9
        guard count < Double(GridRequest.mostCells) else {
            throw EngineFailure(
                "a range of \(parameter.name) is too long", expected: "at most \(GridRequest.mostCells) values",
                found: item)
        }
        return (0...Int(count)).map { written(numbers[0] + Double($0) * numbers[2]) }
    }

    /// Without the rounding of a sum: 0.3, not 0.30000000000000004.
    private static func written(_ value: Double) -> String {
        value == value.rounded() && abs(value) < 1e15 ? String(Int(value)) : String(format: "%.9g", value)
    }
}
