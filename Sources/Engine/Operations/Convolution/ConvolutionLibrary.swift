import COneDNN
import Foundation

/// oneDNN's convolutions, compiled once for each shape and kept.
///
/// A primitive's memory objects are shared by its calls, so a lock is held while it runs; the engine's thread is the only caller outside
/// tests. Weights go into the library's own layout before each use; scratch memory is the pool's.
final class ConvolutionLibrary: @unchecked Sendable {
    static let shared = ConvolutionLibrary()

    enum Kind: Int32 {
        case forward, data, weights
    }

    private struct Key: Hashable {
        var kind: Kind
        var shape: ConvolutionShape
        var bias: Bool
        var activation: Activation
    }

    /// More shapes than a session of training and sampling meets; beyond it all are compiled anew.
    private static let mostShapes = 512

    private struct State {
        var engine: dnnl_engine_t?
        var stream: dnnl_stream_t?
        var compiled: [Key: shim_convolution] = [:]
    }

    /// Guards everything below; the library's handles are not Sendable, so the compiler cannot see it.
    private let lock = NSLock()
    private var state = State()

    /// Runs a forward convolution with a weight that may keep what was made of it.
    func run(
        _ shape: ConvolutionShape, x: Tensor, weight: ConvolutionWeight, y: Tensor, bias: Tensor?,
        activation: Activation
    ) {
        let kept = weight.ofLibrary(shape) { packed(shape, $0, bias: bias != nil, activation: activation) }
        guard let kept else {
            return run(.forward, shape, x: x, weights: weight.plain, y: y, bias: bias, activation: activation)
        }
        lock.withLock {
            var plan = Self.plan(Key(kind: .forward, shape: shape, bias: bias != nil, activation: activation), &state)
            let scratch = Storage(byteCount: plan.scratchpadSize)
            Self.expect(
                shim_convolution_run(
                    &plan, x.pointer, kept.pointer, bias?.pointer, y.pointer, scratch.pointer, state.stream), "run",
                shape)
        }
        withExtendedLifetime((x.storage, kept, y.storage, bias?.storage)) {}
    }

    /// Plain weights in the layout and type that this shape's forward convolution wants; nil where that is the plain one.
    private func packed(
        _ shape: ConvolutionShape, _ weights: Tensor, bias: Bool, activation: Activation
    ) -> Storage? {
        lock.withLock {
            var plan = Self.plan(Key(kind: .forward, shape: shape, bias: bias, activation: activation), &state)
            guard plan.weightsArePlain == 0 else { return nil }
            let scratch = Storage(byteCount: plan.reorderScratchpadSize)
            let packed = Storage(byteCount: plan.weightsSize)
            Self.expect(
                shim_convolution_reorder(&plan, weights.pointer, packed.pointer, scratch.pointer, state.stream),
                "reorder", shape)
            withExtendedLifetime(weights.storage) {}
            return packed
        }
    }

    /// Runs one convolution. `weights` is plain `[O, I, k, k]` float32: read, or for the weight gradient written.
    func run(
        _ kind: Kind, _ shape: ConvolutionShape, x: Tensor, weights: Tensor, y: Tensor, bias: Tensor? = nil,
        activation: Activation = .none
    ) {
        precondition(weights.elementType == .float32, "weights are float32, not \(weights.elementType)")
        lock.withLock {
            let key = Key(kind: kind, shape: shape, bias: bias != nil, activation: activation)
            var plan = Self.plan(key, &state)
            let scratch = Storage(byteCount: max(plan.scratchpadSize, plan.reorderScratchpadSize))
            let packed = plan.weightsArePlain != 0 ? nil : Storage(byteCount: plan.weightsSize)
            if let packed, kind != .weights {
                Self.expect(
                    shim_convolution_reorder(&plan, weights.pointer, packed.pointer, scratch.pointer, state.stream),
                    "reorder", shape)
            }
            Self.expect(
                shim_convolution_run(
                    &plan, x.pointer, packed?.pointer ?? weights.pointer, bias?.pointer, y.pointer, scratch.pointer,
                    state.stream), "run", shape)
            if let packed, kind == .weights {
                Self.expect(
                    shim_convolution_reorder(&plan, packed.pointer, weights.pointer, scratch.pointer, state.stream),
                    "reorder", shape)
            }
        }
        withExtendedLifetime((x.storage, weights.storage, y.storage, bias?.storage)) {}
    }

    private static func plan(_ key: Key, _ state: inout State) -> shim_convolution {
        if let plan = state.compiled[key] { return plan }
        if state.engine == nil { expect(shim_engine(&state.engine, &state.stream), "start", key.shape) }
        if state.compiled.count >= mostShapes {
            for var plan in state.compiled.values { shim_convolution_destroy(&plan) }
            state.compiled = [:]
        }
        var plan = shim_convolution()
        var described = key.shape.described(bias: key.bias, activation: key.activation)
        expect(shim_convolution_create(&plan, key.kind.rawValue, &described, state.engine), "compile", key.shape)
        state.compiled[key] = plan
        return plan
    }

    /// A failure here is a shape the callers should not have let through, or a library that cannot work at all.
    private static func expect(_ status: dnnl_status_t, _ what: String, _ shape: ConvolutionShape) {
        precondition(
            status == dnnl_success, "oneDNN could not \(what) the convolution \(shape): status \(status.rawValue)")
    }
}
