import Foundation

/// One measured figure.
public struct Figure: Sendable, Codable, Equatable {
    /// What was measured, such as `train.hidden64.batch64.float32`.
    public var name: String
    public var value: Double
    public var unit: String

    public init(_ name: String, _ value: Double, _ unit: String) {
        self.name = name
        self.value = value
        self.unit = unit
    }
}

/// How fast this engine is on this machine.
public enum Benchmark {
    /// The time limit of each figure, in seconds.
    public static let seconds = 8.0

    /// The multiply-adds a second that one large dense product reaches, as FLOP/s / 10⁹.
    public static func peak() -> Figure {
        Figure("peak.float32", peakOperations(.float32, size: 2048, seconds: 2) / 1e9, "GFLOP/s")
    }

    /// Operations a second of a dense product of two square matrices of `type`.
    static func peakOperations(_ type: ElementType, size n: Int, seconds: Double) -> Double {
        let a = Tensor(repeating: 0.5, [n, n]).to(type)
        return 2 * Double(n * n * n) / median(seconds: seconds) { _ = linear(a, weight: a, bias: nil) }
    }

    /// Class-conditioned flow matching on random images: images a second.
    public static func training(hidden: Int, batch: Int, type: ElementType) throws -> Figure {
        let trainer = try Trainer(
            recipe: recipe(hidden: hidden, batch: batch, type: type), images: randomImages(count: batch * 4))
        let pace = try median(seconds: seconds) { _ = try trainer.advance() }
        return Figure(trainingName(hidden: hidden, batch: batch, type: type), Double(batch) / pace, "img/s")
    }

    /// The name of ``training(hidden:batch:type:)``'s figure.
    public static func trainingName(hidden: Int, batch: Int, type: ElementType) -> String {
        "train.hidden\(hidden).batch\(batch).\(type.rawValue)"
    }

    /// The name of ``evaluation(hidden:batch:type:)``'s figure.
    public static func evaluationName(hidden: Int, batch: Int, type: ElementType) -> String {
        "evaluate.hidden\(hidden).batch\(batch).\(type.rawValue)"
    }

    /// Evaluations of the class-conditioned network a second, without guidance.
    public static func evaluation(hidden: Int, batch: Int, type: ElementType) -> Figure {
        var generator = Generator(seed: 0)
        let network = DigitUNet(
            DigitUNetConfiguration(hidden: hidden, timeConditioned: true, classes: 10), generator: &generator)
        let x = generator.normal([batch, DigitUNet.side, DigitUNet.side, 1])
        let t = generator.uniform([batch, 1])
        let c = oneHot((0..<batch).map { $0 % 10 }, classes: 10)
        let pace = median(seconds: seconds / 2) {
            _ = network(x, time: t, classes: c, .inference(computeType: type))
        }
        return Figure(evaluationName(hidden: hidden, batch: batch, type: type), Double(batch) / pace, "img/s")
    }

    /// The name of ``sampling(hidden:count:type:)``'s figure.
    public static func samplingName(hidden: Int, count: Int, type: ElementType) -> String {
        "sample.hidden\(hidden).count\(count).\(type.rawValue)"
    }

    /// Steps of flow matching at guidance 5, everything a step does included: pictures times steps a second.
    public static func sampling(hidden: Int, count: Int, type: ElementType) throws -> Figure {
        let pace = try samplingPace(hidden: hidden, count: count, type: type).step
        return Figure(samplingName(hidden: hidden, count: count, type: type), Double(count) / pace, "img/s")
    }

    /// What share of sampling 40 digits at guidance 5 is the network's own time, in percent.
    public static func samplingShare() throws -> Figure {
        let pace = try samplingPace(hidden: 64, count: 40, type: .float32)
        return Figure("sample.network-share", 100 * pace.network / pace.step, "%")
    }

    /// The time of a step, and of the evaluation of the network in it.
    private static func samplingPace(
        hidden: Int, count: Int, type: ElementType
    ) throws -> (step: Double, network: Double) {
        var generator = Generator(seed: 0)
        let configuration = DigitUNetConfiguration(hidden: hidden, timeConditioned: true, classes: 10)
        let network = DigitUNet(configuration, generator: &generator)
        let card = ModelCard(
            name: "benchmark", configuration: configuration, objective: .flow, data: "random", step: 0)
        let model = LoadedModel(card: card, network: network, computeType: type)
        let request = SamplingRequest(classes: Array(0..<10), count: count, steps: 50)
        var run = try SamplingRun(request, model: model)
        let x = generator.normal([count, DigitUNet.side, DigitUNet.side, 1])
        let t = generator.uniform([2 * count, 1])
        let c = oneHot((0..<count).map { $0 % 10 } + Array(repeating: nil, count: count), classes: 10)
        // By turns, so that what disturbs the one disturbs the other.
        var times: [(step: Double, network: Double)] = []
        let started = ContinuousClock.now
        repeat {
            if run.isFinished { run = try SamplingRun(request, model: model) }
            let before = ContinuousClock.now
            run.advance()
            let between = ContinuousClock.now
            _ = network(x, time: t, classes: c, .inference(computeType: type))
            times.append((before.duration(to: between).seconds, between.duration(to: .now).seconds))
        } while started.duration(to: .now).seconds < seconds / 2 || times.count < 4
        times.removeFirst()
        return (times.map(\.step).percentile(50), times.map(\.network).percentile(50))
    }

    /// The most memory this process has held once it has trained three steps of hidden 64, batch 64, in MB.
    public static func residentMemory() throws -> Figure? {
        let trainer = try Trainer(
            recipe: recipe(hidden: 64, batch: 64, type: .float32), images: randomImages(count: 256))
        for _ in 0..<3 { _ = try trainer.advance() }
        guard let text = try? String(contentsOfFile: "/proc/self/status", encoding: .utf8),
            let line = text.split(separator: "\n").first(where: { $0.hasPrefix("VmHWM:") }),
            let kilobytes = line.split(whereSeparator: \.isWhitespace).dropFirst().first.flatMap({ Double($0) })
        else { return nil }
        return Figure("memory.resident", kilobytes / 1024, "MB")
    }

    private static func recipe(hidden: Int, batch: Int, type: ElementType) -> Recipe {
        Recipe(
            name: "benchmark", summary: "", data: "random",
            model: DigitUNetConfiguration(hidden: hidden, timeConditioned: true, classes: 10), objective: .flow,
            optimizer: AdamConfiguration(learningRate: 1e-3), schedule: .constant, batch: batch, epochs: 1,
            steps: 1_000_000, conditionDropout: 0.1, precision: type == .bfloat16 ? .bf16 : .f32)
    }

    private static func randomImages(count: Int) -> ImageSet {
        let size = DigitUNet.side * DigitUNet.side
        let pixels = (0..<count * size).map { UInt8(truncatingIfNeeded: $0 &* 2_654_435_761 >> 13) }
        let labels = (0..<count).map { UInt8($0 % 10) }
        let split = ImageSplit(images: pixels, labels: labels, rows: DigitUNet.side, columns: DigitUNet.side)
        return ImageSet(name: "random", train: split, test: split, classNames: (0..<10).map(String.init))
    }

    /// The median time of `body` over as many runs as fit in `seconds`, one of them not counted.
    private static func median(seconds: Double, _ body: () throws -> Void) rethrows -> Double {
        var times: [Double] = []
        try body()
        let started = ContinuousClock.now
        repeat {
            let before = ContinuousClock.now
            try body()
            times.append(before.duration(to: .now).seconds)
        } while started.duration(to: .now).seconds < seconds || times.count < 3
        return times.percentile(50)
    }
}

extension [Double] {
    /// The value that `share` of a hundred are below; there is at least one.
    package func percentile(_ share: Int) -> Double { sorted()[Swift.min(count - 1, count * share / 100)] }
}
