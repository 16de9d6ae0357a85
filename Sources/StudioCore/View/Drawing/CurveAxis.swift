import Foundation

/// An axis of a plot: the values it goes over, and how they lie along it.
struct CurveAxis {
    /// The ends; powers of ten where it is logarithmic.
    let range: ClosedRange<Double>
    let isLogarithmic: Bool

    /// `value` on the axis' scale; nil where it has no place on it.
    static func scaled(_ value: Double, isLogarithmic: Bool) -> Double? {
        guard value.isFinite else { return nil }
        return isLogarithmic ? (value > 0 ? log10(value) : nil) : value
    }

    /// Where `value` is, 0 at the lower end and 1 at the upper; what lies beyond is at the end.
    func place(_ value: Double) -> Double? {
        Self.scaled(value, isLogarithmic: isLogarithmic).map(place(scaled:))
    }

    private func place(scaled value: Double) -> Double {
        let span = max(range.upperBound - range.lowerBound, .leastNormalMagnitude)
        return (min(max(value, range.lowerBound), range.upperBound) - range.lowerBound) / span
    }

    /// About `count` round values with their places.
    func ticks(count: Int) -> [(place: Double, label: String)] {
        let ticks = isLogarithmic ? Ticks.logarithmic(range, count: count) : Ticks.linear(range, count: count)
        return ticks.map { tick in
            let label = Self.label(isLogarithmic ? pow(10, tick) : tick, among: ticks, isLogarithmic)
            return (place(scaled: tick), label)
        }
    }

    private static func label(_ value: Double, among ticks: [Double], _ isLogarithmic: Bool) -> String {
        // One way of writing for all of a plain axis.
        let small = isLogarithmic ? abs(value) : ticks.map(abs).filter { $0 > 1e-12 }.min() ?? 1
        if value != 0, small < 0.001 || abs(value) >= 1_000_000 { return Format.scientific(value) }
        if abs(value) >= 1000, value == value.rounded() { return Format.grouped(Int(value)) }
        guard !isLogarithmic, ticks.count > 1 else { return Format.fixed(value, 0...4).trimmedPoint }
        let places = max(0, -Int(floor(log10(ticks[1] - ticks[0]) + 1e-9)))
        return Format.fixed(value, places...places)
    }
}

extension String {
    fileprivate var trimmedPoint: String { hasSuffix(".") ? String(dropLast()) : self }
}
