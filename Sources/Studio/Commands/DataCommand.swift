import ArgumentParser
import Engine
import Foundation

/// `studio data list|fetch|show`
struct DataCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "data", abstract: "Data sets: what is here, where it came from, its licence.",
        subcommands: [DataListCommand.self, DataFetchCommand.self, DataShowCommand.self])
}

/// `studio data list`
struct DataListCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "What is found where, and what was looked for.")

    @Flag(help: "One JSON object a line.") var json = false

    private struct Record: Encodable {
        var name: String
        var title: String
        var licence: String
        var folder: String?
        var bytes: Int
        var looked_in: [String]
    }

    func run() throws {
        for status in DataLocator().statuses() {
            try json ? writeJSON(record(status)) : writeOutput(text(status))
        }
    }

    private func record(_ status: DataStatus) -> Record {
        let place = status.places.first(where: \.isComplete)
        return Record(
            name: status.set.name, title: status.set.title, licence: status.set.licence, folder: place?.folder,
            bytes: place?.byteCount ?? 0, looked_in: status.places.map(\.folder))
    }

    private func text(_ status: DataStatus) -> String {
        let margin = String(repeating: " ", count: 16)
        var lines = [status.set.name.padded(to: 16) + "\(status.set.title), licence \(status.set.licence)"]
        for place in status.places where place.byteCount > 0 {
            let state =
                place.isComplete
                ? megabytes(place.byteCount) + (place.folder == status.folder ? "" : ", not used: the first is")
                : "incomplete, without \(place.missing.joined(separator: ", "))"
            lines.append("\(margin)in \(place.folder) (\(state))")
        }
        if status.folder == nil {
            lines.append("\(margin)not on this machine; get it with: studio data fetch \(status.set.name)")
            lines += status.places.filter { $0.byteCount == 0 }.map { "\(margin)looked in \($0.folder)" }
        }
        return lines.joined(separator: "\n")
    }
}

/// `studio data fetch NAME`
struct DataFetchCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "fetch", abstract: "Get a data set from the web, checked and resumed.")

    @Argument(help: "\(KnownSet.all.map(\.name).joined(separator: " or ")).") var name: String
    @Option(help: "The folder to put it in; the data folder unless given.") var output: String?
    @Flag(help: "One JSON object on standard output at the end.") var json = false

    private struct Record: Encodable {
        var name: String
        var licence: String
        var folder: String
    }

    func run() throws {
        guard let set = KnownSet.named(name) else {
            throw WrongUsage(
                EngineFailure(
                    "there is no such data set to fetch",
                    expected: KnownSet.all.map(\.name).joined(separator: " or "), found: name))
        }
        let folder = output ?? DataLocator.fetched + "/" + set.name
        let interrupt = InterruptFlag()
        var line = ProgressLine()
        defer { line.end() }
        do {
            try DataFetcher().fetch(set, into: folder) { progress in
                line.show(text(progress))
            } isCancelled: {
                interrupt.isSet
            }
        } catch is CancellationError {
            throw Interrupted()
        }
        line.end()
        if json { try writeJSON(Record(name: set.name, licence: set.licence, folder: folder)) }
        writeError("\(set.name) (\(set.licence)) is in \(folder)\n")
    }

    private func text(_ progress: FetchProgress) -> String {
        let total = progress.totalBytes.map { " of \(megabytes($0))" } ?? ""
        return "\(progress.number)/\(progress.count) \(progress.file)  \(megabytes(progress.receivedBytes))\(total)"
    }
}

/// `studio data show NAME`
struct DataShowCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "A few images of a data set, as text or as a picture.")

    @Argument(help: "A known name (studio data list) or a folder of IDX files.") var name: String
    @Option(parsing: .unconditional, help: "How many images.") var count = 10
    @Option(parsing: .unconditional, help: "The first one's number, from 0.") var from = 0
    @Flag(help: "Of the test set instead of the training set.") var test = false
    @Option(help: "Write them as one picture, FILE.png, instead.") var output: String?
    @Flag(help: "One JSON object an image: its number, class and pixels.") var json = false

    private struct Record: Encodable {
        var index: Int
        var label: Int
        var name: String
        var width: Int
        var height: Int
        var pixels: [UInt8]
    }

    func validate() throws {
        guard count >= 1 else { throw ValidationError("--count", expected: "1 or more", found: "\(count)") }
        guard from >= 0 else { throw ValidationError("--from", expected: "0 or more", found: "\(from)") }
        if let output, !output.lowercased().hasSuffix(".png") {
            throw ValidationError("--output", expected: "FILE.png", found: output)
        }
        if json, output != nil { throw ValidationError("--json and --output cannot go together") }
    }

    func run() throws {
        let (images, notice) = try DataLocator().load(name)
        if let notice { writeError(notice + "\n") }
        let split = test ? images.test : images.train
        guard from < split.count else {
            throw EngineFailure(
                "there is no such image", expected: "0…\(split.count - 1)", found: "\(from)", place: images.name)
        }
        let chosen = from..<from + min(count, split.count - from)
        if let output {
            try PNG.write(PictureGrid.compose(chosen.map(split.picture)), to: output)
            return
        }
        for index in chosen {
            let label = Int(split.labels[index])
            let picture = split.picture(at: index)
            if json {
                try writeJSON(
                    Record(
                        index: index, label: label, name: images.classNames[label], width: picture.width,
                        height: picture.height, pixels: picture.pixels))
            } else {
                let part = test ? "test" : "training"
                try writeOutput("\(images.name), \(part) image \(index): \(images.classNames[label])")
                try writeOutput(HalfBlocks.text(picture))
            }
        }
    }
}

/// A grey picture as text: two rows of pixels a line, each bright or dark.
enum HalfBlocks {
    static func text(_ picture: Picture) -> String {
        func isBright(_ x: Int, _ y: Int) -> Bool {
            y < picture.height && picture.pixels[(y * picture.width + x) * picture.channels] >= 96
        }
        return stride(from: 0, to: picture.height, by: 2).map { y in
            String(
                (0..<picture.width).map { x -> Character in
                    switch (isBright(x, y), isBright(x, y + 1)) {
                    case (true, true): "█"
                    case (true, false): "▀"
                    case (false, true): "▄"
                    case (false, false): " "
                    }
                })
        }.joined(separator: "\n")
    }
}
