import Engine

/// What `studio noise` leaves behind: the pictures, their numbers, and how near each came.
extension NoiseCommand {
    private struct Record: Encodable {
        struct Row: Encodable {
            var method: String
            var decibels: [Double?]
        }

        var model: String?
        var output: String?
        var tensor: String?
        var times: [Double?]
        var sigmas: [Double?]
        var rows: [Row]
        var command: String
    }

    func write(_ comparison: NoiseComparison, of request: NoiseRequest, _ loaded: OpenedModel?) throws {
        let modelName = loaded?.name
        let command = words(request, modelName).joined(separator: " ")
        if let path = output.output {
            let made = try loaded.map { loaded in
                NoiseRecipe.Denoising(request, by: try loaded.record(of: request.asked), precision: precision)
            }
            let recipe = NoiseRecipe(comparison, of: request, denoising: made, command: command)
            let grid = output.labels ? request.labels(of: comparison).draw(comparison.pictures) : comparison.grid
            try PNG.write(grid, text: try recipe.chunks(), to: path)
        }
        if let path = output.tensor { try writeTensors(comparison, to: path) }
        guard output.json else { return try writeTable(comparison) }
        try writeJSON(
            Record(
                model: modelName, output: output.output, tensor: output.tensor, times: comparison.states.map(\.time),
                sigmas: comparison.states.map { finite($0.sigma) },
                rows: comparison.rows.map {
                    .init(method: $0.method?.rawValue ?? "noisy", decibels: $0.decibels.map(finite))
                }, command: command))
    }

    /// JSON has no infinity: noise alone has no σ, a picture that came back exactly no distance.
    private func finite(_ value: Double) -> Double? { value.isFinite ? value : nil }

    /// A line a place: how much noise, and each row's peak signal-to-noise ratio.
    private func writeTable(_ comparison: NoiseComparison) throws {
        for (index, state) in comparison.states.enumerated() {
            let time = state.time.map { "t \($0 == $0.rounded() && times != nil ? String(Int($0)) : fixed($0, 3))" }
            let sigma = state.sigma.isFinite ? fixed(state.sigma, 3) : "infinite"
            let place = [time, "sigma \(sigma)"].compactMap { $0 }.joined(separator: "  ")
            let rows = comparison.rows.map { row in
                let value = row.decibels[index]
                return "\(row.method?.rawValue ?? "noisy") \(value.isFinite ? fixed(value, 1) : "infinite") dB"
            }
            try writeOutput(place.padded(to: 24) + rows.map { $0.padded(to: 20) }.joined())
        }
    }

    /// `clean` [1, C, H, W], `noisy` and each method's [N, C, H, W] in the process' range, `sigmas` [N].
    private func writeTensors(_ comparison: NoiseComparison, to path: String) throws {
        var tensors = [("clean", channelsFirst([comparison.image]))]
        for row in comparison.rows { tensors.append((row.method?.rawValue ?? "noisy", channelsFirst(row.images))) }
        tensors.append(("sigmas", Tensor(comparison.states.map { Float($0.sigma) }, [comparison.states.count])))
        try Safetensors.write(tensors, metadata: [:], to: path)
    }

    private func channelsFirst(_ images: [Tensor]) -> Tensor {
        let (H, W, C) = (images[0].shape[1], images[0].shape[2], images[0].shape[3])
        let values = images.flatMap { image in
            let pixels = image.array
            return (0..<C).flatMap { channel in (0..<H * W).map { pixels[$0 * C + channel] } }
        }
        return Tensor(values, [images.count, C, H, W])
    }

    /// The command that makes the picture again.
    private func words(_ request: NoiseRequest, _ modelName: String?) -> [String] {
        var words = request.words(image: image, loaded: modelName, precision: precision)
        if output.labels { words.append("--labels") }
        if let path = output.output { words.append("--output \(shellQuoted(path))") }
        return words
    }
}
