/// What is done to a clean estimate that leaves the range of images, −1…1.
public enum Thresholding: Sendable, Equatable {
    case none
    /// Clipped to ±range.
    case clip(range: Double)
    /// Each picture clipped to ±s and divided by s, s the `ratio` quantile of its absolute values, between 1 and `ceiling` (Saharia et
    /// al., 2022, section 2.3).
    case dynamic(ratio: Double, ceiling: Double)

    /// - Parameter image: `[N, …]`.
    func apply(_ image: Tensor) -> Tensor {
        switch self {
        case .none: return image
        case .clip(let range):
            let limit = Float(range)
            return Tensor(image.array.map { min(max($0, -limit), limit) }, image.shape)
        case .dynamic(let ratio, let ceiling):
            var values = image.array
            let size = values.count / image.shape[0]
            for start in stride(from: 0, to: values.count, by: size) {
                let absolute = values[start..<start + size].map(abs)
                let limit = Float(min(max(Self.quantile(absolute, ratio), 1), ceiling))
                for i in start..<start + size { values[i] = min(max(values[i], -limit), limit) / limit }
            }
            return Tensor(values, image.shape)
        }
    }

    /// The `ratio` quantile, linear between two neighbours, as PyTorch's.
    private static func quantile(_ values: [Float], _ ratio: Double) -> Double {
        let sorted = values.sorted()
        let position = ratio * Double(sorted.count - 1)
        let lower = Int(position)
        let upper = min(lower + 1, sorted.count - 1)
        let fraction = position - Double(lower)
        return Double(sorted[lower]) * (1 - fraction) + Double(sorted[upper]) * fraction
    }
}
