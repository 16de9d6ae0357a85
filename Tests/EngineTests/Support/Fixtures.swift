import Foundation

/// Files the tests compare with, beside the tests.
enum Fixtures {
    static func path(_ name: String, file: String = #filePath) -> String {
        let tests = file.range(of: "/Tests/").map { String(file[..<$0.upperBound]) } ?? ""
        return tests + "Fixtures/" + name
    }

    /// Calls `body` with a fresh folder that is removed afterwards.
    static func withTemporaryFolder<R>(_ body: (String) throws -> R) throws -> R {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("studio-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        return try body(folder)
    }
}
