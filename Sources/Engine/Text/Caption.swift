import Foundation

/// A prompt as IF's pipelines prepare it for the text encoder.
enum Caption {
    /// Lower case, without white space around.
    static func plain(_ text: String) -> String { text.lowercased().trimmingCharacters(in: .whitespacesAndNewlines) }

    /// What the network saw in training: captions of pictures on the web, without addresses, tags, file names and numbers that name
    /// nothing. Done twice, as the pipelines do: what one pass uncovers the next one cleans.
    static func cleaned(_ text: String) -> String { cleanedOnce(cleanedOnce(text)) }

    private static func cleanedOnce(_ text: String) -> String {
        var caption = plain(WebText.unquoted(text))
        for rule in beforeTags { caption = rule.apply(caption) }
        caption = WebText.withoutTags(caption)
        for rule in beforeRepair { caption = rule.apply(caption) }
        // this-is-my-cute-cat
        if caption.count(where: { $0 == "-" || $0 == "_" }) > 3 {
            caption = String(caption.map { $0 == "-" || $0 == "_" ? " " : $0 })
        }
        caption = WebText.unescaped(WebText.unescaped(WebText.repaired(caption)))
        for rule in afterRepair { caption = rule.apply(caption) }
        return caption.trimmingCharacters(in: .whitespacesAndNewlines)
    }

    /// What is replaced by what.
    private struct Rule: @unchecked Sendable {
        let expression: NSRegularExpression
        let replacement: String

        func apply(_ text: String) -> String {
            expression.stringByReplacingMatches(
                in: text, range: NSRange(text.startIndex..., in: text), withTemplate: replacement)
        }
    }

    private static func rules(_ pairs: [(String, String)]) -> [Rule] {
        pairs.map { pattern, replacement in
            guard let expression = try? NSRegularExpression(pattern: pattern) else {
                preconditionFailure("the rule \(pattern) is no regular expression")
            }
            return Rule(expression: expression, replacement: replacement)
        }
    }

    private static let address = #"[a-zA-Z0-9.\-]+[.](?:com|co|ru|net|org|edu|gov|it)[\w/-]*\b/?(?!@)"#
    private static let fileEndings = "(?:png|jpg|jpeg|bmp|webp|eps|pdf|apk|mp4)"

    private static let beforeTags = rules([
        ("<person>", "person"),
        (#"\b(?:https?:(?:/{1,3}|[a-zA-Z0-9%])|\#(address))"#, ""),
        (#"\b(?:www:(?:/{1,3}|[a-zA-Z0-9%])|\#(address))"#, ""),
    ])

    private static let beforeRepair = rules([
        (#"@\w+\b"#, ""),
        // Chinese and Japanese characters, which the captions in training had none of.
        (#"[\u31c0-\u4dbf\u4dc0-\u4dff\u4e00-\u9fff]+"#, ""),
        // All kinds of dash.
        (
            #"[\u002D\u058A\u05BE\u1400\u1806\u2010-\u2015\u2E17\u2E1A\u2E3A\u2E3B\u2E40\u301C\u3030\u30A0\uFE31\uFE32\uFE58\uFE63\uFF0D]+"#,
            "-"
        ),
        (#"[`´«»“”¨]"#, "\""), (#"[‘’]"#, "'"),
        (#"&quot;?"#, ""), (#"&amp"#, ""),
        (#"\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3}"#, " "),
        (#"\d:\d\d\s+$"#, ""), (#"\\n"#, " "),
        (#"#\d{1,3}\b"#, ""), (#"#\d{5,}\b"#, ""), (#"\b\d{6,}\b"#, ""),
        (#"\S+\.\#(fileEndings)"#, ""),
        (#"["']{2,}"#, "\""), (#"\.{2,}"#, " "),
        (#"[#®•©™&@·º½¾¿¡§~)(\]\[}{|\\/*]+"#, " "),
        (#"\s+\.\s+"#, " "),
    ])

    private static let afterRepair = rules([
        (#"\b[a-zA-Z]{1,3}\d{3,15}\b"#, ""), (#"\b[a-zA-Z]+\d+[a-zA-Z]+\b"#, ""), (#"\b\d+[a-zA-Z]+\d+\b"#, ""),
        (#"(worldwide\s+)?(free\s+)?shipping"#, ""), (#"(free\s)?download(\sfree)?"#, ""),
        (#"\bclick\b\s(?:for|on)\s\w+"#, ""), (#"\b\#(fileEndings)(\simages?)?"#, ""), (#"\bpage\s+\d+\b"#, ""),
        (#"\b\d*[a-zA-Z]+\d+[a-zA-Z]+\d+[a-zA-Z\d]*\b"#, " "), (#"\b\d+\.?\d*[xх×]\d+\.?\d*\b"#, ""),
        (#"\b\s+:\s+"#, ": "), (#"(\D[,./])\b"#, "$1 "), (#"\s+"#, " "),
        (#"^["']([\w\W]+)["']$"#, "$1"), (#"^['_,\-:;]"#, ""), (#"['_,\-:+]$"#, ""), (#"^\.\S+$"#, ""),
    ])
}
