import Foundation

/// The model opened last: it stays open, its weights read once, until another one is wanted or its files change.
final class OpenedModels {
    private let open: (String?, TextReader) throws -> OpenedModel
    private var last: (name: String?, reader: TextReader, stamps: [FileStamp], model: OpenedModel)?

    init(_ open: @escaping (String?, TextReader) throws -> OpenedModel) { self.open = open }

    /// The saved model called `name`, nil being the newest, whose prompts `reader` reads.
    ///
    /// - Throws: ``EngineFailure`` where it cannot be opened.
    func model(_ name: String?, _ reader: TextReader) throws -> OpenedModel {
        if let last, last.name == name, last.reader == reader, !last.stamps.isEmpty, last.stamps == Self.stamps(name) {
            return last.model
        }
        // Two large ones may be more than there is memory for.
        last = nil
        WorkPart.tell("opening the model", done: 0, of: 1)
        let stamps = Self.stamps(name)
        let model = try open(name, reader)
        last = (name, reader, stamps, model)
        return model
    }

    /// The files of a pipeline; none of a model trained here, which is small and may be written anew at any moment.
    private static func stamps(_ name: String?) -> [FileStamp] {
        guard let folder = try? ModelCatalogue.folder(of: name), PipelineFolder.exists(at: folder) else { return [] }
        let names = FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String } ?? []
        return names.sorted().map { FileStamp("\(folder)/\($0)") }
    }

    /// What tells that a file is the one it was.
    private struct FileStamp: Equatable {
        let path: String
        let size: Int?
        let modified: Date?

        init(_ path: String) {
            self.path = path
            let attributes = try? FileManager.default.attributesOfItem(atPath: path)
            (size, modified) = (attributes?[.size] as? Int, attributes?[.modificationDate] as? Date)
        }
    }
}
