import ArgumentParser
import Engine

/// What makes a grid of samplings of a command that makes pictures.
struct GridOptions: ParsableArguments {
    @Option(
        help: """
            Columns of a grid: PARAMETER=VALUES, such as guidance=1,3,5,7, seed=0:10:2 or 12:guidance=2,8 (from step 12 on).
            """) var gridX: String?
    @Option(help: "Rows of a grid, in the same form; either may be left out.") var gridY: String?

    func validate() throws { _ = try axes() }

    var isEmpty: Bool { gridX == nil && gridY == nil }

    /// Whether a grid varies any of `kinds`.
    func varies(_ kinds: GridParameter.Kind...) throws -> Bool {
        let (x, y) = try axes()
        return [x, y].contains { axis in axis.map { kinds.contains($0.parameter.kind) } ?? false }
    }

    /// The grid of samplings based on `base`; nil where none is asked for.
    func grid(of base: SamplingRequest) throws -> GridRequest? {
        guard !isEmpty else { return nil }
        let (x, y) = try axes()
        let grid = GridRequest(base, x: x, y: y)
        do { _ = try grid.cells() } catch let failure as EngineFailure { throw WrongUsage(failure) }
        return grid
    }

    private func axes() throws -> (GridAxis?, GridAxis?) { (try axis(gridX, "--grid-x"), try axis(gridY, "--grid-y")) }

    private func axis(_ text: String?, _ option: String) throws -> GridAxis? {
        do { return try text.map { try GridAxis($0) } } catch var failure as EngineFailure {
            failure.place = option
            throw ValidationError(failure.sentence)
        }
    }
}
