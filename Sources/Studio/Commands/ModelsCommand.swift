import ArgumentParser
import Engine
import Foundation

/// `studio models list|show|export`
struct ModelsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "models", abstract: "Models: what is here, what each can do, what memory it takes, its licence.",
        subcommands: [ModelsListCommand.self, ModelsShowCommand.self, ModelsExportCommand.self])
}

/// `studio models list`
struct ModelsListCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "The models that are found by name: trained here, or pipelines.")

    @Flag(help: "One JSON object a line.") var json = false

    func run() throws {
        let folders = ModelCatalogue.everything()
        for folder in folders {
            do {
                let model = try ModelDescription(folder: folder)
                try json ? writeJSON(ModelRecord(model)) : writeOutput(model.line)
            } catch let failure as EngineFailure {
                // One that cannot be opened must not hide the others.
                writeError("\(folder.harmless) cannot be opened: \(failure.sentence.harmless)\n")
            }
        }
        if folders.isEmpty {
            writeError("there is no model yet; train one: studio train digits-flow-class\n")
        }
    }
}

/// `studio models show MODEL`
struct ModelsShowCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "One model: its networks, the memory each takes, what it is for.")

    @Argument(help: "A model's folder or name; the newest when left out.") var model: String?
    @Flag(help: "One JSON object.") var json = false

    func run() throws {
        let model = try ModelDescription(folder: try ModelCatalogue.folder(of: model))
        guard !json else { return try writeJSON(ModelRecord(model)) }
        for row in model.rows { try writeOutput(row.name.padded(to: 13) + row.value.harmless) }
    }
}

/// A model as one JSON object; sizes in bytes.
private struct ModelRecord: Encodable {
    struct Part: Encodable {
        var name: String
        var class_name: String
        var parameters: Int
        var stored_bytes: Int
        var memory_f32: Int
        var memory_bf16: Int
    }

    var name: String
    var folder: String
    var kind: String
    var width: Int
    var height: Int
    var channels: Int
    var parameters: Int
    var parts: [Part]
    var commands: [String]
    var needs: String?
    var licence: String?

    init(_ model: ModelDescription) {
        (name, folder, kind) = (model.name, model.folder, model.kind)
        (width, height, channels) = (model.side, model.side, model.channels)
        (parameters, commands) = (model.parameters, model.abilities)
        (needs, licence) = (model.needs, model.licence)
        parts = model.parts.map {
            Part(
                name: $0.name, class_name: $0.className, parameters: $0.parameters, stored_bytes: $0.storedBytes,
                memory_f32: $0.float32Bytes, memory_bf16: $0.bfloat16Bytes)
        }
    }
}

extension ModelDescription {
    fileprivate var line: String {
        let memory = parts.reduce(into: (0, 0)) { $0 = ($0.0 + $1.float32Bytes, $0.1 + $1.bfloat16Bytes) }
        let size = "\(side)×\(side)" + (channels == 1 ? " grey" : "")
        return name.harmless.padded(to: 28) + Self.counted(parameters).padded(to: 9)
            + "\(megabytes(memory.0)) f32, \(megabytes(memory.1)) bf16".padded(to: 30) + size.padded(to: 12)
            + kind.harmless
    }
}
