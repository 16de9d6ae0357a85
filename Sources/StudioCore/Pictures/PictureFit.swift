import Engine

/// The size at which a picture is shown, in the smallest units its device can colour: pixels, or the parts of a cell.
struct PictureFit: Equatable {
    var columns: Int
    var rows: Int

    /// The largest size of `picture` within `columns` × `rows` units that keeps its proportions; nil where there is no room at all.
    ///
    /// Where there is room every pixel becomes a whole number of units, so that small pictures keep their pixels; otherwise the picture
    /// shrinks to fit.
    /// - Parameter unitAspect: a unit's height over its width.
    init?(_ picture: Picture, columns: Int, rows: Int, unitAspect: Double) {
        guard picture.width > 0, picture.height > 0, columns > 0, rows > 0 else { return nil }
        for scale in stride(from: rows / picture.height, to: 0, by: -1) {
            let across = max(1, Int((Double(scale) * unitAspect).rounded()))
            if picture.width * across <= columns {
                (self.columns, self.rows) = (picture.width * across, picture.height * scale)
                return
            }
        }
        let width = Double(picture.width) * unitAspect
        let scale = min(Double(columns) / width, Double(rows) / Double(picture.height))
        self.columns = min(columns, max(1, Int((width * scale).rounded())))
        self.rows = min(rows, max(1, Int((Double(picture.height) * scale).rounded())))
    }
}

extension Picture {
    /// The picture at `columns` × `rows`: pixels repeated where it grows by whole numbers, averaged over the area they cover elsewhere.
    func scaled(columns: Int, rows: Int) -> Picture {
        if columns == width, rows == height { return self }
        let down = averaged(axis: .vertical, to: rows)
        return down.averaged(axis: .horizontal, to: columns)
    }

    private enum Axis { case horizontal, vertical }

    /// One axis scaled to `count` samples, each the mean of the part of the source it covers.
    private func averaged(axis: Axis, to count: Int) -> Picture {
        let length = axis == .horizontal ? width : height
        guard count != length, length > 0 else { return self }
        // The picture is `lines` × `length` × `run` bytes: the axis lies in the middle.
        let lines = axis == .horizontal ? height : 1
        let run = axis == .horizontal ? channels : width * channels
        let spans = (0..<count).map { Span(index: $0, of: count, over: length) }
        let result = [UInt8](unsafeUninitializedCapacity: lines * count * run) { result, initialized in
            var sums = [Float](repeating: 0, count: run)
            pixels.withUnsafeBufferPointer { source in
                for line in 0..<lines {
                    for (index, span) in spans.enumerated() {
                        span.sum(source, from: line * length * run, into: &sums)
                        let to = (line * count + index) * run
                        for k in 0..<run { result[to + k] = UInt8(min(255, max(0, sums[k] + 0.5))) }
                    }
                }
            }
            initialized = lines * count * run
        }
        let size = axis == .horizontal ? (count, height) : (width, count)
        return Picture(width: size.0, height: size.1, channels: channels, pixels: result)
    }

    /// The source samples under one sample of the result, and their weights, which add up to 1.
    private struct Span {
        private let first: Int
        private let count: Int
        /// Of the first sample, of those between, and of the last.
        private let ends: (Float, Float)
        private let inner: Float

        init(index: Int, of count: Int, over length: Int) {
            // In units of 1/count of a source sample, so that whole-number scales are exact.
            let (start, end) = (index * length, (index + 1) * length)
            let last = (end - 1) / count
            func weight(_ sample: Int) -> Float {
                Float(min(end, (sample + 1) * count) - max(start, sample * count)) / Float(length)
            }
            first = start / count
            self.count = last - first + 1
            ends = (weight(first), weight(last))
            inner = Float(count) / Float(length)
        }

        /// The weighted sum of `sums.count` bytes a sample, the first of them at `start`.
        func sum(_ source: UnsafeBufferPointer<UInt8>, from start: Int, into sums: inout [Float]) {
            let run = sums.count
            for offset in 0..<count {
                let weight = offset == 0 ? ends.0 : offset == count - 1 ? ends.1 : inner
                let at = start + (first + offset) * run
                if offset == 0 {
                    for k in 0..<run { sums[k] = weight * Float(source[at + k]) }
                } else {
                    for k in 0..<run { sums[k] += weight * Float(source[at + k]) }
                }
            }
        }
    }
}
