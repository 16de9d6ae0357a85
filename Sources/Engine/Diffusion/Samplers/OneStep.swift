/// A denoiser's single step: the network's prediction is the image. No time is involved.
public struct OneStep: Sampler {
    public static let name = "one-step"
    public let times = [0.0]

    public init() {}

    public func step(_ index: Int, _ x: Tensor, generator: inout Generator, predict: Prediction) -> SamplerStep {
        let image = predict(x, 0)
        return SamplerStep(state: image, estimate: image)
    }
}
