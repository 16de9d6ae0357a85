import Foundation

/// The terminal's clipboard, by OSC 52.
public enum Clipboard {
    /// The bytes that put `text` on it. tmux takes the sequence for itself, and hands on what is wrapped, each as far as it is set to; so
    /// it gets both.
    public static func bytes(_ text: String, capabilities: TerminalCapabilities) -> [UInt8] {
        guard capabilities.signals != .none else { return [] }
        let sequence = "\u{1B}]52;c;\(Data(text.utf8).base64EncodedString())\u{1B}\\"
        guard capabilities.isInTmux else { return Array(sequence.utf8) }
        let wrapped = "\u{1B}Ptmux;" + sequence.replacing("\u{1B}", with: "\u{1B}\u{1B}") + "\u{1B}\\"
        return Array((sequence + wrapped).utf8)
    }
}
