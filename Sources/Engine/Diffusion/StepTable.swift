/// DeepFloyd IF's hand-made choices of timesteps: the schedule cut into equal sections, and so many timesteps in each (Nichol and Dhariwal,
/// 2021, section 4). `smart` ones dwell at both ends, `super` ones at the noisy one.
enum StepTable: String, CaseIterable, Sendable {
    case fast27, smart27, smart50, smart100, smart185, super27, super40, super100

    /// Timesteps a section, from the clean end.
    private var counts: [Int] {
        switch self {
        case .fast27: [10, 10, 3, 2, 2]
        case .smart27: [7, 4, 2, 1, 2, 4, 7]
        case .smart50: [10, 6, 4, 3, 2, 2, 3, 4, 6, 10]
        case .smart100: [1, 1, 1, 1, 2, 2, 2, 2, 2, 2, 3, 3, 4, 4, 5, 5, 6, 7, 7, 8, 9, 10, 13]
        case .smart185: [1, 1, 2, 2, 2, 3, 3, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 18, 20]
        case .super27: [1, 1, 1, 1, 1, 1, 1, 2, 5, 13]
        case .super40: [2, 2, 2, 2, 2, 2, 3, 4, 6, 15]
        case .super100: [4, 4, 6, 6, 8, 8, 10, 10, 14, 30]
        }
    }

    /// How many timesteps it has.
    var stepCount: Int { counts.reduce(0, +) }

    /// The timesteps out of `total`, falling.
    func timesteps(of total: Int) -> [Int] {
        var result: [Int] = []
        var start = 0
        for (section, count) in counts.enumerated() {
            let size = total / counts.count + (section < total % counts.count ? 1 : 0)
            let stride = count > 1 ? Double(size - 1) / Double(count - 1) : 0
            // Added up and not multiplied: where it comes out at a half, the sum's rounding decides.
            var place = 0.0
            for _ in 0..<count {
                result.append(start + Int(place.rounded(.toNearestOrEven)))
                place += stride
            }
            start += size
        }
        return result.reversed()
    }
}
