/// The extents of a tensor, outermost first; activations are `[B, H, W, C]`.
public struct Shape: Hashable, Sendable, ExpressibleByArrayLiteral, CustomStringConvertible {
    public let dimensions: [Int]

    public init(_ dimensions: [Int]) {
        precondition(dimensions.allSatisfy { $0 >= 0 }, "a shape has no negative extents: \(dimensions)")
        self.dimensions = dimensions
    }

    public init(arrayLiteral elements: Int...) { self.init(elements) }

    public var rank: Int { dimensions.count }

    /// The number of elements; 1 for a scalar's empty shape.
    public var count: Int { dimensions.reduce(1, *) }

    /// The extent at `index`; negative indices count from the end.
    public subscript(index: Int) -> Int { dimensions[index < 0 ? dimensions.count + index : index] }

    public var description: String { "[" + dimensions.map(String.init).joined(separator: ", ") + "]" }
}
