import Foundation
import Testing

@testable import Engine

/// Numbers for tests: the same on every machine, spread over ±1.
struct TestNumbers {
    private var state: UInt64

    init(_ seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 &+ 1 }

    mutating func next() -> Float {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Float(Int32(truncatingIfNeeded: state >> 33)) / Float(1 << 30) - 1
    }

    mutating func tensor(_ shape: Shape, scale: Float = 1, offset: Float = 0) -> Tensor {
        Tensor((0..<shape.count).map { _ in next() * scale + offset }, shape)
    }
}

/// Σ a b in double.
func dot(_ a: Tensor, _ b: Tensor) -> Double { zip(a.array, b.array).reduce(0) { $0 + Double($1.0) * Double($1.1) } }

/// Holds an operation's gradients against central differences.
///
/// The loss is L = Σ r y with fixed random r, summed in double. For each input and each of several random directions u the
/// derivative along u is (L(x + h u) − L(x − h u)) / 2h; float32 rounding of y leaves an error of about 1e-7 |r||y| / h, the
/// third derivative one of h². With h = 1e-2 both are near 1e-4 of the derivative's scale |r||u|-ish, so the two are asked to
/// agree within `tolerance` (2e-3) of the largest derivative seen for that input plus 2e-3.
func checkGradients(
    of inputs: [Tensor], step: Float = 1e-2, tolerance: Double = 2e-3, directions: Int = 4,
    sourceLocation: SourceLocation = #_sourceLocation, _ operation: ([Tensor]) -> Tensor
) {
    let tape = Tape()
    let variables = inputs.map { tape.variable($0.copy()) }
    let output = operation(variables)
    var numbers = TestNumbers(UInt64(output.count) + 7)
    let weights = numbers.tensor(output.shape)
    #expect(output.array.filter { !$0.isFinite }.isEmpty, sourceLocation: sourceLocation)
    tape.backward(from: output, seed: weights)
    for (index, input) in inputs.enumerated() {
        guard let gradient = tape.gradient(of: variables[index]) else {
            Issue.record("input \(index) has no gradient", sourceLocation: sourceLocation)
            continue
        }
        #expect(gradient.shape == input.shape, sourceLocation: sourceLocation)
        var pairs: [(analytic: Double, numeric: Double)] = []
        for _ in 0..<directions {
            let direction = numbers.tensor(input.shape)
            var losses: [Double] = []
            for sign: Float in [1, -1] {
                var moved = inputs
                moved[index] = addScaled(input, 1, direction, sign * step)
                losses.append(dot(weights, operation(moved)))
            }
            pairs.append((dot(gradient, direction), (losses[0] - losses[1]) / (2 * Double(step))))
        }
        let scale = pairs.map { abs($0.numeric) }.max() ?? 0
        for pair in pairs {
            #expect(
                abs(pair.analytic - pair.numeric) <= tolerance * scale + tolerance,
                "input \(index): analytic \(pair.analytic), numeric \(pair.numeric)", sourceLocation: sourceLocation)
        }
    }
}

/// Runs `operation` in float32 and on the same numbers stored as bfloat16, values and gradients, and asks for agreement within
/// `roundings` half-units of bfloat16 (2⁻⁹ relative to the largest value) of the float32 result.
func checkBFloat16(
    of inputs: [Tensor], roundings: Float = 3, sourceLocation: SourceLocation = #_sourceLocation,
    _ operation: ([Tensor]) -> Tensor
) {
    // The inputs are rounded first, so that only the operation's own roundings are left.
    let rounded = inputs.map { $0.convertedStorage(to: .bfloat16) }
    func run(_ type: ElementType) -> [Tensor] {
        let tape = Tape()
        let variables = rounded.map { tape.variable($0.convertedStorage(to: type).copy()) }
        let output = operation(variables)
        var numbers = TestNumbers(3)
        let seed = numbers.tensor(output.shape).convertedStorage(to: .bfloat16).convertedStorage(to: output.elementType)
        tape.backward(from: output, seed: seed)
        return [output] + variables.compactMap { tape.gradient(of: $0) }
    }
    let (exact, stored) = (run(.float32), run(.bfloat16))
    #expect(exact.count == inputs.count + 1 && stored.count == exact.count, sourceLocation: sourceLocation)
    for (index, (a, b)) in zip(exact, stored).enumerated() {
        let largest = a.array.map(abs).max() ?? 0
        let difference = zip(a.array, b.array).map { abs($0 - $1) }.max() ?? 0
        #expect(
            difference <= roundings * largest / 512,
            "\(index == 0 ? "value" : "gradient \(index - 1)"): off by \(difference) of \(largest)",
            sourceLocation: sourceLocation)
    }
}

/// The largest absolute difference over the largest absolute value of `expected`.
func relativeDifference(_ found: [Float], _ expected: [Float]) -> Float {
    guard found.count == expected.count else { return .infinity }
    let largest = max(expected.map(abs).max() ?? 0, 1e-20)
    return (zip(found, expected).map { abs($0 - $1) }.max() ?? 0) / largest
}
