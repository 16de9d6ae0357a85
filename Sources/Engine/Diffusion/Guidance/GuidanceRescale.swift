/// Brings a guided prediction's contrast back to the conditional one's (Lin et al., 2024, section 3.4):
/// `φ · g · std(c) / std(g) + (1 − φ) g`, the standard deviations over each picture.
enum GuidanceRescale {
    static func apply(_ guided: Tensor, like conditional: Tensor, strength: Double) -> Tensor {
        var values = guided.array
        let reference = conditional.array
        let size = values.count / guided.shape[0]
        for start in stride(from: 0, to: values.count, by: size) {
            let range = start..<start + size
            let (wanted, found) = (deviation(reference[range]), deviation(values[range]))
            // A flat prediction has no contrast to bring back.
            guard found > 0 else { continue }
            let factor = Float(strength * wanted / found + 1 - strength)
            for index in range { values[index] *= factor }
        }
        return Tensor(values, guided.shape)
    }

    private static func deviation(_ values: ArraySlice<Float>) -> Double {
        let count = Double(values.count)
        let mean = values.reduce(0.0) { $0 + Double($1) } / count
        return (values.reduce(0.0) { $0 + (Double($1) - mean) * (Double($1) - mean) } / count).squareRoot()
    }
}
