/// Samplings that differ in two parameters, side by side: columns along x, rows along y.
public struct GridRequest: Sendable, Equatable, Codable {
    /// What all cells have in common; its `count` pictures are those of one cell.
    public var base: SamplingRequest
    public var x: GridAxis?
    public var y: GridAxis?

    /// The most cells of a grid.
    public static let mostCells = 400

    public init(_ base: SamplingRequest, x: GridAxis?, y: GridAxis?) { (self.base, self.x, self.y) = (base, x, y) }

    public var columns: Int { x?.values.count ?? 1 }
    public var rows: Int { y?.values.count ?? 1 }

    /// The request of each cell, row by row.
    ///
    /// - Throws: ``EngineFailure`` where the axes do not fit the base or one another, or there are too many cells.
    public func cells() throws -> [SamplingRequest] {
        try validate()
        return try (0..<rows).flatMap { row in
            try (0..<columns).map { column in
                var cell = base
                if let x { try x.parameter.set(x.values[column], in: &cell) }
                if let y { try y.parameter.set(y.values[row], in: &cell) }
                return cell
            }
        }
    }

    private func validate() throws {
        let axes = [x, y].compactMap(\.self)
        guard !axes.isEmpty else { throw EngineFailure("a grid needs an axis", expected: "--grid-x or --grid-y") }
        for parameter in axes.map(\.parameter) {
            guard parameter.fits(base.edit) else {
                let kinds = GridParameter.Kind.allCases.filter { GridParameter($0).fits(base.edit) }
                throw EngineFailure(
                    "this cannot vary here", expected: kinds.map(\.rawValue).joined(separator: ", "),
                    found: parameter.name)
            }
            if let step = parameter.step, step >= base.stepCount {
                throw EngineFailure(
                    "the grid changes something after the last step", expected: "0…\(base.stepCount - 1)",
                    found: "\(step)")
            }
        }
        if let x, let y, x.parameter.collides(with: y.parameter) {
            throw EngineFailure(
                "both axes vary the same", expected: "two parameters", found: "\(x.parameter.name) twice")
        }
        let most = min(Self.mostCells, SamplingRequest.mostPictures / max(1, base.count))
        guard rows * columns <= most else {
            throw EngineFailure(
                "the grid has too many cells", expected: "at most \(most)", found: "\(columns) × \(rows)")
        }
    }
}
