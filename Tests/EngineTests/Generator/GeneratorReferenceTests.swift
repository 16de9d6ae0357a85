import Foundation
import Testing

@testable import Engine

/// What PyTorch's generator gave for one seed.
private struct Reference: Decodable {
    var normal: [Int: [Float]] = [:]
    var manyNormalEnds: [Float] = []
    var uniform: [Float] = []
    var integers: [Int] = []
    var permutation: [Int] = []
    var mixed: [[Float]] = []

    private struct Key: CodingKey {
        var stringValue: String
        var intValue: Int? { nil }
        init(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }

    init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: Key.self)
        for key in values.allKeys {
            switch key.stringValue {
            case "randn_12288_ends": manyNormalEnds = try values.decode([Float].self, forKey: key)
            case "rand_20": uniform = try values.decode([Float].self, forKey: key)
            case "randint_0_300_20": integers = try values.decode([Int].self, forKey: key)
            case "randperm_20": permutation = try values.decode([Int].self, forKey: key)
            case "rand3_then_randn5_then_randn16": mixed = try values.decode([[Float]].self, forKey: key)
            case let name:
                let count = try #require(Int(name.dropFirst("randn_".count)), "unknown quantity \(name)")
                normal[count] = try values.decode([Float].self, forKey: key)
            }
        }
    }
}

@Suite struct GeneratorReferenceTests {
    private static func references() throws -> [(UInt64, Reference)] {
        let all = try JSONDecoder().decode(
            [String: Reference].self,
            from: Data(contentsOf: URL(fileURLWithPath: Fixtures.path("reference/torch_rng.json"))))
        return try all.map { (try #require(UInt64($0.key)), $0.value) }
    }

    private func expect(_ found: [Float], near expected: [Float], _ what: String) {
        #expect(found.count == expected.count, "\(what)")
        for (index, (a, b)) in zip(found, expected).enumerated() {
            #expect(abs(a - b) <= 1e-6 * max(1, abs(b)), "\(what)[\(index)]")
        }
    }

    @Test func normalNumbersArePyTorchs() throws {
        for (seed, reference) in try Self.references() {
            #expect(reference.normal.count == 6)
            for (count, expected) in reference.normal {
                var generator = Generator(seed: seed)
                expect(generator.normal([count]).array, near: expected, "seed \(seed), randn(\(count))")
            }
            var generator = Generator(seed: seed)
            let many = generator.normal([12288]).array
            expect(Array(many.prefix(8) + many.suffix(8)), near: reference.manyNormalEnds, "seed \(seed), randn(12288)")
        }
    }

    @Test func uniformNumbersIntegersAndPermutationsArePyTorchsExactly() throws {
        for (seed, reference) in try Self.references() {
            var generator = Generator(seed: seed)
            #expect(generator.uniform([20]).array == reference.uniform)
            generator = Generator(seed: seed)
            #expect(generator.integers(in: 0..<300, count: 20) == reference.integers)
            generator = Generator(seed: seed)
            #expect(generator.permutation(of: 20) == reference.permutation)
        }
    }

    @Test func aMixedSequenceIsPyTorchs() throws {
        for (seed, reference) in try Self.references() {
            var generator = Generator(seed: seed)
            let parts = [generator.uniform([3]).array, generator.normal([5]).array, generator.normal([16]).array]
            #expect(reference.mixed.count == 3)
            for (part, expected) in zip(parts, reference.mixed) { expect(part, near: expected, "seed \(seed), mixed") }
        }
    }
}
