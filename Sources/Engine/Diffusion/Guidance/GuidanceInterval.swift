/// The part of a run in which guidance holds (Kynkäänniemi et al., 2024): guiding only in the middle keeps variety and saves work.
///
/// Positions are fractions of the run, 0 at the noise and 1 at the image; both ends belong to it.
public struct GuidanceInterval: Sendable, Equatable, Codable {
    public var start: Double
    public var end: Double

    public init(start: Double, end: Double) { (self.start, self.end) = (start, end) }

    /// Reads `A:B`; nil where that is no part of a run.
    public init?(_ text: String) {
        let ends = text.split(separator: ":", omittingEmptySubsequences: false).map { Double($0) }
        guard ends.count == 2, let start = ends[0], let end = ends[1], start >= 0, end <= 1, start <= end else {
            return nil
        }
        self.init(start: start, end: end)
    }

    func validate() throws {
        guard start >= 0, end <= 1, start <= end else {
            throw EngineFailure(
                "the guidance interval is out of range", expected: "0 ≤ A ≤ B ≤ 1", found: "\(start):\(end)")
        }
    }

    func contains(_ progress: Double) -> Bool { progress >= start && progress <= end }
}
