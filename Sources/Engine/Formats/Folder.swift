import Foundation

/// Folders this program makes.
enum Folder {
    /// Makes `path` and what is missing above it.
    static func make(_ path: String) throws {
        do {
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        } catch {
            throw EngineFailure(
                "the folder cannot be made", found: error.localizedDescription, place: path,
                hint: "choose a folder you may write to with --output")
        }
    }
}
