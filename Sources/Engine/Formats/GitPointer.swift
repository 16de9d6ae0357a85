import Foundation

/// What git leaves in a large file's place until `git lfs pull`: a few lines of text.
enum GitPointer {
    private static let start = Data("version https://git-lfs".utf8)

    /// - Throws: ``EngineFailure`` where `data` is such a pointer.
    static func refuse(_ data: Data, place: String) throws {
        guard data.prefix(start.count) == start else { return }
        throw EngineFailure(
            "this is a pointer of \(data.count) bytes, not the file itself", place: place,
            hint: "run git lfs pull in that folder")
    }
}
