/// The order in which a training set is gone through: a new permutation each epoch, cut into batches, the last one as short as it falls.
struct BatchOrder: Codable, Sendable, Equatable {
    let count: Int
    let batch: Int
    private var order: [Int] = []
    /// How many of `order` are used up.
    private var position = 0

    init(count: Int, batch: Int) {
        precondition(count > 0 && batch > 0, "expected images and a batch size, found \(count) and \(batch)")
        self.count = count
        self.batch = batch
    }

    /// The indices of the next batch; draws a permutation from `generator` when an epoch begins.
    mutating func next(generator: inout Generator) -> [Int] {
        if position >= order.count {
            order = generator.permutation(of: count)
            position = 0
        }
        let end = min(position + batch, count)
        defer { position = end }
        return Array(order[position..<end])
    }
}
