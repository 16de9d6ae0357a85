/// What a sampler asks for: the network's prediction for the state `x` at step `index`'s time. Guidance is inside; a sampler never
/// knows a network.
public typealias Prediction = (_ x: Tensor, _ time: Double) -> Tensor

/// One step's outcome.
public struct SamplerStep {
    /// The next state.
    public let state: Tensor
    /// The clean image the prediction implied.
    public let estimate: Tensor
}

/// A way from noise to an image in a fixed number of steps.
public protocol Sampler {
    /// The name it is chosen by.
    static var name: String { get }
    /// The time handed to the network at each step; their count is the number of steps.
    var times: [Double] { get }
    /// From state `x` at step `index` to the next; noise comes from `generator`.
    func step(_ index: Int, _ x: Tensor, generator: inout Generator, predict: Prediction) -> SamplerStep
}

/// Element-wise `a x + b y`, outside any tape.
func mix(_ a: Double, _ x: Tensor, _ b: Double, _ y: Tensor) -> Tensor {
    addScaledWithoutHistory(x.detached, Float(a), y.detached, Float(b))
}
