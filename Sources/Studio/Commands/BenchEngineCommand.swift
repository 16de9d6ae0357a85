import ArgumentParser
import Engine
import Foundation

/// `studio bench engine`, and `studio bench` alone
struct BenchEngineCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "engine", abstract: "Measure the engine: peak, training and sampling throughput.")

    @Option(help: "Threads to compute with.") var threads: Int?
    @Option(help: "A file of JSON lines {name, value} to print ratios against.") var against: String?
    @Option(help: "Only the figures whose names begin so, such as train.hidden64.") var only: String?
    @Flag(help: "One JSON object a line.") var json = false

    func validate() throws { try checkThreads(threads) }

    func run() throws {
        if let threads { Threads.count = threads }
        let others = try against.map(readMeasurements) ?? [:]
        let wanted = figures.filter { only == nil || $0.name.hasPrefix(only ?? "") }
        guard !wanted.isEmpty else {
            throw EngineFailure(
                "no figure has that name", expected: figures.map(\.name).joined(separator: ", "), found: only ?? "",
                place: "--only")
        }
        for figure in wanted {
            if let measured = try figure.measure() { try tell(measured, others) }
        }
    }

    /// What is measured, in order. Memory first: what comes after may hold more.
    private var figures: [(name: String, measure: () throws -> Figure?)] {
        let native = Precision.auto.elementType
        let types: [ElementType] = native == .float32 ? [.float32] : [.float32, native]
        var result: [(name: String, measure: () throws -> Figure?)] = [
            ("memory.resident", Benchmark.residentMemory), training(64, 64, .float32),
        ]
        result += types.dropFirst().map { training(64, 64, $0) }
        for type in types {
            for batch in [80, 2] {
                result.append(
                    (
                        Benchmark.evaluationName(hidden: 64, batch: batch, type: type),
                        { Benchmark.evaluation(hidden: 64, batch: batch, type: type) }
                    ))
            }
            for count in [40, 1] {
                result.append(
                    (
                        Benchmark.samplingName(hidden: 64, count: count, type: type),
                        { try Benchmark.sampling(hidden: 64, count: count, type: type) }
                    ))
            }
        }
        result.append(("sample.network-share", Benchmark.samplingShare))
        result.append(("peak.float32", Benchmark.peak))
        return result + types.map { training(128, 256, $0) }
    }

    private func training(
        _ hidden: Int, _ batch: Int, _ type: ElementType
    ) -> (name: String, measure: () throws -> Figure?) {
        (
            Benchmark.trainingName(hidden: hidden, batch: batch, type: type),
            { try Benchmark.training(hidden: hidden, batch: batch, type: type) }
        )
    }

    private func tell(_ measurement: Figure, _ others: [String: Double]) throws {
        if json {
            try writeJSON(measurement)
            return
        }
        let ratio = others[measurement.name].map {
            "  \(fixed(measurement.value / $0, 2))× (other \(fixed($0, 1)))"
        }
        try writeOutput(
            measurement.name.padded(to: 38) + (fixed(measurement.value, 1) + " " + measurement.unit).padded(to: 18)
                + (ratio ?? ""))
    }

    /// The best value of each name.
    private func readMeasurements(_ path: String) throws -> [String: Double] {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw EngineFailure("the measurements cannot be read", place: path)
        }
        struct Line: Decodable {
            var name: String
            var value: Double
        }
        let lines = data.split(separator: UInt8(ascii: "\n")).compactMap {
            try? JSONDecoder().decode(Line.self, from: Data($0))
        }
        return Dictionary(lines.map { ($0.name, $0.value) }, uniquingKeysWith: max)
    }
}
