import Foundation

extension Generator {
    /// The size of ``state``.
    public static let stateByteCount = 5056

    /// Everything the coming numbers depend on, byte for byte what `torch.get_rng_state()` gives.
    ///
    /// Little-endian: seed (8 bytes), words left (4), seeded (4), next word (8), 624 words of 8 bytes, two unused doubles'
    /// worth around the pending normal number (24), whether it is there (4 + 4 of padding), and 8 bytes that only other devices use.
    public var state: [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(Self.stateByteCount)
        func append<Value: FixedWidthInteger>(_ value: Value) {
            withUnsafeBytes(of: value.littleEndian) { bytes.append(contentsOf: $0) }
        }
        append(seed)
        append(Int32(left))
        append(Int32(1))
        append(UInt64(next))
        for word in words { append(UInt64(word)) }
        append(UInt64(0))
        append((pendingNormal ?? 0).bitPattern)
        append(UInt64(0))
        append(Int64(pendingNormal == nil ? 0 : 1))
        append(UInt64(0))
        return bytes
    }

    /// Goes on where the generator whose ``state`` this is (or PyTorch's) stood.
    ///
    /// - Throws: ``EngineFailure`` when the bytes are no such state.
    public init(state: [UInt8]) throws {
        guard state.count == Self.stateByteCount else {
            throw EngineFailure(
                "a generator's state has the wrong size", expected: "\(Self.stateByteCount) bytes",
                found: "\(state.count)")
        }
        func read<Value: FixedWidthInteger>(_ type: Value.Type, at offset: Int) -> Value {
            state.withUnsafeBytes { Value(littleEndian: $0.loadUnaligned(fromByteOffset: offset, as: type)) }
        }
        let left = Int(read(Int32.self, at: 8))
        let next = read(UInt64.self, at: 16)
        let wide = (0..<Self.wordCount).map { read(UInt64.self, at: 24 + 8 * $0) }
        // Words still to be handed out must lie inside the 624.
        guard read(Int32.self, at: 12) == 1, (1...Self.wordCount).contains(left), next <= UInt64(Self.wordCount),
            Int(next) + left - 1 <= Self.wordCount, wide.allSatisfy({ $0 <= UInt64(UInt32.max) })
        else {
            throw EngineFailure("a generator's state is damaged", found: "\(left) words left, next word \(next)")
        }
        let tail = 24 + 8 * Self.wordCount
        let pending = Double(bitPattern: read(UInt64.self, at: tail + 8))
        self.init(
            seed: read(UInt64.self, at: 0), words: wide.map { UInt32($0) }, next: Int(next), left: left,
            pendingNormal: read(Int32.self, at: tail + 24) == 0 ? nil : pending)
    }
}

extension Generator: Codable {
    /// The state as one base-64 string.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(Data(state))
    }

    public init(from decoder: any Decoder) throws {
        try self.init(state: [UInt8](decoder.singleValueContainer().decode(Data.self)))
    }
}
