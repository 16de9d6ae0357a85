import Foundation
import Testing

@testable import Engine

@Suite struct SafetensorsTests {
    /// A file with this header and so many bytes behind it.
    private func file(_ header: String, bytes: Int = 64, length: UInt64? = nil) -> Data {
        let text = Data(header.utf8)
        let size = length ?? UInt64(text.count)
        return Data((0..<8).map { UInt8(truncatingIfNeeded: size >> (8 * $0)) }) + text + Data(count: bytes)
    }

    private func read<R>(_ data: Data, _ body: (SafetensorsFile) throws -> R) throws -> R {
        try Fixtures.withTemporaryFolder { folder in
            try data.write(to: URL(fileURLWithPath: folder + "/a.safetensors"))
            return try body(try SafetensorsFile(path: folder + "/a.safetensors"))
        }
    }

    @Test func whatIsWrittenIsReadBack() throws {
        try Fixtures.withTemporaryFolder { folder in
            let values: [Float] = [1, -2, 0.1, .infinity, -0.0, .leastNonzeroMagnitude]
            let tensor = Tensor(values, [2, 3])
            let half = Tensor([1, 2, -0.5, 0.25], [4]).to(.bfloat16)
            let path = folder + "/a.safetensors"
            try Safetensors.write(
                [("b.weight", tensor), ("a", half), ("none", Tensor([], [0, 5]))], metadata: ["key": "värde"],
                to: path)
            let file = try SafetensorsFile(path: path)
            #expect(file.names == ["a", "b.weight", "none"])
            #expect(file.metadata == ["key": "värde"])
            #expect(file.shape(of: "b.weight") == [2, 3])
            #expect(try file.tensor("b.weight").array.map(\.bitPattern) == values.map(\.bitPattern))
            #expect(try file.tensor("a").array == [1, 2, -0.5, 0.25])
            #expect(try file.tensor("none").array == [])
            // The tensors start at a multiple of eight, as other readers like it.
            let data = try #require(FileManager.default.contents(atPath: path))
            #expect(data[0] % 8 == 0)
        }
    }

    /// Files of many tensors with names of every kind, of one and of no elements too: all of them come back, and come back again from the
    /// copy that is written over the file while it is still mapped.
    @Test(arguments: [1, 7, 64, 400] as [Int]) func everyTensorComesBackFromACopyOfACopy(_ count: Int) throws {
        try Fixtures.withTemporaryFolder { folder in
            var generator = Generator(seed: UInt64(count))
            let letters = Array("abzAZ019._-/\\\" é漢🙂")
            let tensors = (0..<count).map { index -> (name: String, value: Tensor) in
                let word = generator.integers(in: 0..<letters.count, count: 6).map { String(letters[$0]) }.joined()
                let shape = Shape(generator.integers(in: 0..<4, count: generator.integer(in: 0..<5)))
                let value = generator.normal(shape)
                return ("\(word)\(index)", index % 5 == 4 ? value.to(.bfloat16) : value)
            }
            let metadata = ["format": "studio", "state": String(repeating: "{\"order\": [1, 2]}", count: 10_000)]
            let path = folder + "/a.safetensors"
            try Safetensors.write(tensors, metadata: metadata, to: path)
            for _ in 0..<2 {
                let file = try SafetensorsFile(path: path)
                #expect(Set(file.names) == Set(tensors.map(\.name)) && file.names.count == count)
                #expect(file.metadata == metadata)
                for (name, value) in tensors {
                    #expect(file.shape(of: name) == value.shape, "\(name)")
                    #expect(try file.tensor(name).array == value.array, "\(name)")
                }
                try Safetensors.write(
                    try file.names.map { ($0, try file.tensor($0)) }, metadata: file.metadata, to: path)
            }
        }
    }

    @Test func everyTypeIsRead() throws {
        let header = """
            {"f16": {"dtype": "F16", "shape": [1], "data_offsets": [0, 2]},
             "bf16": {"dtype": "BF16", "shape": [], "data_offsets": [2, 4]},
             "i64": {"dtype": "I64", "shape": [1], "data_offsets": [4, 12]}}
            """
        var data = file(header, bytes: 0)
        data += Data([0x00, 0x3E, 0xC0, 0x3F]) + Data([0xFB] + [UInt8](repeating: 0xFF, count: 7))
        let values = try read(data) { file in try ["f16", "bf16", "i64"].map { try file.tensor($0).array } }
        #expect(values == [[1.5], [1.5], [-5]])
    }

    /// Headers that lie about sizes, and other broken files: each is refused before a byte of a tensor is read.
    @Test(arguments: [
        #"{"a": {"dtype": "F32", "shape": [4], "data_offsets": [0, 12]}}"#,
        #"{"a": {"dtype": "F32", "shape": [17], "data_offsets": [0, 68]}}"#,
        #"{"a": {"dtype": "F32", "shape": [4], "data_offsets": [60, 76]}}"#,
        #"{"a": {"dtype": "F32", "shape": [4], "data_offsets": [16, 0]}}"#,
        #"{"a": {"dtype": "F32", "shape": [4], "data_offsets": [-16, 0]}}"#,
        #"{"a": {"dtype": "F32", "shape": [-4], "data_offsets": [0, 16]}}"#,
        #"{"a": {"dtype": "F32", "shape": [-2, -2], "data_offsets": [0, 16]}}"#,
        #"{"a": {"dtype": "F32", "shape": [4611686018427387904, 4], "data_offsets": [0, 0]}}"#,
        #"{"a": {"dtype": "F32", "shape": [9223372036854775807], "data_offsets": [0, 9223372036854775807]}}"#,
        #"{"a": {"dtype": "F32", "shape": [4], "data_offsets": [0, 16, 32]}}"#,
        #"{"a": {"dtype": "F32", "shape": [4.5], "data_offsets": [0, 18]}}"#,
        #"{"a": {"dtype": "F32", "shape": "4", "data_offsets": [0, 16]}}"#,
        #"{"a": {"dtype": "Q4", "shape": [4], "data_offsets": [0, 16]}}"#,
        #"{"a": {"shape": [4], "data_offsets": [0, 16]}}"#, #"{"a": 3}"#, #"[1, 2]"#, #"{"a": {"dtype""#, "",
        String(repeating: "[", count: 100_000),
    ])
    func aHeaderThatLiesIsRefused(_ header: String) throws {
        let failure = #expect(throws: EngineFailure.self) { try read(file(header)) { _ in } }
        #expect(failure?.place?.hasSuffix("a.safetensors") == true)
    }

    @Test(arguments: [UInt64(0), 1, 100, 1 << 30, 1 << 63, .max])
    func aWrongHeaderLengthIsRefused(_ length: UInt64) throws {
        let header = #"{"a": {"dtype": "F32", "shape": [4], "data_offsets": [0, 16]}}"#
        #expect(throws: EngineFailure.self) { try read(file(header, bytes: 16, length: length)) { _ in } }
    }

    @Test(arguments: 0..<8)
    func aFileWithoutALengthIsRefused(_ count: Int) throws {
        #expect(throws: EngineFailure.self) { try read(Data(count: count)) { _ in } }
    }

    @Test func aTensorThatIsNotThereIsNamed() throws {
        let header = #"{"a": {"dtype": "F32", "shape": [4], "data_offsets": [0, 16]}}"#
        let failure = #expect(throws: EngineFailure.self) { try read(file(header)) { try $0.tensor("b") } }
        #expect(failure?.what == "there is no tensor b")
    }
}
