import Engine

extension StudioModel {
    /// The pictures of `frame` that the preview shows side by side.
    func shownParts(_ frame: SamplingFrame) -> [PreviewParts.Part] {
        if let both = comparison(at: frame) ?? bothWays(frame) { return both }
        guard parts == .pair, isInpainting, frame.estimate != nil else { return parts.pictures(of: frame) }
        return [("x_t", frame.state.picture), ("the result forming", formed(frame))]
    }

    /// What `frame` of a branch, or of the selected one, would be as a finished picture: the clean estimate, in inpainting within the mask alone.
    func formed(_ frame: SamplingFrame, of branch: Int? = nil) -> Picture {
        guard let estimate = frame.estimate?.picture else { return frame.state.picture }
        guard let request = engine.sampling?.request, case .inpaint(let original, let first, _) = request.edit else {
            return estimate
        }
        // The mask that was in force in the step that led here.
        let marks =
            tree.branches.indices.contains(branch ?? tree.selected) ? tree.branches[branch ?? tree.selected].marks : []
        let changed = marks.filter { $0.moment < frame.step }.compactMap { mark -> Picture? in
            if case .mask(let mask) = mark.change { mask.picture } else { nil }
        }
        let mask = changed.last ?? first
        return estimate.kept(original, outside: mask, tile: frame.tile, count: request.count)
    }

    /// The held branch, the selected one and their difference at a moment of it; nil where nothing is compared.
    func comparison(at frame: SamplingFrame) -> [PreviewParts.Part]? {
        guard let compared = tree.compared, compared != tree.selected, tree.branches.indices.contains(compared) else {
            return nil
        }
        let others = tree.branches[compared].film.frames
        guard let other = others.last(where: { $0.step <= frame.step }) ?? others.first else { return nil }
        let (first, second) = (formed(other, of: compared), formed(frame))
        let parts: [PreviewParts.Part] = [
            ("branch \(compared + 1)", first), ("branch \(tree.selected + 1)", second),
        ]
        return parts + (first.difference(from: second).map { [("difference", $0)] } ?? [])
    }

    private var isInpainting: Bool {
        if case .inpaint? = engine.sampling?.request.edit { true } else { false }
    }
}

extension Picture {
    /// This grid of `count` pictures with `original` in every one of them, as far as `mask` (255 new, 0 kept) leaves it:
    /// `m new + (1 − m) original`.
    fileprivate func kept(
        _ original: Picture, outside mask: Picture, tile: SamplingFrame.Size, count: Int
    ) -> Picture {
        guard (original.width, original.height, original.channels) == (tile.width, tile.height, channels),
            (mask.width, mask.height, mask.channels) == (tile.width, tile.height, 1)
        else { return self }
        let pictures = PictureGrid.split(self, width: tile.width, height: tile.height, count: count)
        let mixed = pictures.map { picture in
            let pixels = picture.pixels.indices.map { index in
                let share = Int(mask.pixels[index / channels])
                return UInt8((share * Int(picture.pixels[index]) + (255 - share) * Int(original.pixels[index])) / 255)
            }
            return Picture(width: tile.width, height: tile.height, channels: channels, pixels: pixels)
        }
        return PictureGrid.compose(mixed, columns: PictureGrid.columns(of: self, width: tile.width))
    }
}
