import Foundation

/// How numbers are written in the window.
enum Format {
    /// Whole where it is, thousands grouped.
    static func number(_ value: Double) -> String {
        guard value == value.rounded(), abs(value) < 1e15 else { return fixed(value, 1...4) }
        return grouped(Int(value))
    }

    static func grouped(_ value: Int) -> String {
        let digits = String(value.magnitude)
        var result = ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index) % 3 == 0 { result.append(",") }
            result.append(digit)
        }
        return (value < 0 ? "-" : "") + result
    }

    /// As 212 MB or 4.3 GB.
    static func bytes(_ count: Int) -> String {
        count < 1_000_000_000
            ? "\(grouped((count + 500_000) / 1_000_000)) MB" : "\(fixed(Double(count) / 1e9, 1...1)) GB"
    }

    /// With at least and at most so many places.
    static func fixed(_ value: Double, _ places: ClosedRange<Int>) -> String {
        guard value.isFinite else { return value.isNaN ? "not a number" : value > 0 ? "infinite" : "-infinite" }
        var text = String(format: "%.\(places.upperBound)f", value)
        let least = text.count - (places.upperBound - places.lowerBound)
        while text.count > least, text.hasSuffix("0") { text.removeLast() }
        return text
    }

    /// As 1e-2 or 2.5e-4: short, and every digit counts.
    static func scientific(_ value: Double) -> String {
        guard value.isFinite, value != 0 else { return fixed(value, 0...0) }
        var exponent = Int(log10(abs(value)).rounded(.down))
        var mantissa = fixed(value / pow(10, Double(exponent)), 0...3)
        if mantissa == "10." || mantissa == "10" {
            exponent += 1
            mantissa = "1"
        }
        if mantissa.hasSuffix(".") { mantissa.removeLast() }
        return "\(mantissa)e\(exponent)"
    }

    /// A loss, a norm: three or four digits that count.
    static func measure(_ value: Float) -> String {
        let value = Double(value)
        guard value.isFinite else { return fixed(value, 0...0) }
        if value != 0, abs(value) < 0.001 || abs(value) >= 100_000 { return scientific(value) }
        return abs(value) < 10 ? fixed(value, 4...4) : fixed(value, 1...1)
    }

    /// Time left: `12 s`, `3 min 05 s`, `1 h 45 min`.
    static func duration(_ seconds: Double) -> String {
        guard seconds.isFinite, seconds >= 0, seconds < 1e9 else { return "–" }
        let whole = Int(seconds.rounded())
        if whole < 60 { return "\(whole) s" }
        if whole < 3600 { return "\(whole / 60) min \(two(whole % 60)) s" }
        if whole < 86400 { return "\(whole / 3600) h \(two(whole % 3600 / 60)) min" }
        return "\(whole / 86400) d \(whole % 86400 / 3600) h"
    }

    /// A count in thousands or millions: `10.6 M`.
    static func count(_ value: Int) -> String {
        if value >= 1_000_000 { return fixed(Double(value) / 1e6, 1...1) + " M" }
        return value >= 10_000 ? fixed(Double(value) / 1e3, 0...0).filter { $0 != "." } + " k" : grouped(value)
    }

    private static func two(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
}
