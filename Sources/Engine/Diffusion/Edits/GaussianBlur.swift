import Foundation

/// A Gaussian low-pass: weights `exp(−d² / 2σ²)` over `kernel` pixels each way, normalised, the picture mirrored at its edges.
public struct GaussianBlur: Sendable, Equatable, Codable {
    /// Pixels across, odd.
    public var kernel: Int
    /// In pixels.
    public var sigma: Double

    /// For hybrids of 28×28 digits, judged by eye at guidance 5 on a model of 600 steps: below σ 1.5 the digit from afar is all there is from
    /// near too, at σ 3 it is lost from afar; a stroke is about three pixels wide. The kernel reaches 3 σ: at 2 σ the cut tails make of
    /// σ 2 less than 1.8.
    public static let usual = GaussianBlur(checkedKernel: 13, sigma: 2)

    private init(checkedKernel kernel: Int, sigma: Double) { (self.kernel, self.sigma) = (kernel, sigma) }

    /// - Throws: ``EngineFailure`` where the kernel is even or not positive, or σ is not positive.
    public init(kernel: Int, sigma: Double) throws {
        guard kernel >= 1, kernel % 2 == 1, kernel <= 999 else {
            throw EngineFailure(
                "the blur's kernel is out of range", expected: "an odd number, 1…999", found: "\(kernel)")
        }
        guard sigma > 0, sigma.isFinite else {
            throw EngineFailure("the blur's sigma is out of range", expected: "more than 0", found: "\(sigma)")
        }
        self.kernel = kernel
        self.sigma = sigma
    }

    private enum CodingKeys: CodingKey { case kernel, sigma }

    /// What stands in a file is checked like anything else.
    public init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        try self.init(
            kernel: try values.decode(Int.self, forKey: .kernel), sigma: try values.decode(Double.self, forKey: .sigma))
    }

    /// The low frequencies of `[N, H, W, C]`.
    public func apply(_ x: Tensor) -> Tensor {
        let (H, W, C) = (x.shape[1], x.shape[2], x.shape[3])
        let values = x.array
        let across = convolved(values, count: W, stride: C, lines: values.count / W) { line in
            line / C * W * C + line % C
        }
        let down = convolved(across, count: H, stride: W * C, lines: values.count / H) { line in
            line / (W * C) * H * W * C + line % (W * C)
        }
        return Tensor(down, x.shape)
    }

    /// What ``apply(_:)`` takes away: the two add up to the picture.
    public func highPass(_ x: Tensor) -> Tensor { mix(1, x, -1, apply(x)) }

    private var weights: [Float] {
        let radius = kernel / 2
        let raw = (-radius...radius).map { exp(-Double($0 * $0) / (2 * sigma * sigma)) }
        let sum = raw.reduce(0, +)
        return raw.map { Float($0 / sum) }
    }

    /// Every one of `lines` lines of `count` values, `stride` apart and starting where `start` says, convolved.
    private func convolved(
        _ values: [Float], count: Int, stride: Int, lines: Int, start: (Int) -> Int
    ) -> [Float] {
        let weights = weights
        let radius = kernel / 2
        // Mirrored without repeating the edge; a period, so that a kernel larger than the picture works too.
        let period = max(2 * (count - 1), 1)
        let sources = (-radius..<count + radius).map { place -> Int in
            let folded = ((place % period) + period) % period
            return folded < count ? folded : period - folded
        }
        var result = values
        var line = [Float](repeating: 0, count: sources.count)
        for number in 0..<lines {
            let first = start(number)
            for (place, source) in sources.enumerated() { line[place] = values[first + source * stride] }
            for place in 0..<count {
                var sum: Float = 0
                for k in 0..<kernel { sum += weights[k] * line[place + k] }
                result[first + place * stride] = sum
            }
        }
        return result
    }
}
