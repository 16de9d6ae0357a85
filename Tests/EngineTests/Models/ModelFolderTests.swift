import Foundation
import Testing

@testable import Engine

/// A model's folder: what is written is read back, and what does not fit is named.
@Suite struct ModelFolderTests {
    private let card = ModelCard(
        name: "small", configuration: DigitUNetConfiguration(hidden: 4, timeConditioned: true, classes: 10),
        objective: .flow, data: "bars", step: 7)

    private func network(_ configuration: DigitUNetConfiguration) -> DigitUNet {
        var generator = Generator(seed: 5)
        return DigitUNet(configuration, generator: &generator)
    }

    /// Saves a network of the card's configuration after `change`, and gives what reading it back throws.
    private func failure(
        _ change: (inout [(name: String, value: Tensor)], inout ModelCard) -> Void
    ) throws -> EngineFailure? {
        try Fixtures.withTemporaryFolder { folder in
            var card = card
            var entries = network(card.configuration).entries.map { (name: $0.name, value: $0.value) }
            change(&entries, &card)
            try ModelFolder.save(entries, card: card, in: folder)
            return #expect(throws: EngineFailure.self) { try ModelFolder.load(folder) }
        }
    }

    /// A model chosen by its folder is one of those that can be sampled.
    @Test func aModelElsewhereIsListedWhereItIsAskedFor() throws {
        try Fixtures.withTemporaryFolder { folder in
            let model = LoadedModel.tiny()
            try ModelFolder.save(model.network.entries.map { ($0.name, $0.value) }, card: model.card, in: folder)
            let found = ModelCatalogue.saved(also: folder).filter { $0.folder == folder }
            #expect(found == [SavedModel(folder: folder, card: model.card)])
            #expect(!ModelCatalogue.saved().contains { $0.folder == folder })
            #expect(ModelCatalogue.saved(also: folder + "/none") == ModelCatalogue.saved())
        }
    }

    @Test func whatIsSavedIsLoaded() throws {
        try Fixtures.withTemporaryFolder { folder in
            let original = network(card.configuration)
            #expect(!ModelFolder.exists(at: folder))
            try ModelFolder.save(original.entries.map { ($0.name, $0.value) }, card: card, in: folder)
            #expect(ModelFolder.exists(at: folder))
            let loaded = try ModelFolder.load(folder)
            #expect(loaded.card == card)
            #expect(loaded.network.entries.map(\.name) == original.entries.map(\.name))
            for (a, b) in zip(loaded.network.entries, original.entries) {
                #expect(a.value.array.map(\.bitPattern) == b.value.array.map(\.bitPattern), "\(a.name)")
            }
        }
    }

    @Test func whatDoesNotFitIsNamed() throws {
        let missing = try failure { entries, _ in entries.removeFirst() }
        #expect(missing?.found == "init.conv1.conv.weight is missing")
        let more = try failure { entries, _ in entries.append(("extra.weight", Tensor([1], [1]))) }
        #expect(more?.found == "extra.weight is not part of the network")
        let shape = try failure { entries, _ in entries[0].value = Tensor([1, 2], [2]) }
        #expect(shape?.found?.hasPrefix("init.conv1.conv.weight is [2] and should be [4, 1, 3, 3]") == true)
        let other = try failure { _, card in card.configuration.hidden = 6 }
        #expect(other?.what == "the weights do not fit the network")
        #expect(other?.place?.hasSuffix("/model.safetensors") == true)
    }

    /// PyTorch counts the batches a norm has seen and saves that with the rest.
    @Test func countsOfBatchesArePassedOver() throws {
        try Fixtures.withTemporaryFolder { folder in
            var entries = network(card.configuration).entries.map { (name: $0.name, value: $0.value) }
            entries.append(("init.conv1.norm.num_batches_tracked", Tensor([3], [])))
            try ModelFolder.save(entries, card: card, in: folder)
            #expect(try ModelFolder.load(folder).card == card)
        }
    }

    @Test func aCardIsCheckedBeforeANetworkIsBuiltFromIt() throws {
        let changes: [(String, (inout ModelCard) -> Void)] = [
            ("hidden", { $0.configuration.hidden = 0 }), ("hidden", { $0.configuration.hidden = -1 }),
            ("hidden", { $0.configuration.hidden = .max }), ("classes", { $0.configuration.classes = -1 }),
            ("classes", { $0.configuration.classes = .max }), ("time", { $0.configuration.timeConditioned = false }),
            ("timesteps", { $0.objective = .ddpm(timesteps: .max, betaStart: 1e-4, betaEnd: 0.02) }),
            ("timesteps", { $0.objective = .ddpm(timesteps: 0, betaStart: 1e-4, betaEnd: 0.02) }),
            ("beta_end", { $0.objective = .ddpm(timesteps: 10, betaStart: 1e-4, betaEnd: 2) }),
        ]
        for (key, change) in changes {
            let failure = try failure { _, card in change(&card) }
            #expect(failure?.what == "\(key) is out of range")
            #expect(failure?.place?.hasSuffix("/config.json") == true)
        }
    }

    @Test(arguments: ["", "{", "[]", "{\"name\": 3}", "{\"name\": \"a\", \"step\": 1}", "\u{FEFF}", "nul"])
    func aBrokenCardIsNamed(_ text: String) throws {
        try Fixtures.withTemporaryFolder { folder in
            try ModelFolder.save([], card: card, in: folder)
            try Data(text.utf8).write(to: URL(fileURLWithPath: folder + "/config.json"))
            let failure = #expect(throws: EngineFailure.self) { try ModelFolder.load(folder) }
            #expect(failure?.place == folder + "/config.json")
        }
    }

    @Test func aFolderWithoutAModelIsNamed() throws {
        let failure = #expect(throws: EngineFailure.self) { try ModelFolder.load("/none") }
        #expect(failure?.place == "/none/config.json")
    }
}
