/// Labelled grey images, 8 bits a pixel.
public struct ImageSplit: Sendable, Equatable {
    /// `count` × rows × columns, row by row.
    public let images: [UInt8]
    public let labels: [UInt8]
    public let rows: Int
    public let columns: Int

    public init(images: [UInt8], labels: [UInt8], rows: Int, columns: Int) {
        precondition(
            images.count == labels.count * rows * columns,
            "\(images.count) bytes are not \(labels.count) images of \(rows)×\(columns)")
        self.images = images
        self.labels = labels
        self.rows = rows
        self.columns = columns
    }

    public var count: Int { labels.count }

    /// The images at `indices`, `[B, rows, columns, 1]` in 0…1.
    public func tensor(at indices: [Int]) -> Tensor {
        let result = Tensor(uninitialized: [indices.count, rows, columns, 1])
        let size = rows * columns
        images.withUnsafeBufferPointer { source in
            result.withMutableFloats { values in
                for (place, index) in indices.enumerated() {
                    for i in 0..<size { values[place * size + i] = Float(source[index * size + i]) / 255 }
                }
            }
        }
        return result
    }

    /// One image as a picture.
    public func picture(at index: Int) -> Picture {
        let size = rows * columns
        return Picture(
            width: columns, height: rows, channels: 1, pixels: Array(images[index * size..<(index + 1) * size]))
    }
}

/// A data set: what is learned from, and what is held out.
public struct ImageSet: Sendable, Equatable {
    public let name: String
    public let train: ImageSplit
    public let test: ImageSplit
    public let classNames: [String]

    public init(name: String, train: ImageSplit, test: ImageSplit, classNames: [String]) {
        precondition(
            train.rows == test.rows && train.columns == test.columns, "training and test images differ in size")
        self.name = name
        self.train = train
        self.test = test
        self.classNames = classNames
    }

    public var rows: Int { train.rows }
    public var columns: Int { train.columns }
}
