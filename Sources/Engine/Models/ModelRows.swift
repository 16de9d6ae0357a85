import Foundation

extension ModelDescription {
    /// All of it, as names and values for people.
    public var rows: [TextRow] {
        var rows = [
            TextRow("name", name), TextRow("folder", folder), TextRow("kind", kind),
            TextRow("pictures", "\(side)×\(side) in \(channels == 1 ? "grey" : "colour")"),
            TextRow("parameters", Self.counted(parameters)),
        ]
        rows += parts.map { part in
            let memory = "\(Self.megabytes(part.float32Bytes)) in f32, \(Self.megabytes(part.bfloat16Bytes)) in bf16"
            return TextRow(
                part.name,
                "\(part.className), \(Self.counted(part.parameters)) parameters, \(Self.megabytes(part.storedBytes)) on disk, "
                    + memory)
        }
        rows.append(TextRow("for", abilities.map { "studio \($0)" }.joined(separator: ", ")))
        if let needs { rows.append(TextRow("needs", needs)) }
        return rows + [TextRow("licence", licence ?? "the folder does not say")]
    }

    /// Bytes in millions.
    private static func megabytes(_ bytes: Int) -> String { String(format: "%.1f MB", Double(bytes) / 1e6) }

    /// A number in thousands, millions or billions.
    public static func counted(_ count: Int) -> String {
        switch count {
        case 1_000_000_000...: String(format: "%.1f B", Double(count) / 1e9)
        case 1_000_000...: String(format: "%.1f M", Double(count) / 1e6)
        default: String(format: "%.1f k", Double(count) / 1e3)
        }
    }
}
