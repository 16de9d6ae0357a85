import Foundation
import Testing

@testable import StudioCore

/// Expected screens, kept as text in Golden/.
///
/// After a change that was meant, `STUDIO_REGENERATE_GOLDEN=1 swift test --filter GoldenTests` writes them anew; look at the difference
/// before committing it. A missing file is a failure.
enum Golden {
    private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().appendingPathComponent("Golden")

    static func expect(_ model: StudioModel, _ name: String, styles: Bool = false) throws {
        let screen = view(model)
        let text = screen.text + "\n" + (styles ? "\nstyles\n" + screen.styles(model.theme) + "\n" : "")
        let file = folder.appendingPathComponent(name + ".txt")
        if ProcessInfo.processInfo.environment["STUDIO_REGENERATE_GOLDEN"] != nil {
            try text.write(to: file, atomically: true, encoding: .utf8)
            return
        }
        guard let expected = try? String(contentsOf: file, encoding: .utf8) else {
            Issue.record("Golden/\(name).txt is missing; it should hold:\n\(text)")
            return
        }
        guard expected != text else { return }
        let (old, new) = (expected.components(separatedBy: "\n"), text.components(separatedBy: "\n"))
        let line = zip(old, new).enumerated().first { $1.0 != $1.1 }?.offset ?? min(old.count, new.count)
        Issue.record("Golden/\(name).txt differs from line \(line + 1) on; the screen is now:\n\(text)")
    }
}
