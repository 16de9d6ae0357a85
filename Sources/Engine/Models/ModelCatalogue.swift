import Foundation

/// Finds saved models: by folder, by name, or the newest.
public enum ModelCatalogue {
    /// The folders a model may be in, in the order of preference.
    static var shelves: [String] {
        let executable = Bundle.main.executableURL?.resolvingSymlinksInPath().deletingLastPathComponent()
        let installed = executable.map { [$0.appendingPathComponent("../share/studio/models").standardized.path] } ?? []
        return [Places.runs, "models", Places.data + "/models"] + installed
    }

    /// The models on the shelves, the newest first on each.
    public static func all() -> [String] { shelves.flatMap(models(in:)) }

    /// The folders of models of every kind on the shelves, the newest of those trained here first on each, then pipelines by name.
    public static func everything() -> [String] {
        shelves.flatMap { shelf in
            let names = ((try? FileManager.default.contentsOfDirectory(atPath: shelf)) ?? []).sorted()
            return models(in: shelf) + names.map { shelf + "/" + $0 }.filter(PipelineFolder.exists)
        }
    }

    /// The folder of the model called `name`: a folder, a name in `models/` or among the runs; nil is the newest run, then the first of
    /// `models/`.
    ///
    /// - Throws: ``EngineFailure`` where there is none.
    public static func folder(of name: String?) throws -> String {
        guard let name else {
            guard let newest = all().first else {
                throw EngineFailure(
                    "there is no model yet", expected: "a trained model", place: Places.runs,
                    hint: "train one: studio train digits-flow-class")
            }
            return newest
        }
        let isModel = { (path: String) in ModelFolder.exists(at: path) || PipelineFolder.exists(at: path) }
        if isModel(name) { return name }
        if !name.contains("/"), let found = shelves.map({ $0 + "/" + name }).first(where: isModel) { return found }
        let known = everything().map { ($0 as NSString).lastPathComponent }
        throw EngineFailure(
            "there is no model \(name)", expected: "a folder with config.json and model.safetensors, or a known name",
            hint: known.isEmpty
                ? "train one: studio train digits-flow-class" : "known names: \(known.joined(separator: ", "))")
    }

    private static func models(in shelf: String) -> [String] {
        let files = FileManager.default
        let folders = (try? files.contentsOfDirectory(atPath: shelf)) ?? []
        func modified(_ path: String) -> Date {
            let attributes = try? files.attributesOfItem(atPath: path + "/" + ModelFolder.weightsName)
            return attributes?[.modificationDate] as? Date ?? .distantPast
        }
        return folders.map { shelf + "/" + $0 }.filter(ModelFolder.exists).map { ($0, modified($0)) }
            .sorted { ($0.1, $1.0) > ($1.1, $0.0) }.map(\.0)
    }
}
