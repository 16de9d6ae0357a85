/// A few colours for many, by Heckbert's median cut (1982) over colours of five bits a channel: the box with the widest spread of pixels is
/// halved at its median until there are as many boxes as colours.
public struct MedianCut: Sendable {
    /// The mean of each box.
    public let colors: [(red: UInt8, green: UInt8, blue: UInt8)]
    /// The box of every colour of five bits a channel.
    private let box: [UInt8]

    /// - Parameters:
    ///   - pictures: in colour.
    ///   - limit: the most colours, 2…256.
    public init(_ pictures: [Picture], limit: Int) {
        var bins = [Bin](repeating: Bin(), count: 1 << 15)
        for picture in pictures {
            for start in stride(from: 0, to: picture.pixels.count, by: 3) {
                bins[Self.bin(picture, start)].add(
                    picture.pixels[start], picture.pixels[start + 1], picture.pixels[start + 2])
            }
        }
        var boxes = [Box(bins: bins.indices.filter { bins[$0].count > 0 }, of: bins)]
        while boxes.count < limit {
            guard let widest = boxes.indices.max(by: { boxes[$0].spread < boxes[$1].spread }),
                boxes[widest].bins.count > 1
            else { break }
            let (low, high) = boxes[widest].halves(of: bins)
            boxes[widest] = low
            boxes.append(high)
        }
        var box = [UInt8](repeating: 0, count: bins.count)
        for (index, found) in boxes.enumerated() {
            for bin in found.bins { box[bin] = UInt8(index) }
        }
        self.box = box
        colors = boxes.map { $0.mean(of: bins) }
    }

    /// Each pixel's colour by its number.
    public func indices(of picture: Picture) -> [UInt8] {
        stride(from: 0, to: picture.pixels.count, by: 3).map { box[Self.bin(picture, $0)] }
    }

    private static func bin(_ picture: Picture, _ start: Int) -> Int {
        Int(picture.pixels[start] >> 3) << 10 | Int(picture.pixels[start + 1] >> 3) << 5
            | Int(picture.pixels[start + 2] >> 3)
    }

    /// The pixels of one colour of five bits a channel.
    private struct Bin {
        var count = 0
        var sums = (0, 0, 0)

        mutating func add(_ red: UInt8, _ green: UInt8, _ blue: UInt8) {
            count += 1
            sums = (sums.0 + Int(red), sums.1 + Int(green), sums.2 + Int(blue))
        }

        /// The mean of channel 0, 1 or 2, 0…255.
        func mean(_ channel: Int) -> Double {
            Double(channel == 0 ? sums.0 : channel == 1 ? sums.1 : sums.2) / Double(count)
        }
    }

    /// Bins that become one colour.
    private struct Box {
        let bins: [Int]
        /// The channel in which they lie furthest apart, and the sum of squared distances from their mean in it.
        private let channel: Int
        let spread: Double

        init(bins: [Int], of all: [Bin]) {
            self.bins = bins
            let count = bins.reduce(0) { $0 + Double(all[$1].count) }
            let spreads = (0..<3).map { channel in
                let mean = bins.reduce(0) { $0 + all[$1].mean(channel) * Double(all[$1].count) } / max(count, 1)
                return bins.reduce(0) { sum, bin in
                    let distance = all[bin].mean(channel) - mean
                    return sum + distance * distance * Double(all[bin].count)
                }
            }
            channel = spreads.indices.max { spreads[$0] < spreads[$1] } ?? 0
            spread = bins.count > 1 ? spreads[channel] : 0
        }

        func halves(of all: [Bin]) -> (Box, Box) {
            let sorted = bins.sorted { all[$0].mean(channel) < all[$1].mean(channel) }
            let half = sorted.reduce(0) { $0 + all[$1].count } / 2
            var passed = 0
            var cut = 0
            while cut < sorted.count - 1, cut == 0 || passed + all[sorted[cut]].count <= half {
                passed += all[sorted[cut]].count
                cut += 1
            }
            return (Box(bins: Array(sorted[..<cut]), of: all), Box(bins: Array(sorted[cut...]), of: all))
        }

        func mean(of all: [Bin]) -> (red: UInt8, green: UInt8, blue: UInt8) {
            let count = bins.reduce(0) { $0 + Double(all[$1].count) }
            let means = (0..<3).map { channel in
                bins.reduce(0) { $0 + all[$1].mean(channel) * Double(all[$1].count) } / max(count, 1)
            }
            return (UInt8(means[0].rounded()), UInt8(means[1].rounded()), UInt8(means[2].rounded()))
        }
    }
}
