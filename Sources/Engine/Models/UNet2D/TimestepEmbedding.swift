import Foundation

/// A time as sines and cosines of falling frequencies (Vaswani et al., 2017), `[B, width]`: `sin(t f_i), cos(t f_i)` with
/// `f_i = 10000^(−i / (width/2 − shift))`.
func sinusoidalEmbedding(_ times: [Double], _ settings: UNet2DPlan.TimestepSettings) -> Tensor {
    let half = settings.width / 2
    // Rounded to float32 where PyTorch rounds: at t = 999 the last bit of a frequency moves a sine by 10⁻⁴.
    let exponent = Float(-log(10000.0))
    let frequencies = (0..<half).map { index in
        Float(exp(Double(exponent * Float(index) / Float(Double(half) - settings.frequencyShift))))
    }
    var values: [Float] = []
    values.reserveCapacity(times.count * settings.width)
    for time in times {
        let angles = frequencies.map { Double(Float(time) * $0) }
        let (sines, cosines) = (angles.map { Float(sin($0)) }, angles.map { Float(cos($0)) })
        values += settings.cosinesFirst ? cosines + sines : sines + cosines
        if settings.width % 2 == 1 { values.append(0) }
    }
    return Tensor(values, [times.count, settings.width])
}

/// What a time's sines and cosines become: linear, activation, linear.
struct TimestepEmbedding: Module {
    let linear1: Linear
    let linear2: Linear
    let activation: Activation
    let postActivation: Activation

    init(_ inputs: Int, _ outputs: Int, activation: Activation, postActivation: Activation = .none) {
        (self.activation, self.postActivation) = (activation, postActivation)
        linear1 = Linear(inputs, outputs)
        linear2 = Linear(outputs, outputs)
    }

    var entries: [ModuleEntry] { linear1.named("linear_1") + linear2.named("linear_2") }

    func callAsFunction(_ x: Tensor, _ pass: Pass) -> Tensor {
        postActivation.apply(linear2(activation.apply(linear1(x, pass)), pass))
    }
}
