/// A denoiser's single step: the network's prediction is the image. No time is involved.
public struct OneStep: Sampler {
    public static let name = "one-step"
    public let times = [0.0]
    public let levels = [NoiseLevel(signal: 0, noise: 1), .clean]

    public init() {}

    public func step(_ state: SamplerState, generator: inout Generator, predict: Prediction) -> SamplerState {
        let image = predict(state.x, 0).value
        return advanced(state, to: image, estimate: image)
    }
}
