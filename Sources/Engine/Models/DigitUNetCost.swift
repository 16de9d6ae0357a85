extension DigitUNetConfiguration {
    /// Floating-point operations of training on one image: forward, gradient of the input and gradient of the weights of every
    /// convolution, each two operations (a product and a sum) a weight and position, as if each were summed as it is written.
    ///
    /// What is left out (normalisation, conditions, the optimizer) is less than a hundredth. Winograd's method needs fewer.
    public var trainingOperations: Double {
        let D = Double(hidden)
        let sides = (full: 28.0 * 28, half: 14.0 * 14, quarter: 7.0 * 7)
        // Positions × taps × inputs × outputs. A transposed convolution has a tap for each position of its input.
        var products = sides.full * 9 * (D + D * D)  // init
        products += sides.half * 9 * (D * D) * 3  // down1
        products += sides.quarter * 9 * (D * 2 * D + 2 * D * 2 * D * 2)  // down2
        products += sides.quarter * 2 * D * 2 * D  // unflatten
        products += sides.quarter * 16 * (4 * D * D) + sides.half * 9 * (D * D) * 2  // up1
        products += sides.half * 16 * (2 * D * D) + sides.full * 9 * (D * D) * 2  // up2
        products += sides.full * 9 * (2 * D * D + D * D + D)  // final and out
        return 3 * 2 * products
    }
}
