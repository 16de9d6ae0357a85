/// The running average that a curve is drawn with.
public enum RunningAverage {
    /// The average after `value`, the value number `count` from 0: `a ← a + (value − a) / m`.
    ///
    /// m is `memory`, or a fifth of the values so far while that is less, so that the high first losses do not linger. What is not finite
    /// leaves the average as it was.
    public static func next<Value: BinaryFloatingPoint>(
        _ last: Value?, _ value: Value, after count: Int, memory: Int
    ) -> Value {
        guard let last else { return value }
        guard value.isFinite else { return last }
        return last + (value - last) / min(max(1, Value(count) / 5), Value(memory))
    }
}
