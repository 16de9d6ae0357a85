import Foundation

/// Which of a schedule's timesteps a sampler visits (Lin et al., 2023, table 2).
public enum TimestepSpacing: String, Sendable, Codable, CaseIterable {
    /// Multiples of ⌊T/n⌋ from 0: never reaches pure noise.
    case leading
    /// From T − 1 down in steps of T/n: never reaches 0.
    case trailing
    /// Evenly from T − 1 to 0.
    case linspace

    /// `count` timesteps of `total`, the largest first.
    ///
    /// - Parameter offset: added to each where the spacing is leading.
    func timesteps(_ count: Int, of total: Int, offset: Int = 0) -> [Int] {
        precondition(count >= 1 && count <= total, "expected 1…\(total) steps, found \(count)")
        switch self {
        case .leading:
            return (0..<count).reversed().map { min($0 * (total / count) + offset, total - 1) }
        case .trailing:
            let stride = Double(total) / Double(count)
            return (0..<count).map { Int((Double(total) - Double($0) * stride).rounded(.toNearestOrEven)) - 1 }
        case .linspace:
            // A single step starts from pure noise.
            guard count > 1 else { return [total - 1] }
            return evenlySpaced(from: 0, to: Double(total - 1), count: count).reversed()
                .map { Int($0.rounded(.toNearestOrEven)) }
        }
    }

    /// The timesteps of solvers that end at σ = 0 by themselves: `count` of `count + 1`, the smallest left out.
    func timestepsWithoutLast(_ count: Int, of total: Int, offset: Int = 0) -> [Int] {
        switch self {
        case .trailing: timesteps(count, of: total)
        case .linspace:
            evenlySpaced(from: 0, to: Double(total - 1), count: count + 1).reversed().dropLast()
                .map { Int($0.rounded(.toNearestOrEven)) }
        case .leading:
            (1...count).reversed().map { min($0 * (total / (count + 1)) + offset, total - 1) }
        }
    }
}

extension NoiseSchedule {
    /// `count` of the timesteps, evenly spread from T − 1 down to 0; T itself gives every one.
    public func strided(_ count: Int) -> [Int] { TimestepSpacing.linspace.timesteps(count, of: timesteps) }

    /// The course's strided timesteps: from `first` down to 0 by `stride` (990, 960, …, 0).
    public static func strided(from first: Int, by stride: Int) -> [Int] {
        precondition(first >= 0 && stride > 0, "a stride is at least 1, found \(stride)")
        return Array(Swift.stride(from: first, through: 0, by: -stride))
    }
}
