import Kernels

/// The tensors side by side along their last (channel) dimension: `[…, C1]`, `[…, C2]`, … give `[…, C1 + C2 + …]`.
public func concatenated(_ parts: [Tensor]) -> Tensor {
    precondition(!parts.isEmpty, "there is nothing to concatenate")
    guard parts.count > 1 else { return parts[0] }
    let leading = Array(parts[0].shape.dimensions.dropLast())
    for part in parts {
        precondition(
            part.shape.rank > 0 && Array(part.shape.dimensions.dropLast()) == leading
                && part.elementType == parts[0].elementType,
            "cannot concatenate \(parts[0].shape) \(parts[0].elementType) and \(part.shape) \(part.elementType)")
    }
    let widths = parts.map { $0.shape[-1] }
    let y = Tensor(uninitialized: Shape(leading + [widths.reduce(0, +)]), parts[0].elementType)
    var start = 0
    for part in parts {
        copyChannels(from: part, at: 0, to: y, at: start, count: part.shape[-1])
        start += part.shape[-1]
    }
    return y.recorded(from: parts) { gradient in
        var start = 0
        return zip(parts, widths).map { part, width in
            defer { start += width }
            return part.isRecorded ? slicedWithoutHistory(gradient, start..<(start + width)) : nil
        }
    }
}

extension Tensor {
    /// The channels (last dimension) `range`, copied: `[…, C]` gives `[…, range.count]`.
    public func channels(_ range: Range<Int>) -> Tensor {
        precondition(
            shape.rank > 0 && range.lowerBound >= 0 && range.upperBound <= shape[-1],
            "\(shape) has no channels \(range)")
        let from = shape
        return slicedWithoutHistory(self, range).recorded(from: [self]) { gradient in
            let result = Tensor(zeros: from, gradient.elementType)
            copyChannels(from: gradient, at: 0, to: result, at: range.lowerBound, count: range.count)
            return [result]
        }
    }
}

private func slicedWithoutHistory(_ x: Tensor, _ range: Range<Int>) -> Tensor {
    let y = Tensor(uninitialized: Shape(x.shape.dimensions.dropLast() + [range.count]), x.elementType)
    copyChannels(from: x, at: range.lowerBound, to: y, at: 0, count: range.count)
    return y
}

/// Copies `count` channels of every pixel of `x`, from channel `first` on, to `y`'s channels from `start` on.
private func copyChannels(from x: Tensor, at first: Int, to y: Tensor, at start: Int, count: Int) {
    let bytes = x.elementType.byteCount
    let rows = x.shape.dimensions.dropLast().reduce(1, *)
    kernels_copy_rows(
        x.pointer.advanced(by: first * bytes), x.shape[-1] * bytes, y.pointer.advanced(by: start * bytes),
        y.shape[-1] * bytes, count * bytes, rows)
    withExtendedLifetime((x.storage, y.storage)) {}
}
