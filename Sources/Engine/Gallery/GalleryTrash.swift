import Foundation

/// Pictures that were deleted: a numbered folder each, with the picture, what was written beside it, and where they were.
struct GalleryTrash {
    let path: String

    /// Older ones are gone for good.
    static let most = 500
    private static let originName = "origin"

    /// Moves `files`, the picture first, here.
    ///
    /// - Throws: ``EngineFailure`` where the picture cannot be moved; it is where it was then.
    func put(_ files: [String]) throws {
        guard let picture = files.first else { return }
        let folder = path + "/" + String((numbers.last ?? 0) + 1)
        try Folder.make(folder)
        // Where it belongs is on the disk before it leaves.
        try AtomicFile.write(Data(picture.utf8), to: folder + "/" + Self.originName)
        for (place, file) in files.enumerated() {
            do {
                try FileManager.default.moveItem(atPath: file, toPath: folder + "/" + Self.name(of: file))
            } catch {
                guard place == 0 else { continue }
                try? FileManager.default.removeItem(atPath: folder)
                throw EngineFailure(
                    "the picture cannot be deleted", found: error.localizedDescription, place: file,
                    hint: "may this folder be written to?")
            }
        }
        for number in numbers.dropLast(Self.most) { try? FileManager.default.removeItem(atPath: "\(path)/\(number)") }
    }

    /// Brings back what was put here last, and returns the picture's path: the old one, with a number where another picture has that now.
    ///
    /// - Throws: ``EngineFailure`` where there is nothing, or it cannot be moved.
    func takeBack() throws -> String {
        guard let number = numbers.last else { throw EngineFailure("the trash is empty", place: path) }
        let folder = "\(path)/\(number)"
        let origin = FileManager.default.contents(atPath: folder + "/" + Self.originName)
        guard let origin = origin.map({ String(decoding: $0, as: UTF8.self) }), origin.hasPrefix("/") else {
            throw EngineFailure("where the picture was is not known", place: folder, hint: "it is in that folder")
        }
        let home = (origin as NSString).deletingLastPathComponent
        try Folder.make(home)
        let files = try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0 != Self.originName }
        let (name, ending) = (stem(Self.name(of: origin)), "." + (origin as NSString).pathExtension)
        let back = Places.free(home + "/" + name, ending: ending)
        let newName = stem(Self.name(of: back))
        for file in files.sorted() {
            // What was written beside it keeps being named after it.
            let rest = file.hasPrefix(name) ? newName + file.dropFirst(name.count) : file
            do {
                try FileManager.default.moveItem(atPath: folder + "/" + file, toPath: home + "/" + rest)
            } catch  where file != Self.name(of: origin) {
                continue
            } catch {
                throw EngineFailure(
                    "the picture cannot be brought back", found: error.localizedDescription, place: home,
                    hint: "it is in \(folder)")
            }
        }
        try? FileManager.default.removeItem(atPath: folder)
        return back
    }

    private var numbers: [Int] {
        ((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []).compactMap { Int($0) }.sorted()
    }

    private static func name(of file: String) -> String { (file as NSString).lastPathComponent }
    private func stem(_ name: String) -> String { (name as NSString).deletingPathExtension }
}
