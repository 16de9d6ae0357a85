import Testing

@testable import Engine

@Suite struct ReduceTests {
    @Test func sumsAndMeans() {
        let x = Tensor((0..<24).map(Float.init), [2, 3, 4])
        #expect(sum(x).shape == [])
        #expect(sum(x).item == 276)
        #expect(mean(x).item == 11.5)
        #expect(sum(x, over: [0, 2]).array == [60, 92, 124])
        #expect(sum(x, over: [1]).array == [12, 15, 18, 21, 48, 51, 54, 57])
        #expect(mean(x, over: [-1], keepingDimensions: true).shape == [2, 3, 1])
        #expect(mean(x, over: [-1]).array == [1.5, 5.5, 9.5, 13.5, 17.5, 21.5])
        #expect(sum(x, over: []).array == x.array)
        #expect(sum(Tensor(zeros: [0, 3]), over: [0]).array == [0, 0, 0])
        #expect(mean(Tensor(zeros: [0, 3]), over: [0]).array.filter { $0.isNaN }.count == 3)
        #expect(sum(Tensor(zeros: [0, 3]), over: [1]).shape == [0])
    }

    @Test func longSumsStayAccurate() {
        var numbers = TestNumbers(10)
        let x = numbers.tensor([3, 1, 70_001], offset: 1)
        let values = x.array
        let expected = (0..<3).map { row in
            Float(values[(row * 70_001)..<((row + 1) * 70_001)].reduce(0.0) { $0 + Double($1) })
        }
        #expect(relativeDifference(sum(x, over: [2]).array, expected) < 1e-6)
        let columns = x.reshaped([70_001, 3])
        let totals = (0..<3).map { c in
            Float((0..<70_001).reduce(0.0) { $0 + Double(values[$1 * 3 + c]) })
        }
        #expect(relativeDifference(sum(columns, over: [0]).array, totals) < 2e-6)
    }

    @Test func gradients() {
        var numbers = TestNumbers(11)
        let inputs = [numbers.tensor([2, 3, 5, 7])]
        checkGradients(of: inputs) { sum($0[0]) }
        checkGradients(of: inputs) { mean($0[0], over: [1, 2]) }
        checkGradients(of: inputs) { sum($0[0], over: [0, 3], keepingDimensions: true) }
        checkBFloat16(of: inputs) { mean($0[0], over: [0, 2]) }
    }
}
