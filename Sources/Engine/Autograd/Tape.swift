/// The record of one forward pass, from which gradients are computed in reverse.
///
/// A tensor becomes a variable with ``variable(_:)``; every operation on a tensor that has a node appends one. Without a tape
/// nothing is recorded, so inference costs nothing extra.
public final class Tape {
    /// One recorded value: its gradient so far, and how to pass that on to the values it was made from.
    public final class Node {
        unowned let tape: Tape
        /// dLoss/dValue, the sum of what has arrived.
        package fileprivate(set) var gradient: Tensor?
        fileprivate var parents: [Node?]
        fileprivate var backward: ((Tensor) -> [Tensor?])?
        fileprivate let sink: ((Tensor) -> Void)?

        fileprivate init(
            tape: Tape, parents: [Node?], backward: ((Tensor) -> [Tensor?])?, sink: ((Tensor) -> Void)?
        ) {
            self.tape = tape
            self.parents = parents
            self.backward = backward
            self.sink = sink
        }

        /// Adds `more` to the gradient, in place where nobody else can see the memory.
        fileprivate func accumulate(_ more: Tensor) {
            if let sink {
                sink(more)
                return
            }
            guard let sum = gradient else {
                gradient = more.detached
                return
            }
            gradient = addedWithoutHistory(sum, more)
        }
    }

    private var nodes: [Node] = []

    public init() {}

    /// A tensor whose gradient is wanted; read it with ``gradient(of:)`` after ``backward(from:)``.
    public func variable(_ value: Tensor) -> Tensor { attach(value, parents: [], backward: nil, sink: nil) }

    /// A tensor whose gradient is handed to `sink` as it arrives, instead of being kept (parameters write into their own memory).
    package func variable(_ value: Tensor, sink: @escaping (Tensor) -> Void) -> Tensor {
        attach(value, parents: [], backward: nil, sink: sink)
    }

    /// dLoss/d`variable`, once ``backward(from:)`` has run; nil where the loss does not depend on it.
    public func gradient(of variable: Tensor) -> Tensor? { variable.node?.gradient }

    /// Computes the gradient of `loss` (a scalar) with respect to every variable, and frees the record as it goes.
    public func backward(from loss: Tensor) { backward(from: loss, seed: Tensor(scalar: 1)) }

    /// As ``backward(from:)`` with dLoss/d`output` given: `seed` has `output`'s shape.
    public func backward(from output: Tensor, seed: Tensor) {
        precondition(output.count == seed.count, "the seed \(seed.shape) is not of the output's shape \(output.shape)")
        guard let start = output.node else { return }
        precondition(start.tape === self, "the output was recorded on another tape")
        start.accumulate(seed.reshapedWithoutHistory(output.shape))
        while let node = nodes.popLast() {
            guard let backward = node.backward else { continue }
            node.backward = nil
            if let gradient = node.gradient {
                node.gradient = nil
                for (parent, share) in zip(node.parents, backward(gradient)) {
                    if let parent, let share { parent.accumulate(share) }
                }
            }
            node.parents = []
        }
    }

    fileprivate func attach(
        _ value: Tensor, parents: [Node?], backward: ((Tensor) -> [Tensor?])?, sink: ((Tensor) -> Void)?
    ) -> Tensor {
        var value = value.detached
        let node = Node(tape: self, parents: parents, backward: backward, sink: sink)
        nodes.append(node)
        value.node = node
        return value
    }
}

extension Tensor {
    /// Whether an operation on this tensor is recorded.
    package var isRecorded: Bool { node != nil }

    /// Records that this value was made from `parents`. `backward` maps the gradient of this value to the parents' gradients,
    /// in their order, nil for one that has none; it is kept only where some parent is recorded.
    ///
    /// The gradient arrives in this value's shape and element type; each parent's must be in the parent's.
    package func recorded(from parents: [Tensor], backward: @escaping (Tensor) -> [Tensor?]) -> Tensor {
        guard let tape = parents.lazy.compactMap({ $0.node?.tape }).first else { return self }
        return tape.attach(self, parents: parents.map(\.node), backward: backward, sink: nil)
    }
}
