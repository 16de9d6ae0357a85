import Foundation
import Testing

@testable import Engine

/// Files of torch.save (Tests/Fixtures/text/torch, written by make_text.py), and files that were never meant to be read.
@Suite struct TorchFileTests {
    @Test(arguments: 2...5) func everyProtocolAndTypeIsRead(_ version: Int) throws {
        let file = try TorchFile(path: Fixtures.path("text/torch/protocol\(version).pth"))
        let numbers = (0..<24).map { Float($0) / 8 - 1 }
        func array(_ name: String) throws -> [Float] { try file.stored(name).tensor().array }
        #expect(file.names.count == 11)
        for name in ["float", "half", "brain", "double"] { #expect(try array(name) == numbers, "\(name)") }
        for name in ["long", "int"] { #expect(try array(name) == numbers.map { $0.rounded(.towardZero) }, "\(name)") }
        #expect(try array("byte") == (0..<7).map(Float.init))
        #expect(try array("row") == Array(numbers[12...]) && file.shape(of: "row") == [3, 4])
        #expect(try array("scalar") == [2.5] && file.shape(of: "scalar") == [])
        #expect(try array("none") == [] && file.shape(of: "none") == [0, 3])
        #expect(file.shape(of: "float") == [2, 3, 4])
        #expect(throws: EngineFailure.self) { try file.stored("nothing") }
    }

    /// What else torch.save writes, each refused with what was found.
    @Test(arguments: [
        ("hostile", "posix.system"), ("module", "torch.nn.modules.linear.Linear"), ("list", "a list for “a”"),
        ("root", "a list"), ("turned", "[4, 3], strides [1, 4]"),
    ])
    func anythingElseIsRefusedByName(_ name: String, _ found: String) {
        let failure = #expect(throws: EngineFailure.self) {
            try TorchFile(path: Fixtures.path("text/torch/\(name).pth"))
        }
        #expect(failure?.found == found)
    }

    @Test func theOldFormatIsRefused() {
        let failure = #expect(throws: EngineFailure.self) { try TorchFile(path: Fixtures.path("text/torch/old.pth")) }
        #expect(failure?.expected == "a zip file")
    }

    /// Instructions and names that could do something, and pickles that end or begin wrongly.
    @Test(arguments: [
        ("\u{80}\u{2}cos\nsystem\n.", "os.system"), ("\u{80}\u{2}cbuiltins\neval\n.", "builtins.eval"),
        ("\u{80}\u{4}\u{8c}\u{2}os\u{8c}\u{6}system\u{93}.", "os.system"),
        ("\u{80}\u{2}}}b.", "instruction BUILD at byte 4"),
        ("\u{80}\u{2}(i__main__\nA\n.", "instruction INST at byte 3"),
        ("\u{80}\u{2})\u{81}.", "instruction NEWOBJ at byte 3"),
        ("\u{80}\u{2}\u{82}\u{1}.", "instruction EXT1 at byte 2"),
        ("\u{80}\u{1}.", "protocol 1"), ("\u{80}\u{9}.", "protocol 9"), ("\u{80}\u{2}})R.", "a call of a dictionary"),
        ("\u{80}\u{2}\u{8a}\u{9}123456789.", "a number of 9 bytes"),
        ("\u{80}\u{2}\u{ff}.", "instruction 0xff at byte 2"),
    ])
    func noInstructionIsCarriedOut(_ pickle: String, _ found: String) throws {
        let failure = #expect(throws: EngineFailure.self) {
            try read(pickle: Data(pickle.unicodeScalars.map { UInt8($0.value) }))
        }
        #expect(failure?.found == found)
    }

    @Test(arguments: [
        "", "\u{80}", "\u{80}\u{2}", "\u{80}\u{2}.", "\u{80}\u{2}t.", "\u{80}\u{2}(.", "\u{80}\u{2}0.",
        "\u{80}\u{2}X\u{ff}\u{ff}\u{ff}\u{7f}a.", "\u{80}\u{2}h\u{5}.", "\u{80}\u{2}}K\u{1}a.", "\u{80}\u{2}}(K\u{1}u.",
        "\u{80}\u{2}cos", "\u{80}\u{2}K\u{1}Q.", "\u{80}\u{2}]\u{85}Q.",
    ])
    func aBrokenPickleIsRefused(_ pickle: String) {
        #expect(throws: EngineFailure.self) { try read(pickle: Data(pickle.unicodeScalars.map { UInt8($0.value) })) }
    }

    /// A list a million deep, and one that holds itself.
    @Test func depthCostsNothing() {
        let deep =
            Data([0x80, 2]) + Data(repeating: UInt8(ascii: "]"), count: 1_000_000)
            + Data(repeating: UInt8(ascii: "a"), count: 999_999) + Data(".".utf8)
        let own = Data([0x80, 2]) + Data("]q\0h\0a.".utf8)
        for pickle in [deep, own] {
            let failure = #expect(throws: EngineFailure.self) { try read(pickle: pickle) }
            #expect(failure?.found == "a list")
        }
    }

    /// A storage cannot be looked at beyond its end, however the numbers are chosen.
    @Test(arguments: [
        (0, [2, 4], [4, 1], false), (0, [3, 4], [4, 1], true), (5, [1, 4], [4, 1], true), (-1, [4], [1], true),
        (0, [Int(Int32.max), Int(Int32.max)], [Int(Int32.max), 1], true), (0, [-2, 4], [4, 1], true),
        (0, [4], [1, 1], true),
        (8, [0], [1], false), (9, [1], [1], true),
    ])
    func aTensorLiesInItsStorage(_ offset: Int, _ shape: [Int], _ strides: [Int], _ isRefused: Bool) throws {
        func tuple(_ numbers: [Int]) -> Data {
            Data("(".utf8) + numbers.reduce(Data()) { $0 + number($1) } + Data("t".utf8)
        }
        func number(_ value: Int) -> Data {
            Data("J".utf8) + Data((0..<4).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) })
        }
        var pickle =
            Data([0x80, 2])
            + Data("}X\u{1}\0\0\0actorch._utils\n_rebuild_tensor_v2\n((X\u{7}\0\0\0storagectorch\n".utf8)
        pickle += Data("FloatStorage\nX\u{1}\0\0\00X\u{3}\0\0\0cpuK\u{8}tQ".utf8) + number(offset) + tuple(shape)
        pickle += tuple(strides) + Data([0x89]) + Data("NtRs.".utf8)
        if isRefused {
            #expect(throws: EngineFailure.self) { try read(pickle: pickle) }
        } else {
            #expect(try read(pickle: pickle).stored("a").tensor().count == shape.reduce(1, *))
        }
    }

    /// A file of torch.save with this pickle and a storage of eight numbers.
    private func read(pickle: Data) throws -> TorchFile {
        try Fixtures.withTemporaryFolder { folder in
            let path = folder + "/a.pth"
            let archive = ZipWriter.archive([("a/data.pkl", pickle), ("a/data/0", Data(count: 32))])
            try archive.write(to: URL(fileURLWithPath: path))
            return try TorchFile(path: path)
        }
    }

    @Test func aFileCutOrChangedAnywhereIsRefusedOrTheSame() throws {
        let whole = try Data(contentsOf: URL(fileURLWithPath: Fixtures.path("text/torch/protocol2.pth")))
        try Fixtures.withTemporaryFolder { folder in
            let path = folder + "/a.pth"
            for cut in stride(from: 0, to: whole.count, by: 97) {
                try whole.prefix(cut).write(to: URL(fileURLWithPath: path))
                #expect(throws: EngineFailure.self) { try TorchFile(path: path) }
            }
            for place in stride(from: 0, to: whole.count, by: 31) {
                var changed = whole
                changed[place] ^= 0xff
                try changed.write(to: URL(fileURLWithPath: path))
                // Most places matter; a few, such as a time of day, do not.
                _ = try? TorchFile(path: path)
            }
        }
    }

    @Test func whatUnpacksToTooMuchIsRefusedUnopened() throws {
        try Fixtures.withTemporaryFolder { folder in
            let path = folder + "/bomb.pth"
            let parts = (0..<3).map { ("a/data/\($0)", Data(count: 10)) }
            let bomb = ZipWriter.archive([("a/data.pkl", Data("x".utf8))] + parts, method: 8, claiming: 200 << 20)
            try bomb.write(to: URL(fileURLWithPath: path))
            let failure = #expect(throws: EngineFailure.self) { try TorchFile(path: path) }
            #expect(failure?.what == "the file unpacks to more than it may")
        }
    }
}
