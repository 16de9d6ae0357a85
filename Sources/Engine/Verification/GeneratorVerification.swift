import Foundation

extension Verification {
    private struct Entry: Decodable {
        var randn_1, randn_7, randn_15, randn_16, randn_17, randn_40: [Float]
        var randn_12288_ends: [Float]
        var rand_20: [Float]
        var randint_0_300_20: [Int]
        var randperm_20: [Int]
        var rand3_then_randn5_then_randn16: [[Float]]
    }

    /// PyTorch's generator: integers exactly, floats to 1e-6.
    static func verifyGenerator(path: String, _ check: (VerificationLine) -> Void) throws {
        let entries = try JSON.decode([String: Entry].self, from: path)
        for (text, entry) in entries.sorted(by: { $0.key < $1.key }) {
            guard let seed = UInt64(text) else {
                throw EngineFailure("a seed is not a number", expected: "0…2⁶⁴−1", found: text, place: path)
            }
            let fresh = Generator(seed: seed)
            func floats(_ name: String, _ expected: [Float], _ make: (inout Generator) -> [Float]) {
                var generator = fresh
                let error = relativeError(make(&generator), expected)
                check(VerificationLine("torch_rng/\(text)/\(name)", error: error, tolerance: Tolerance.generator))
            }
            func integers(_ name: String, _ expected: [Int], _ make: (inout Generator) -> [Int]) {
                var generator = fresh
                let wrong = zip(make(&generator), expected).count { $0 != $1 }
                check(VerificationLine("torch_rng/\(text)/\(name)", error: Double(wrong), tolerance: 0))
            }
            for (name, expected) in [
                ("randn_1", entry.randn_1), ("randn_7", entry.randn_7), ("randn_15", entry.randn_15),
                ("randn_16", entry.randn_16), ("randn_17", entry.randn_17), ("randn_40", entry.randn_40),
            ] {
                floats(name, expected) { $0.normal([expected.count]).array }
            }
            floats("randn_12288_ends", entry.randn_12288_ends) {
                let all = $0.normal([3 * 64 * 64]).array
                return Array(all.prefix(8) + all.suffix(8))
            }
            floats("rand_20", entry.rand_20) { $0.uniform([20]).array }
            integers("randint_0_300_20", entry.randint_0_300_20) { $0.integers(in: 0..<300, count: 20) }
            integers("randperm_20", entry.randperm_20) { $0.permutation(of: 20) }
            floats("rand3_then_randn5_then_randn16", entry.rand3_then_randn5_then_randn16.flatMap { $0 }) {
                let first = $0.uniform([3]).array
                let second = $0.normal([5]).array
                return first + second + $0.normal([16]).array
            }
        }
    }
}
