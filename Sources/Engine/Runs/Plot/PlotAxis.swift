import Foundation

/// A scale of a plot: which values are marked, and where a value lies.
struct PlotAxis {
    let lowest: Double
    let highest: Double
    let isLogarithmic: Bool

    /// An axis on which all of `values` lie; a logarithmic one takes those above 0.
    init(_ values: [Double], isLogarithmic: Bool) {
        let usable = values.filter { $0.isFinite && (!isLogarithmic || $0 > 0) }
        let (low, high) = (usable.min() ?? (isLogarithmic ? 0.1 : 0), usable.max() ?? 1)
        self.isLogarithmic = isLogarithmic
        if isLogarithmic {
            (lowest, highest) = low < high ? (low * 0.93, high * 1.07) : (low / 2, high * 2)
        } else {
            (lowest, highest) = low < high ? (low, high) : (low - 0.5, high + 0.5)
        }
    }

    /// Where `value` lies, 0 at the lowest and 1 at the highest; outside is clipped.
    func place(_ value: Double) -> Double {
        guard isLogarithmic else { return max(0, min(1, (value - lowest) / (highest - lowest))) }
        guard value > 0 else { return 0 }
        return max(0, min(1, log(value / lowest) / log(highest / lowest)))
    }

    /// About `count` round values: 1, 2 or 5 times a power of ten apart; on a logarithmic axis themselves 1, 2 or 5 times one where it is
    /// long enough for that.
    func ticks(_ count: Int) -> [Double] {
        if isLogarithmic {
            let powers = Int(log10(lowest).rounded(.down))...Int(log10(highest).rounded(.up))
            let dense = powers.flatMap { power in [1.0, 2, 5].map { $0 * pow(10, Double(power)) } }.filter(holds)
            if dense.count > count + 3 { return powers.map { pow(10, Double($0)) }.filter(holds) }
            if dense.count >= 3 { return dense }
        }
        let rough = (highest - lowest) / Double(max(count, 1))
        let power = pow(10, log10(rough).rounded(.down))
        let step = ([1.0, 2, 5, 10].first { $0 * power >= rough } ?? 10) * power
        return stride(from: (lowest / step).rounded(.up) * step, through: highest + step * 1e-9, by: step).map {
            abs($0) < step * 1e-9 ? 0 : $0
        }
    }

    private func holds(_ value: Double) -> Bool { value >= lowest && value <= highest }

    /// A tick's label, as short as it stays exact.
    static func label(_ value: Double) -> String {
        if value == 0 { return "0" }
        if abs(value) >= 1e6 || abs(value) < 1e-4 { return String(format: "%.3g", value) }
        return String(format: "%.6g", value)
    }
}
