import Foundation

/// JSON as this program writes and reads it: sorted keys, indented, errors that name the file.
public enum JSON {
    public static func encode(_ value: some Encodable) throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        return try encoder.encode(value) + Data("\n".utf8)
    }

    public static func decode<T: Decodable>(_ type: T.Type, from path: String) throws -> T {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw EngineFailure("the file cannot be read", place: path)
        }
        return try decode(type, from: data, place: path)
    }

    public static func decode<T: Decodable>(_ type: T.Type, from data: Data, place: String) throws -> T {
        let decoder = JSONDecoder()
        // Python writes Infinity and NaN as bare words, which only JSON5 knows.
        decoder.allowsJSON5 = true
        return try reading(place) { try decoder.decode(type, from: data) }
    }

    /// Calls `body`, and tells what is wrong with what it decodes from `place` in words.
    static func reading<Value>(_ place: String, _ body: () throws -> Value) throws -> Value {
        do {
            return try body()
        } catch let error as DecodingError {
            throw EngineFailure("the JSON is not what it should be", found: describe(error), place: place)
        } catch let failure as EngineFailure {
            throw failure
        } catch {
            throw EngineFailure("the JSON cannot be read", found: "\(error)", place: place)
        }
    }

    private static func describe(_ error: DecodingError) -> String {
        func path(_ context: DecodingError.Context) -> String {
            context.codingPath.map(\.stringValue).joined(separator: ".")
        }
        switch error {
        case .keyNotFound(let key, let context):
            return "no \((context.codingPath.map(\.stringValue) + [key.stringValue]).joined(separator: "."))"
        case .typeMismatch(_, let context), .valueNotFound(_, let context):
            return "a wrong value at \(path(context))"
        case .dataCorrupted(let context):
            let place = path(context)
            return place.isEmpty ? "text that is not JSON" : "a wrong value at \(place)"
        @unknown default: return "something unknown"
        }
    }
}
