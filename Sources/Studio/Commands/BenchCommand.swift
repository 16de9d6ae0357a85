import ArgumentParser
import Engine
import Foundation

/// `studio bench`
struct BenchCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bench", abstract: "Measure this machine: peak, training and sampling throughput.")

    @Option(help: "Threads to compute with.") var threads: Int?
    @Option(help: "A file of JSON lines {name, value} to print ratios against.") var against: String?
    @Flag(help: "One JSON object a line.") var json = false

    func validate() throws { try checkThreads(threads) }

    func run() throws {
        if let threads { Threads.count = threads }
        let others = try against.map(readMeasurements) ?? [:]
        func tell(_ measurement: Figure) throws {
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
        // Memory is read after the one training it is promised for, before anything larger.
        try tell(Benchmark.training(hidden: 64, batch: 64, type: .float32))
        if let memory = Benchmark.residentMemory() { try tell(memory) }
        if Precision.auto.elementType == .bfloat16 {
            try tell(Benchmark.training(hidden: 64, batch: 64, type: .bfloat16))
        }
        for type in Set([ElementType.float32, Precision.auto.elementType]).sorted(by: { $0.rawValue > $1.rawValue }) {
            try tell(Benchmark.evaluation(hidden: 64, batch: 80, type: type))
            try tell(Benchmark.evaluation(hidden: 64, batch: 2, type: type))
        }
        try tell(Benchmark.peak())
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
