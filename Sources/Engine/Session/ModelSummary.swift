/// The model in memory.
public struct ModelSummary: Sendable, Equatable, Codable {
    public var facts: ModelFacts
    /// What it was trained for here; nil for a pipeline.
    public var objective: Objective?
    public var parameterCount: Int
    public var computeType: ElementType
    /// What its weights take now, in bytes, and what they will once all of them were used.
    public var heldBytes: Int
    public var totalBytes: Int

    public init(
        facts: ModelFacts, objective: Objective?, parameterCount: Int, computeType: ElementType, heldBytes: Int,
        totalBytes: Int
    ) {
        (self.facts, self.objective, self.parameterCount) = (facts, objective, parameterCount)
        (self.computeType, self.heldBytes, self.totalBytes) = (computeType, heldBytes, totalBytes)
    }

    public var name: String { facts.name }
}
