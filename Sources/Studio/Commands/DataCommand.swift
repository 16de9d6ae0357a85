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
            if json {
                let place = status.places.first { $0.isComplete }
                printJSON(
                    Record(
                        name: status.set.name, title: status.set.title, licence: status.set.licence,
                        folder: place?.folder, bytes: place?.byteCount ?? 0, looked_in: status.places.map(\.folder)))
            } else {
                print(text(status))
            }
        }
    }

    private func text(_ status: DataStatus) -> String {
        var lines = ["\(status.set.name): \(status.set.title), licence \(status.set.licence)"]
        for place in status.places {
            let state =
                place.isComplete
                ? "\(fixed(Double(place.byteCount) / 1e6, 1)) MB\(place.folder == status.folder ? ", in use" : "")"
                : place.byteCount == 0 ? "not here" : "incomplete: no \(place.missing.joined(separator: ", "))"
            lines.append("  \(place.folder): \(state)")
        }
        if status.folder == nil { lines.append("  get it with: studio data fetch \(status.set.name)") }
        return lines.joined(separator: "\n")
    }
}

/// `studio data fetch NAME`
struct DataFetchCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "fetch", abstract: "Get a data set from the web, checked and resumed.")

    @Argument(help: "mnist or fashion-mnist.") var name: String
    @Option(help: "The folder to put it in; the data folder unless given.") var output: String?

    func run() throws {
        guard let set = KnownSet.named(name) else {
            throw EngineFailure(
                "there is no data set \(name) to fetch",
                expected: KnownSet.all.map(\.name).joined(separator: " or "))
        }
        let folder = output ?? DataLocator.fetched + "/" + set.name
        let interrupt = InterruptFlag()
        var line = ProgressLine()
        defer { line.end() }
        do {
            try DataFetcher().fetch(set, into: folder) { progress in
                let total = progress.totalBytes.map { " of \(fixed(Double($0) / 1e6, 1))" } ?? ""
                line.show(
                    "\(progress.number)/\(progress.count) \(progress.file)  "
                        + "\(fixed(Double(progress.receivedBytes) / 1e6, 1))\(total) MB")
            } isCancelled: {
                interrupt.isSet
            }
        } catch is CancellationError {
            throw Interrupted()
        }
        line.end()
        writeError("\(set.name) (\(set.licence)) is in \(folder)\n")
    }
}

/// `studio data show NAME`
struct DataShowCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "A few images of a data set, as text or as a picture.")

    @Argument(help: "A known name or a folder of IDX files.") var name: String
    @Option(help: "How many images.") var count = 10
    @Option(help: "The first one's number.") var from = 0
    @Flag(help: "Of the test set instead of the training set.") var test = false
    @Option(help: "Write them as FILE.png instead.") var output: String?

    func validate() throws {
        if count < 1 { throw ValidationError("--count must be 1 or more.") }
        if from < 0 { throw ValidationError("--from must be 0 or more.") }
        if let output, !output.lowercased().hasSuffix(".png") { throw ValidationError("--output must end in .png.") }
    }

    func run() throws {
        let (images, notice) = try DataLocator().load(name)
        if let notice { writeError(notice + "\n") }
        let split = test ? images.test : images.train
        guard from < split.count else {
            throw EngineFailure(
                "there is no image \(from)", expected: "0…\(split.count - 1)", found: "\(from)", place: images.name)
        }
        let chosen = from..<min(split.count, from + min(count, split.count))
        if let output {
            try PNG.write(PictureGrid.compose(chosen.map(split.picture)), to: output)
            return
        }
        for index in chosen {
            print(
                "\(images.name) \(test ? "test" : "training") image \(index): "
                    + images.classNames[Int(split.labels[index])])
            print(HalfBlocks.text(split.picture(at: index)))
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
