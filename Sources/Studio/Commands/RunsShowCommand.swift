import ArgumentParser
import Engine
import Foundation

/// `studio runs show RUN`
struct RunsShowCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "How a run went; its curve and its samples as files.")

    @Argument(help: "A run's folder or name.") var name: String
    @Option(help: "Write the loss: FILE.csv, or FILE.png with axes.") var curve: String?
    @Option(help: "Write the samples through training time: FILE.png, or FILE.gif.") var samples: String?
    @Flag(help: "Tell every step as another process makes it, until it ends.") var follow = false
    @Flag(help: "One JSON object a line.") var json = false

    private static let gridLimit = 12

    func validate() throws {
        if let curve { try checkCurve(curve) }
        if let samples, ![".png", ".gif"].contains(where: samples.lowercased().hasSuffix) {
            throw ValidationError("--samples", expected: "FILE.png or FILE.gif", found: samples)
        }
    }

    func run() throws {
        let folder = try RunCatalogue.folder(named: name)
        if let curve { try writeCurve([folder], to: curve) }
        if let samples { try writeSamples(of: folder, to: samples) }
        if follow {
            try RunFollowing(follower: try RunFollower(folder), json: json).run()
        } else if curve == nil, samples == nil {
            let run = try RunSummary(of: folder)
            if json {
                try writeJSON(RunJSON(run))
            } else {
                try writeOutput(text(run))
            }
        }
    }

    private func writeSamples(of folder: RunFolder, to path: String) throws {
        if path.lowercased().hasSuffix(".gif") {
            let frames = try SampleHistory.frames(of: folder, limit: .max)
            // The last frame stays, so that the result can be seen.
            try GIF.write(frames, delays: frames.indices.map { $0 == frames.count - 1 ? 200 : 40 }, to: path)
        } else {
            let frames = try SampleHistory.frames(of: folder, limit: Self.gridLimit)
            try PNG.write(PictureGrid.compose(frames, spacing: 8), to: path)
        }
    }

    private func text(_ run: RunSummary) -> String {
        var lines = ["\(run.folder.name): \(run.recipe.name), \(run.stateText)", "  folder      \(run.folder.path)"]
        if let parent = run.record.parent { lines.append("  branched    from \(parent.folder) at step \(parent.step)") }
        lines.append(
            "  step        \(run.step) of \(run.record.totalSteps), epoch \(run.epoch), \(clock(run.record.seconds)) of training"
        )
        if let loss = run.loss { lines.append("  loss        \(fixed(loss, 4))") }
        if let loss = run.validationLoss, let best = run.best {
            lines.append("  held out    \(fixed(loss, 4)), best \(fixed(best.loss, 4)) at step \(best.step)")
        }
        for change in run.changes {
            lines.append("  changed     \(change.change.name) to \(change.change.valueText) at step \(change.step)")
        }
        let kept = run.checkpoints.map { "\($0.step)" + ($0.epoch.map { " (epoch \($0))" } ?? "") }
        lines.append("  checkpoints \(kept.isEmpty ? "none" : kept.joined(separator: ", "))")
        lines.append(
            "  samples     \(run.sampleSteps.isEmpty ? "none" : "\(run.sampleSteps.count), the last at step \(run.sampleSteps.last ?? 0)")"
        )
        return lines.joined(separator: "\n")
    }
}

/// `studio runs compare RUN RUN…`
struct RunsCompareCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "compare", abstract: "Runs side by side: what differs in their recipes, and what they came to.")

    @Argument(help: "Runs: folders or names.") var runs: [String]
    @Option(help: "Write their losses: FILE.csv, or FILE.png with all of them.") var curve: String?
    @Flag(help: "One JSON object a line.") var json = false

    func validate() throws {
        guard runs.count >= 2 else { throw ValidationError("name two runs or more") }
        if let curve { try checkCurve(curve) }
    }

    func run() throws {
        let folders = try runs.map { try RunCatalogue.folder(named: $0) }
        if let curve { try writeCurve(folders, to: curve) }
        let summaries = try folders.map(RunSummary.init)
        if json {
            for run in summaries { try writeJSON(RunJSON(run)) }
            return
        }
        let width = max(18, (summaries.map(\.folder.name.count).max() ?? 0) + 2)
        for row in rows(summaries) {
            try writeOutput(row.name.padded(to: 22) + row.values.map { $0.padded(to: width) }.joined())
        }
    }

    private func rows(_ runs: [RunSummary]) -> [(name: String, values: [String])] {
        func row(_ name: String, _ value: (RunSummary) -> String) -> (String, [String]) { (name, runs.map(value)) }
        // Each recipe's own lines that are not in all of them.
        let recipes = runs.map { Self.keys($0.recipe) }
        let keys = recipes.flatMap { $0.map(\.key) }.reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }
        let differing = keys.compactMap { key -> (String, [String])? in
            let values = recipes.map { recipe in recipe.first { $0.key == key }?.value ?? "–" }
            return Set(values).count > 1 && key != "summary" ? (key, values) : nil
        }
        return [row("") { $0.folder.name }] + differing + [
            row("state") { $0.stateText }, row("steps") { "\($0.step)" },
            row("loss") { $0.loss.map { fixed($0, 4) } ?? "–" },
            row("held-out loss") { $0.validationLoss.map { fixed($0, 4) } ?? "–" },
            row("best held-out loss") { $0.best.map { "\(fixed($0.loss, 4)) at \($0.step)" } ?? "–" },
            row("changes") { "\($0.changes.count)" }, row("time") { clock($0.record.seconds) },
        ]
    }

    /// A recipe's TOML as keys and values.
    private static func keys(_ recipe: Recipe) -> [(key: String, value: String)] {
        recipe.toml.split(separator: "\n").compactMap { line in
            let parts = line.components(separatedBy: " = ")
            return parts.count == 2 ? (parts[0], parts[1]) : nil
        }
    }
}

/// The curve of one run or several as a file.
private func writeCurve(_ folders: [RunFolder], to path: String) throws {
    let runs = try folders.map { (name: $0.name, history: try RunHistory(of: $0)) }
    if path.lowercased().hasSuffix(".png") {
        try PNG.write(CurvePlot.draw(runs), to: path)
        return
    }
    var text = ""
    for (index, run) in runs.enumerated() {
        let lines = run.history.csv(run: runs.count > 1 ? run.name : nil)
        // One head is enough.
        text += index == 0 ? lines : String(lines.drop { $0 != "\n" }.dropFirst())
    }
    try AtomicFile.write(Data(text.utf8), to: path)
}

private func checkCurve(_ path: String) throws {
    guard [".png", ".csv"].contains(where: path.lowercased().hasSuffix) else {
        throw ValidationError("--curve", expected: "FILE.csv or FILE.png", found: path)
    }
}
