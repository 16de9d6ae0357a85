import Foundation

/// The runs on this machine.
public enum RunCatalogue {
    /// The run called `name`: a folder, or a name among the runs.
    ///
    /// - Throws: ``EngineFailure`` where there is none.
    public static func folder(named name: String, in place: String = Places.runs) throws -> RunFolder {
        for path in [name] + (name.contains("/") ? [] : [place + "/" + name]) {
            let folder = RunFolder((path as NSString).standardizingPath)
            if folder.isRun { return folder }
        }
        let known = all(in: place).map(\.name)
        throw EngineFailure(
            "there is no run \(name)", expected: "a run's folder or name",
            hint: known.isEmpty
                ? "train one: studio train digits-flow-class" : "runs here: \(known.joined(separator: ", "))")
    }

    /// The runs in `place`, by name.
    public static func all(in place: String = Places.runs) -> [RunFolder] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: place)) ?? []
        return names.sorted().map { RunFolder(place + "/" + $0) }.filter(\.isRun)
    }
}
