import Engine

/// Two pictures in one, as the Illusions workspace makes them.
public struct IllusionChoices: Sendable, Equatable {
    public enum Kind: String, Sendable, CaseIterable {
        /// One picture that is another when it is seen through a view.
        case anagram
        /// One picture from near and another from afar.
        case hybrid
    }

    public var kind = Kind.anagram
    /// The class as it stands, or from afar.
    public var first = 6
    /// The class through the view, or from near.
    public var second = 9
    public var view = AnagramView.rotate180
    /// The hybrid's low-pass: pixels across, odd, and the standard deviation in pixels.
    public var kernel = GaussianBlur.usual.kernel
    public var sigma = GaussianBlur.usual.sigma

    /// What a sampling is to do.
    ///
    /// - Parameter classes: what the other picture shows; none where prompts say that.
    func edit(with classes: [Int]) -> Edit {
        if kind == .hybrid, let blur = try? GaussianBlur(kernel: kernel, sigma: sigma) {
            return .hybrid(classes: classes, blur: blur)
        }
        return .anagram(classes: classes, view: view)
    }
}

extension StudioModel {
    /// In Illusions the pictures of a moment both ways; nil elsewhere, and where something else of it is looked at.
    func bothWays(_ frame: SamplingFrame) -> [PreviewParts.Part]? {
        let shown = formed(frame)
        guard workspace == .illusions, parts == .pair, let other = transformed(shown, frame.tile) else { return nil }
        return [(other.title == "from afar" ? "from near" : "as it stands", shown), other]
    }

    /// The sampled pictures another way: an anagram's through its view, a hybrid's from afar; nil where the last sampling is neither.
    func transformed(_ grid: Picture, _ tile: SamplingFrame.Size) -> (title: String, picture: Picture)? {
        guard let request = engine.sampling?.request else { return nil }
        switch request.edit {
        case .anagram(_, let view): return (view.title, transformed(grid, tile, request) { view.apply(to: $0) })
        case .hybrid(_, let blur):
            return (
                "from afar",
                transformed(grid, tile, request) { picture in
                    var raster = Raster(picture)
                    raster.feather(sigma: blur.sigma)
                    return raster.picture
                }
            )
        case .none, .imageToImage, .inpaint, .interpolate: return nil
        }
    }

    private func transformed(
        _ grid: Picture, _ tile: SamplingFrame.Size, _ request: SamplingRequest, _ body: (Picture) -> Picture
    ) -> Picture {
        let pictures = PictureGrid.split(grid, width: tile.width, height: tile.height, count: request.count)
        return PictureGrid.compose(pictures.map(body), columns: PictureGrid.columns(of: grid, width: tile.width))
    }
}

extension AnagramView {
    /// What it does, for people.
    var title: String {
        switch self {
        case .identity: "as it stands"
        case .flip: "upside down"
        case .mirror: "in the mirror"
        case .rotate90: "turned a quarter right"
        case .rotate180: "turned half around"
        case .rotate270: "turned a quarter left"
        case .negative: "negative"
        case .skew: "skewed"
        case .jigsaw: "as a jigsaw"
        }
    }
}
