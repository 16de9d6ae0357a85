/// What one training step shows the network and what it should have said.
struct ObjectiveBatch {
    /// The noisy images, `[B, 28, 28, 1]`.
    let input: Tensor
    /// `[B, 1]` in 0…1, where the network takes a time.
    let time: Tensor?
    /// One-hot `[B, K]`, rows of zeros where the condition was dropped.
    let classes: Tensor?
    /// `[B, 28, 28, 1]`.
    let target: Tensor
}

extension Objective {
    /// Noises `images` (`[B, 28, 28, 1]` in 0…1), every random number from `generator`, in the order time, noise.
    func corrupt(_ images: Tensor, generator: inout Generator) -> (input: Tensor, time: Tensor?, target: Tensor) {
        let B = images.shape[0]
        switch self {
        case .denoise(let sigma):
            let noise = generator.normal(images.shape)
            return (mix(1, images, sigma, noise), nil, images)
        case .denoisePureNoise:
            return (generator.normal(images.shape), nil, images)
        case .flow:
            let t = generator.uniform([B, 1])
            let noise = generator.normal(images.shape)
            let times = t.array
            let input = mixEach(noise, times.map { 1 - $0 }, images, times)
            return (input, t, mix(1, images, -1, noise))
        case .ddpm(let timesteps, let start, let end):
            let schedule = NoiseSchedule(linear: timesteps, betaStart: start, betaEnd: end)
            let t = generator.integers(in: 0..<timesteps, count: B)
            let noise = generator.normal(images.shape)
            let bars = t.map(schedule.alphaBar)
            let input = mixEach(
                images, bars.map { Float($0.squareRoot()) }, noise, bars.map { Float((1 - $0).squareRoot()) })
            return (input, Tensor(t.map { Float($0) / Float(timesteps) }, [B, 1]), noise)
        }
    }

    /// Whether the network is given a time.
    public var usesTime: Bool {
        switch self {
        case .flow, .ddpm: true
        case .denoise, .denoisePureNoise: false
        }
    }
}

/// `a_b x_b + c_b y_b` for each image b.
private func mixEach(_ x: Tensor, _ a: [Float], _ y: Tensor, _ c: [Float]) -> Tensor {
    let result = Tensor(uninitialized: x.shape)
    let size = x.count / x.shape[0]
    x.withFloats { x in
        y.withFloats { y in
            result.withMutableFloats { out in
                for b in a.indices {
                    for i in b * size..<(b + 1) * size { out[i] = a[b] * x[i] + c[b] * y[i] }
                }
            }
        }
    }
    return result
}

/// One-hot rows `[B, K]`; a nil label is the dropped condition, a row of zeros.
func oneHot(_ labels: [Int?], classes: Int) -> Tensor {
    var values = [Float](repeating: 0, count: labels.count * classes)
    for (row, label) in labels.enumerated() {
        if let label { values[row * classes + label] = 1 }
    }
    return Tensor(values, [labels.count, classes])
}
