/// What a sampler asks for: the network's prediction for the state `x` at `time`, a schedule's timestep or a flow's time. Guidance is
/// inside; a sampler never knows a network.
public typealias Prediction = (_ x: Tensor, _ time: Double) -> NetworkOutput

/// What a network says of a state.
public struct NetworkOutput {
    /// What its ``PredictionType`` says.
    public var value: Tensor
    /// In −1…1: where between the smallest and the largest sensible one the logarithm of the step's variance lies, for networks that
    /// learned it.
    public var variance: Tensor?
    /// What guidance extrapolated along: the conditional prediction minus the other one; nil where nothing was guided, or where several
    /// predictions became one.
    public var difference: Tensor?

    public init(_ value: Tensor, variance: Tensor? = nil, difference: Tensor? = nil) {
        self.value = value
        self.variance = variance
        self.difference = difference
    }
}

/// Where a sampling stands: everything the next step needs beside the generator. A value, so that a branch is a copy.
public struct SamplerState {
    /// Evaluations made; the index of the next one.
    public var step = 0
    /// The state x_t.
    public var x: Tensor
    /// The clean image the last prediction implied.
    public var estimate: Tensor?
    /// What multistep methods remember: earlier clean estimates, the newest first.
    var earlier: [Tensor] = []
    /// What two-stage methods remember between their stages: where the step began.
    var origin: Tensor?
    /// … and the slope there.
    var slope: Tensor?
    /// What each group of pictures with a memory of its own remembers, where there are such.
    var rows: [SamplerState] = []

    public init(x: Tensor) { self.x = x }
}

/// A way from noise to an image in a fixed number of network evaluations.
public protocol Sampler: Sendable {
    /// The name it is chosen by.
    static var name: String { get }
    /// The time handed to the network at each evaluation.
    var times: [Double] { get }
    /// The noise level of the state before each evaluation, and last that of the result: one more than `times`.
    var levels: [NoiseLevel] { get }
    /// What the first state is, in standard normal noise.
    var initialScale: Double { get }
    /// Whether a step depends on the state alone, so that it may be taken again.
    var isMemoryless: Bool { get }
    /// The evaluation that step `step` of the person's count begins with.
    func evaluation(ofStep step: Int) -> Int
    /// One evaluation of the network and what follows from it; noise comes from `generator`.
    func step(_ state: SamplerState, generator: inout Generator, predict: Prediction) -> SamplerState
}

extension Sampler {
    public var initialScale: Double { 1 }
    public var isMemoryless: Bool { true }
    public func evaluation(ofStep step: Int) -> Int { step }

    /// `state` moved on to `x`.
    func advanced(_ state: SamplerState, to x: Tensor, estimate: Tensor) -> SamplerState {
        var next = state
        next.step += 1
        next.x = x
        next.estimate = estimate
        return next
    }
}

/// Element-wise `a x + b y`, outside any tape.
func mix(_ a: Double, _ x: Tensor, _ b: Double, _ y: Tensor) -> Tensor {
    addScaledWithoutHistory(x.detached, Float(a), y.detached, Float(b))
}
