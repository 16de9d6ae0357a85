import Engine

/// What the samples of a one-step denoiser show and why: pictures that do not explain themselves.
enum SampleLegend {
    /// Draws the words at the bottom of `rect` where they leave enough room for the pictures.
    ///
    /// - Returns: the room that is left.
    static func draw(_ model: StudioModel, in rect: Rect, on canvas: inout Canvas) -> Rect {
        guard let text = model.shownObjective.flatMap(text) else { return rect }
        let lines = Wrap.lines(text, width: rect.width)
        guard rect.height - lines.count >= 8 else { return rect }
        let top = rect.y + rect.height - lines.count
        for (index, line) in lines.enumerated() {
            canvas.text(line, x: rect.x, y: top + index, width: rect.width, .dim)
        }
        return Rect(x: rect.x, y: rect.y, width: rect.width, height: rect.height - lines.count)
    }

    private static func text(_ objective: Objective) -> String? {
        switch objective {
        case .denoise(let sigma):
            let sigmas = DenoisingPicture.sigmas.map { Format.number($0) }.joined(separator: " ")
            return "Rows: clean, noisy, denoised; columns: σ \(sigmas). It learned σ \(Format.number(sigma)) alone: "
                + "less noise is easy, more was never seen, and strokes fray."
        case .denoisePureNoise:
            return "Pure noise says nothing of the image it should become, so the answer with the least squared error "
                + "is the mean of them all. The last picture is that mean, of the training images."
        case .ddpm, .flow: return nil
        }
    }
}
