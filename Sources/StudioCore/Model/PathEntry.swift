import Engine

/// A line being typed: a path and what is to be done with the file there, or what the gallery is filtered by.
public struct PathEntry: Sendable, Equatable {
    public enum Use: Sendable, Equatable {
        /// Reads a picture to work on.
        case picture
        /// Reads a mask.
        case mask
        /// Writes what is drawn.
        case write
        /// Copies a picture of the gallery.
        case export(from: String)
        /// Chooses what reads the prompts.
        case reader
        /// Filters the gallery as it is typed; what it was filtered by before.
        case filter(before: String)
        /// Keeps what the panes say under this name.
        case preset
    }

    public var use: Use
    public var text: String

    static let longest = 4096

    var question: String {
        switch use {
        case .picture: "picture to read"
        case .mask: "mask to read"
        case .write: "write to"
        case .export: "copy to"
        case .reader: "embeddings or text encoder"
        case .filter: "show only"
        case .preset: "keep these parameters as"
        }
    }

    /// Adds what can be part of a path.
    mutating func append(_ added: String) {
        for character in added where text.count < Self.longest {
            let isPlain = character.unicodeScalars.allSatisfy { $0.value >= 32 && $0.value != 127 }
            if isPlain { text.append(character) }
        }
    }
}

extension StudioModel {
    mutating func askPath(_ use: PathEntry.Use) -> [Effect] {
        path = PathEntry(use: use, text: use == .write ? board.path ?? "" : use == .reader ? prompts.reader.path : "")
        return []
    }

    /// What is wrong with the path being typed; nil where it can be taken.
    var pathComplaint: String? {
        guard let path else { return nil }
        if case .filter = path.use { return nil }
        if path.use == .preset { return presetComplaint(path.text) }
        if path.use == .reader { return nil }
        if path.text.isEmpty { return "a file's name is wanted" }
        if case .export(let source) = path.use {
            let ending = source.hasSuffix(".gif") ? ".gif" : ".png"
            return path.text.lowercased().hasSuffix(ending) || path.text.hasSuffix("/")
                ? nil : "a name that ends in \(ending) is wanted, or a folder's that ends in /"
        }
        return path.use == .write && !path.text.lowercased().hasSuffix(".png")
            ? "a name that ends in .png is wanted" : nil
    }

    mutating func acceptPath() -> [Effect] {
        guard let entry = path else { return [] }
        path = nil
        switch entry.use {
        case .picture:
            let purpose: PicturePurpose = drawsMask ? .inpainted : .drawing
            return [.engine(.readPicture(.file(entry.text), purpose: purpose.rawValue))]
        case .mask: return [.engine(.readPicture(.file(entry.text), purpose: PicturePurpose.mask.rawValue))]
        case .write:
            board.editor.lift()
            return write(drawsMask ? .mask : .drawing, to: entry.text, replaces: false)
        case .export(let source): return [.engine(.gallery(.export(path: source, to: entry.text, replaces: false)))]
        case .reader:
            chooseReader(entry.text)
            return []
        case .filter: return selectPicture(gallery.selected)
        case .preset: return keepPreset(entry.text)
        }
    }

    /// Writes what is drawn over a file that is there, as the person said.
    mutating func overwrite(_ path: String, _ purpose: String) -> [Effect] {
        overlay = nil
        if purpose == Self.exportPurpose {
            return gallery.exporting.map { [.engine(.gallery(.export(path: $0, to: path, replaces: true)))] } ?? []
        }
        return PicturePurpose(rawValue: purpose).map { write($0, to: path, replaces: true) } ?? []
    }

    private func write(_ purpose: PicturePurpose, to path: String, replaces: Bool) -> [Effect] {
        let board = purpose == .mask ? mask : drawing
        // Of a path only the file's name: the rest is nobody's business.
        let title = (purpose == .mask ? mask.under?.title : board.title)?.split(separator: "/").last.map(String.init)
        let origin = purpose == .mask ? "a mask" + (title.map { " over \($0)" } ?? "") : title
        let picture = board.editor.raster.picture
        return [
            .engine(
                .writePicture(picture, path: path, replaces: replaces, purpose: purpose.rawValue, origin: origin))
        ]
    }
}
