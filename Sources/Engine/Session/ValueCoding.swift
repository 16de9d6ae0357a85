import Foundation

/// Values as JSON where nothing of them may be lost: in the queue's file, and between two processes.
enum ValueCoding {
    /// Set in an encoder that writes masks themselves, where a recipe has only their digests.
    private static let maskKey = CodingUserInfoKey(rawValue: "keepsMasks")

    static func keepsMasks(_ encoder: any Encoder) -> Bool { maskKey.flatMap { encoder.userInfo[$0] } != nil }

    static func encode(_ value: some Encodable) throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        if let maskKey { encoder.userInfo[maskKey] = true }
        encoder.nonConformingFloatEncodingStrategy = .convertToString(
            positiveInfinity: "Infinity", negativeInfinity: "-Infinity", nan: "NaN")
        return try encoder.encode(value)
    }

    /// - Throws: ``EngineFailure`` where `data` is not such a value.
    static func decode<Value: Decodable>(_ type: Value.Type, from data: Data, place: String) throws -> Value {
        let decoder = JSONDecoder()
        decoder.nonConformingFloatDecodingStrategy = .convertFromString(
            positiveInfinity: "Infinity", negativeInfinity: "-Infinity", nan: "NaN")
        return try JSON.reading(place) { try decoder.decode(type, from: data) }
    }
}
