import Engine
import Foundation

/// A value in the parameters pane, in the order they stand there.
public enum FieldID: String, Sendable, CaseIterable {
    case guidance, steps, sampler, eta, seed, count
    case start, strength, resampling, heldOutClass
    case illusion, firstClass, secondClass, view, kernel, blur
    case noiseMost, noiseColumns, told, noiseKernel, noiseBlur
    case learningRate, schedule, batch, epochs, trainingSteps, hidden, dropout, clip, average, precision, runSeed
    case sampleInterval

    /// What every sampling goes by.
    static let sampling: [FieldID] = [.guidance, .steps, .sampler, .eta, .seed, .count]
    /// What a run goes by.
    static let training = allCases.filter { !$0.isOfSampling }

    /// Whether it belongs to sampling; the others belong to training.
    public var isOfSampling: Bool {
        switch self {
        case .guidance, .steps, .sampler, .eta, .seed, .count: true
        case .start, .strength, .resampling, .heldOutClass: true
        case .illusion, .firstClass, .secondClass, .view, .kernel, .blur: true
        case .noiseMost, .noiseColumns, .told, .noiseKernel, .noiseBlur: true
        default: false
        }
    }
}

/// What a field may hold. A choice is stored as its index.
enum Domain {
    case number(ClosedRange<Double>, isWhole: Bool, stepping: Stepping)
    case choice([String])

    /// How the arrows move a number.
    enum Stepping {
        /// By an amount, and by another with Shift.
        case adding(Double, shifted: Double)
        /// To the next of 1, 2, 5, 10, …; with Shift to the next power of ten.
        case decades
        /// To the next power of two.
        case doubling
    }

    /// Where `value` lies between the ends, 0…1, for a slider; nil where that would tell nothing.
    func share(of value: Double) -> Double? {
        let (low, high) = (range.lowerBound, range.upperBound)
        guard high > low else { return nil }
        switch self {
        case .choice: return (value - low) / (high - low)
        case .number(_, _, .adding(let amount, _)):
            return (high - low) / amount <= Self.mostSliderSteps ? (value - low) / (high - low) : nil
        case .number(_, _, .decades), .number(_, _, .doubling):
            return low > 0 && value > 0 ? log(value / low) / log(high / low) : nil
        }
    }

    private static let mostSliderSteps = 1000.0

    var range: ClosedRange<Double> {
        switch self {
        case .number(let range, _, _): range
        case .choice(let names): 0...Double(max(0, names.count - 1))
        }
    }
}

/// A field as people read it: its label, what it means, and how it reads its value from the model and puts it back.
struct Field {
    let title: String
    /// One sentence.
    let help: String
    let domain: @Sendable (StudioModel) -> Domain
    let get: @Sendable (StudioModel) -> Double
    let set: @Sendable (inout StudioModel, Double) -> Void
    /// How a number is written where it is not plain.
    var write: @Sendable (Double) -> String = { Format.number($0) }
    /// Why it cannot be changed now; nil where it can.
    var obstacle: @Sendable (StudioModel) -> String? = { _ in nil }
}

extension StudioModel {
    func domain(of id: FieldID) -> Domain { id.field.domain(self) }
    func value(of id: FieldID) -> Double { id.field.get(self) }

    /// The field's value as it stands in the window.
    func text(of id: FieldID) -> String {
        let value = value(of: id)
        if case .choice(let names) = domain(of: id) {
            let index = Int(value)
            return names.indices.contains(index) ? names[index] : "–"
        }
        return id.field.write(value)
    }

    /// Whether the engine obeys a change of it at once.
    func isLive(_ id: FieldID) -> Bool {
        command(of: id, to: value(of: id)) != nil && (id.isOfSampling ? isSampling : isTraining && !isFollowing)
    }

    /// What the engine is told of a new value; nil where a value is for the next run or sampling only.
    private func command(of id: FieldID, to value: Double) -> EngineCommand? {
        switch id {
        case .guidance: .steer(.guidance(value))
        case .sampler:
            sampledFacts.samplersOnTheWay.first { $0 == sampledFacts.samplers[Int(value)] }.map { .steer(.sampler($0)) }
        case .learningRate: .change(.learningRate(value))
        case .batch: .change(.batch(Int(value)))
        case .epochs: .change(.epochs(Int(value)))
        case .trainingSteps: .change(value == 0 ? .epochs(recipe.epochs) : .steps(Int(value)))
        case .dropout: .change(.conditionDropout(value))
        case .clip: .change(.clip(value == 0 ? nil : value))
        case .average: .change(.ema(value == 0 ? nil : value))
        case .sampleInterval: .change(.sampleInterval(Int(value)))
        case .steps, .eta, .seed, .count, .schedule, .hidden, .precision, .runSeed: nil
        case .start, .strength, .resampling, .heldOutClass: nil
        case .illusion, .firstClass, .secondClass, .view, .kernel, .blur: nil
        case .noiseMost, .noiseColumns, .told, .noiseKernel, .noiseBlur: nil
        }
    }

    /// Whether it differs from what the recipe says.
    func isChanged(_ id: FieldID) -> Bool {
        guard !id.isOfSampling, id != .sampleInterval else { return false }
        var original = self
        original.recipe = originalRecipe
        return original.value(of: id) != value(of: id)
    }

    /// Changes a value as one that can be taken back; returns what the engine is to be told.
    mutating func set(_ id: FieldID, to value: Double) -> [Effect] {
        if within(id, value) != self.value(of: id) { noteChange(of: id) }
        return assign(id, value)
    }

    /// `value` within the field's range.
    func within(_ id: FieldID, _ value: Double) -> Double {
        let range = domain(of: id).range
        return min(max(value, range.lowerBound), range.upperBound)
    }

    /// Puts a value in, within the range, and returns what the engine is to be told.
    mutating func assign(_ id: FieldID, _ value: Double) -> [Effect] {
        let value = within(id, value)
        guard value != self.value(of: id) else { return [] }
        id.field.set(&self, value)
        guard isLive(id), let command = command(of: id, to: value) else { return [] }
        return [.engine(command)]
    }

    /// The value `direction` (−1 or 1) arrow presses away.
    func stepped(_ id: FieldID, by direction: Double, isShifted: Bool) -> Double {
        let value = value(of: id)
        switch domain(of: id) {
        case .choice(let names):
            let count = Double(max(1, names.count))
            return (value + direction + count).truncatingRemainder(dividingBy: count)
        case .number(let range, _, let stepping):
            let next = stepping.next(
                from: value, direction: direction, isShifted: isShifted, smallest: range.lowerBound)
            return min(max(next, range.lowerBound), range.upperBound)
        }
    }
}

extension Domain.Stepping {
    func next(from value: Double, direction: Double, isShifted: Bool, smallest: Double) -> Double {
        switch self {
        case .adding(let amount, let shifted):
            let amount = isShifted ? shifted : amount
            // Onto the grid of the amount, so that 0.1 ten times is 1.
            let places = value / amount
            let nearest = places.rounded()
            let isOnGrid = abs(places - nearest) < 1e-6
            let next = isOnGrid ? nearest + direction : direction > 0 ? places.rounded(.up) : places.rounded(.down)
            return (next * amount * 1e6).rounded() / 1e6
        case .decades: return ladder(isShifted ? [1] : [1, 2, 5], base: 10, value, direction, smallest)
        case .doubling: return ladder([1], base: 2, value, direction, smallest)
        }
    }

    /// The next of `marks` × `base`^k; below the smallest mark worth naming comes `smallest`.
    private func ladder(
        _ marks: [Double], base: Double, _ value: Double, _ direction: Double, _ smallest: Double
    ) -> Double {
        let exponents = base == 10 ? -9...12 : 0...30
        // Computed as decimal text would be: 1e-3 and not 0.001000…2.
        let rungs = exponents.flatMap { exponent in
            marks.map { base == 10 ? Double("\($0)e\(exponent)") ?? 0 : Double(1 << exponent) }
        }
        let slack = abs(value) * 1e-9
        if direction > 0 { return rungs.first { $0 > value + slack && $0 >= smallest } ?? value }
        return rungs.last { $0 < value - slack && $0 >= smallest } ?? smallest
    }
}
