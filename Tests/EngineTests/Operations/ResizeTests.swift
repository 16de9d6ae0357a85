import Testing

@testable import Engine

@Suite struct ResizeTests {
    @Test func nearest() {
        let x = Tensor([1, 2, 3, 4], [1, 2, 2, 1])
        #expect(resizeNearest(x, height: 4, width: 2).array == [1, 2, 1, 2, 3, 4, 3, 4])
        #expect(resizeNearest(x, height: 1, width: 3).array == [1, 1, 2])
    }

    @Test func bilinear() {
        let x = Tensor([0, 1, 2, 3], [1, 1, 4, 1])
        // Half-pixel centres: 4 to 2 takes the mean of neighbours; 4 to 8 lies at quarters, held at the ends.
        #expect(resizeBilinear(x, height: 1, width: 2).array == [0.5, 2.5])
        #expect(resizeBilinear(x, height: 1, width: 8).array == [0, 0.25, 0.75, 1.25, 1.75, 2.25, 2.75, 3])
        #expect(resizeBilinear(x, height: 1, width: 7, alignCorners: true).array == [0, 0.5, 1, 1.5, 2, 2.5, 3])
        #expect(resizeBilinear(x, height: 3, width: 1, alignCorners: true).array == [0, 0, 0])
        #expect(resizeBilinear(x, height: 1, width: 4).array == x.array)
    }

    @Test func gradients() {
        var numbers = TestNumbers(50)
        let inputs = [numbers.tensor([2, 5, 7, 3])]
        for (height, width) in [(10, 14), (3, 4), (5, 9)] {
            checkGradients(of: inputs) { resizeNearest($0[0], height: height, width: width) }
            for alignCorners in [false, true] {
                checkGradients(of: inputs) {
                    resizeBilinear($0[0], height: height, width: width, alignCorners: alignCorners)
                }
                checkBFloat16(of: inputs) {
                    resizeBilinear($0[0], height: height, width: width, alignCorners: alignCorners)
                }
            }
        }
    }
}
