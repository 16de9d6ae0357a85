/// A run's fixed-seed samples through training time, for people.
public enum SampleHistory {
    /// Each set of samples with its step written below: raw, and beside it from the averaged weights where there are any.
    ///
    /// - Parameter limit: at most so many sets, evenly spread over the run, the first and the last among them.
    /// - Throws: ``EngineFailure`` where there are none, or one cannot be read.
    public static func frames(of folder: RunFolder, limit: Int) throws -> [Picture] {
        let steps = SampleStore(folder).steps()
        guard !steps.isEmpty else {
            throw EngineFailure(
                "the run has no samples", place: folder.samplesPath,
                hint: "train with --sample-interval, or a whole epoch")
        }
        let count = min(steps.count, max(limit, 1))
        let chosen = (0..<count).map { steps[count == 1 ? steps.count - 1 : $0 * (steps.count - 1) / (count - 1)] }
        let sets = try chosen.map(SampleStore(folder).load)
        // Frames of one picture have one size; an average turned on in the middle makes the later ones wider.
        let hasAverage = sets.contains { $0.averaged != nil }
        let frames = sets.map { set in
            (hasAverage ? PictureGrid.compose([set.raw, set.averaged ?? set.raw], columns: 2, spacing: 6) : set.raw)
                .captioned("step \(set.step)" + (hasAverage ? "  raw / average" : ""), left: 2)
        }
        guard let first = frames.first, frames.allSatisfy({ ($0.width, $0.height) == (first.width, first.height) })
        else {
            throw EngineFailure("the run's samples differ in size", place: folder.samplesPath)
        }
        return frames
    }
}
