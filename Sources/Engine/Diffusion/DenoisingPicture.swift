import Foundation

/// What a one-step denoiser makes of noise it was trained for, of less, and of more.
public enum DenoisingPicture {
    /// The course's levels: σ 0.5 is what is trained for, beyond it the denoiser is out of its distribution.
    public static let sigmas = [0, 0.2, 0.4, 0.5, 0.6, 0.8, 1.0]
    private static let seed: UInt64 = 180

    /// For each of the first `count` images of `split` three rows (clean, noisy, denoised) with a column for each of `sigmas`, which is
    /// written above it; an image's noise has the same direction in every column: `z = x + σ ε`.
    public static func draw(
        _ model: LoadedModel, images split: ImageSplit, count: Int = 3, sigmas: [Double] = sigmas
    ) -> Picture {
        var generator = Generator(seed: seed)
        var rows: [Picture] = []
        for index in 0..<min(count, split.count) {
            let clean = split.tensor(at: [index])
            let noise = generator.noise(clean.shape)
            let noisy = sigmas.map { mix(1, clean, $0, noise) }
            let denoised = noisy.map { model.network($0, .inference(computeType: model.computeType)) }
            let shown = sigmas.map { _ in clean } + noisy + denoised
            rows += shown.flatMap { $0.pictures(range: 0...1) }
        }
        let labels = sigmas.map { BitmapFont.label("σ" + String(format: "%g", $0), width: split.columns) }
        return PictureGrid.stack(
            PictureGrid.compose(labels, columns: sigmas.count), PictureGrid.compose(rows, columns: sigmas.count))
    }
}
