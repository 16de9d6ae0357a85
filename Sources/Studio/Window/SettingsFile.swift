import Engine
import Foundation
import StudioCore

/// The person's settings on disk: `config.toml` beside their themes.
enum SettingsFile {
    static var path: String { Places.configuration + "/config.toml" }

    /// What is there; nothing settled where there is no file.
    static func read() -> Settings {
        FileManager.default.contents(atPath: path).map { Settings(toml: String(decoding: $0, as: UTF8.self)) }
            ?? Settings()
    }
}
