import Foundation

/// Round numbers along an axis.
enum Ticks {
    /// At most about `count` multiples of 1, 2 or 5 × 10^k in `range`.
    static func linear(_ range: ClosedRange<Double>, count: Int) -> [Double] {
        let span = range.upperBound - range.lowerBound
        guard span > 0, span.isFinite, count > 0 else { return [range.lowerBound] }
        let raw = span / Double(count)
        let power = pow(10, floor(log10(raw)))
        let step = [1, 2, 5, 10].map { $0 * power }.first { $0 >= raw * 0.999 } ?? 10 * power
        let first = (range.lowerBound / step - 1e-9).rounded(.up)
        let last = (range.upperBound / step + 1e-9).rounded(.down)
        guard last >= first else { return [range.lowerBound] }
        return stride(from: first, through: last, by: 1).map { $0 * step }
    }

    /// Of 1, 2 and 5 × 10^k those within `range` (in powers of ten themselves, as log10), or the powers of ten where those are too many.
    static func logarithmic(_ range: ClosedRange<Double>, count: Int) -> [Double] {
        let (low, high) = (Int(floor(range.lowerBound)), Int(ceil(range.upperBound)))
        guard high - low < 400 else { return [] }
        for marks in [[1.0, 2, 5], [1.0, 3], [1.0]] {
            let values = (low...high).flatMap { power in marks.map { log10($0) + Double(power) } }
                .filter { range.contains($0) }
            if values.count <= max(2, count) || marks.count == 1 { return values }
        }
        return []
    }
}
