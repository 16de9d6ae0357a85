import Foundation

/// One quantity held against its reference.
public struct VerificationLine: Sendable, Equatable {
    public let name: String
    /// The largest absolute difference over the largest absolute reference value, unless `note` says otherwise; nil where nothing
    /// could be computed.
    public let error: Double?
    public let tolerance: Double
    public let note: String?
    /// Whether rounding alone would end as far from the reference: says why a line failed, and does not let it pass.
    public let isWithinDrift: Bool

    init(_ name: String, error: Double?, tolerance: Double, note: String? = nil, isWithinDrift: Bool = false) {
        self.isWithinDrift = isWithinDrift
        self.name = name
        self.error = error
        self.tolerance = tolerance
        self.note = note
    }

    /// A NaN never passes.
    public var passed: Bool { error.map { $0 <= tolerance } ?? false }
}

/// Holds the engine against numbers that PyTorch, diffusers and transformers computed.
///
/// A folder holds any of: `mnist_unet_*.{json,safetensors}`, `torch_rng.json`, `samplers.json`, `if_tiny/`.
public enum Verification {
    /// Tolerances by kind, in float32.
    enum Tolerance {
        static let output = 1e-4
        static let gradient = 1e-3
        static let generator = 1e-6
        static let sampler = 1e-4
        static let run = 2e-3
    }

    /// Runs every check `folder` has numbers for, telling each line as it comes.
    ///
    /// - Returns: whether every line passed.
    /// - Throws: ``EngineFailure`` where the folder holds nothing to verify or a file cannot be read.
    public static func run(folder: String, tell: (VerificationLine) -> Void) throws -> Bool {
        let files = FileManager.default
        let names = ((try? files.contentsOfDirectory(atPath: folder)) ?? []).sorted()
        let networks = names.filter { $0.hasPrefix("mnist_unet_") && $0.hasSuffix(".json") }
        let known = networks + ["torch_rng.json", "samplers.json", "if_tiny"].filter(names.contains)
        guard !known.isEmpty else {
            throw EngineFailure(
                "there is nothing to verify", expected: "mnist_unet_*.json, torch_rng.json, samplers.json or if_tiny",
                place: folder)
        }
        var passed = true
        func check(_ line: VerificationLine) {
            passed = passed && line.passed
            tell(line)
        }
        for name in networks { try verifyDigitUNet(folder: folder, name: String(name.dropLast(5)), check) }
        if names.contains("torch_rng.json") { try verifyGenerator(path: folder + "/torch_rng.json", check) }
        if names.contains("samplers.json") { try verifySamplers(path: folder + "/samplers.json", check) }
        if names.contains("if_tiny") { try verifyTextModel(folder: folder + "/if_tiny", check) }
        return passed
    }

    /// The largest absolute difference over the largest absolute reference value; infinite for unequal counts.
    static func relativeError(_ found: [Float], _ expected: [Float]) -> Double {
        guard found.count == expected.count else { return .infinity }
        let scale = expected.reduce(0) { max($0, abs($1)) }
        return largestDifference(found, expected) / Double(scale == 0 ? 1 : scale)
    }

    static func largestDifference(_ found: [Float], _ expected: [Float]) -> Double {
        guard found.count == expected.count else { return .infinity }
        var largest = 0.0
        for (a, b) in zip(found, expected) {
            let difference = abs(Double(a) - Double(b))
            if difference.isNaN { return .nan }
            largest = max(largest, difference)
        }
        return largest
    }
}
