/// The order in which a training set is gone through: a new permutation each pass, cut into batches, the last one as short as it falls.
struct BatchOrder: Codable, Sendable, Equatable {
    let count: Int
    /// Images a batch; may change between two of them.
    var batch: Int
    private var order: [Int] = []
    /// How many of `order` are used up; 0 between two passes.
    private var position = 0
    /// Passes finished.
    private(set) var passes = 0

    init(count: Int, batch: Int) {
        precondition(count > 0 && batch > 0, "expected images and a batch size, found \(count) and \(batch)")
        self.count = count
        self.batch = batch
    }

    /// The indices of the next batch; draws a permutation from `generator` when a pass begins.
    mutating func next(generator: inout Generator) -> [Int] {
        if position == 0 { order = generator.permutation(of: count) }
        let end = min(position + batch, count)
        let indices = Array(order[position..<end])
        position = end
        if position == count {
            position = 0
            passes += 1
        }
        return indices
    }

    /// Whether the next batch begins a pass.
    var isBetweenPasses: Bool { position == 0 }
    /// Passes done, the present one in part.
    var passesDone: Double { Double(passes) + Double(position) / Double(count) }
    /// Batches of a whole pass, and of what is left of the present one (0 between two).
    var batchesAPass: Int { (count + batch - 1) / batch }
    var batchesLeft: Int { isBetweenPasses ? 0 : (count - position + batch - 1) / batch }
}
