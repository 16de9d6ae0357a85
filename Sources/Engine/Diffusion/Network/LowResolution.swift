/// A small picture, enlarged and noised, for a network that makes a large one of it (Ho et al., 2022, cascaded diffusion).
struct LowResolution {
    /// `[N, H, W, C]`, or one for all.
    private(set) var image: Tensor
    /// The timestep of its noise, which the network is told.
    let level: Double

    private let noise: NoiseLevel

    /// Not noised yet.
    ///
    /// - Parameters:
    ///   - image: `[N, h, w, C]` in −1…1.
    ///   - side: of the large picture.
    ///   - level: a timestep of `schedule`: more noise leaves the network more freedom.
    init(_ image: Tensor, side: Int, level: Int, schedule: NoiseSchedule) {
        self.image = resizeBilinear(image, height: side, width: side, alignCorners: true)
        self.level = Double(level)
        noise = schedule.level(level)
    }

    /// The pictures with the noise that ``level`` says.
    func noised(_ generator: inout Generator) -> LowResolution {
        var result = self
        result.image = noise.noised(image, with: generator.noise(image.shape))
        return result
    }

    func image(of picture: Int) -> Tensor {
        let row = picture % image.shape[0]
        return image.rows(row..<row + 1)
    }
}
