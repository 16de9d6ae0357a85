import Foundation

#if canImport(Glibc)
    import Glibc
#endif

/// The pictures' folder, and what the gallery keeps in it under a hidden name.
struct GalleryFolder {
    let path: String

    private static let deepest = 4

    var hidden: String { path + "/.gallery" }
    var index: String { hidden + "/index" }
    var stars: String { hidden + "/stars" }
    var elsewhere: String { hidden + "/elsewhere" }
    var trash: String { hidden + "/trash" }

    /// A picture's name in the files kept: from the folder on where it lies in it, so that the folder can be moved.
    func name(of file: String) -> String { file.hasPrefix(path + "/") ? String(file.dropFirst(path.count + 1)) : file }

    func path(of name: String) -> String { name.hasPrefix("/") ? name : path + "/" + name }

    /// The pictures in the folder and those of `others` that are there, in no order; without those written beside another one, which are
    /// given with it.
    func pictures(also others: [String]) -> (keys: [GalleryKey], companions: [String: [String]]) {
        var keys: [String: GalleryKey] = [:]
        gather(path, depth: 0, into: &keys)
        for other in others where keys[other] == nil { keys[other] = Self.key(of: other) }
        var companions: [String: [String]] = [:]
        for file in keys.keys {
            guard let owner = Self.owner(of: file), keys[owner] != nil else { continue }
            companions[owner, default: []].append(file)
        }
        for file in companions.values.joined() { keys[file] = nil }
        return (Array(keys.values), companions.mapValues { $0.sorted() })
    }

    /// The file as it is now; nil where there is none.
    static func key(of file: String) -> GalleryKey? {
        var facts = stat()
        guard stat(file, &facts) == 0, facts.st_mode & S_IFMT == S_IFREG else { return nil }
        return GalleryKey(
            path: file, size: Int(facts.st_size), modified: facts.st_mtim.tv_sec * 1_000_000_000 + facts.st_mtim.tv_nsec
        )
    }

    /// The picture that `file` was written beside, by its name: `seven-mask-9.png` beside `seven.png`; nil where it is one by itself.
    static func owner(of file: String) -> String? {
        guard file.hasSuffix(".png") else { return nil }
        var stem = file.dropLast(4)
        let digits = stem.reversed().prefix(while: \.isNumber).count
        if digits > 0, stem.dropLast(digits).hasSuffix("-mask-") { stem = stem.dropLast(digits + 1) }
        for ending in ["-image", "-mask"] where stem.hasSuffix(ending) {
            return stem.dropLast(ending.count) + ".png"
        }
        return nil
    }

    private func gather(_ folder: String, depth: Int, into keys: inout [String: GalleryKey]) {
        guard depth <= Self.deepest, let directory = opendir(folder) else { return }
        defer { closedir(directory) }
        while let entry = readdir(directory) {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
                String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            guard !name.hasPrefix(".") else { continue }
            let file = folder + "/" + name
            if PictureFile.endings.contains(where: name.hasSuffix) {
                keys[file] = Self.key(of: file)
            } else if entry.pointee.d_type == UInt8(DT_DIR) {
                gather(file, depth: depth + 1, into: &keys)
            }
        }
    }
}

/// Days and times by the clock of this place.
enum LocalTime {
    /// As `2026-11-21 21:04`.
    static func text(nanoseconds: Int) -> String {
        var seconds = nanoseconds / 1_000_000_000
        var parts = tm()
        localtime_r(&seconds, &parts)
        func two(_ value: Int32) -> String { value < 10 ? "0\(value)" : "\(value)" }
        return "\(parts.tm_year + 1900)-\(two(parts.tm_mon + 1))-\(two(parts.tm_mday)) "
            + "\(two(parts.tm_hour)):\(two(parts.tm_min))"
    }

    static var today: String { String(text(nanoseconds: Int(Date().timeIntervalSince1970) * 1_000_000_000).prefix(10)) }
}
