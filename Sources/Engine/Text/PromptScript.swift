/// A prompt as it is written: words with weights, and what changes from step to step.
///
/// - `(words:1.3)` gives words a weight, 0…10; one within another multiplies.
/// - `A|B` takes A in the first evaluation of the network, B in the next, and so on around; `[A|B]` does that with a part.
/// - `[A:B:0.4]` is A until 0.4 of the evaluations are done, then B; either may be empty.
/// - `\` before a character takes it as it is. Brackets that are none of these are characters like any others.
public struct PromptScript: Sendable, Equatable {
    /// Words with one weight.
    public struct Piece: Sendable, Equatable {
        public var text: String
        public var weight: Double

        public init(_ text: String, weight: Double = 1) { (self.text, self.weight) = (text, weight) }
    }

    private indirect enum Node: Equatable {
        case text(String)
        case weighted([Node], Double)
        case alternating([[Node]])
        /// At a share of the evaluations.
        case switching([Node], [Node], Double)
    }

    private let nodes: [Node]

    public static let weights = 0.0...10.0
    private static let special: Set<Character> = ["(", ")", "[", "]", "|", "\\"]

    public init(_ text: String) {
        var reader = Reader(Array(text))
        nodes = reader.alternatives(until: [])
    }

    /// The pieces in evaluation `step` of `total`, neighbours of one weight as one.
    public func pieces(at step: Int, of total: Int) -> [Piece] {
        pieces(at: step, progress: Double(step) / Double(max(total, 1)))
    }

    /// - Parameter progress: the share of the evaluations that is done, 0…1.
    private func pieces(at step: Int, progress: Double) -> [Piece] {
        var pieces: [Piece] = []
        Self.add(nodes, weight: 1, step, progress, to: &pieces)
        return pieces
    }

    /// The prompt as it is in an evaluation, written as a script that never changes.
    public func written(at step: Int, of total: Int) -> String { Self.written(pieces(at: step, of: total)) }

    private static func written(_ pieces: [Piece]) -> String {
        pieces.map { piece in
            let text = piece.text.map { special.contains($0) ? "\\\($0)" : String($0) }.joined()
            return piece.weight == 1 ? text : "(\(text.replacing(":", with: "\\:")):\(piece.weight))"
        }.joined()
    }

    /// Every form it can have, whatever the number of evaluations.
    public var forms: [String] {
        var cycle = 1
        var shares = [0.0]
        Self.survey(nodes, &cycle, &shares)
        var forms: [String] = []
        var seen: Set<String> = []
        for step in 0..<min(cycle, SamplingRequest.mostSteps) {
            for share in shares {
                let form = Self.written(pieces(at: step, progress: share))
                if seen.insert(form).inserted { forms.append(form) }
            }
        }
        return forms
    }

    /// After how many evaluations alternations begin anew, and the shares at which something is switched.
    private static func survey(_ nodes: [Node], _ cycle: inout Int, _ shares: inout [Double]) {
        for node in nodes {
            switch node {
            case .text: break
            case .weighted(let inner, _): survey(inner, &cycle, &shares)
            case .alternating(let all):
                // The least common multiple, as far as a sampling goes.
                var next = cycle
                while next % all.count != 0, next <= SamplingRequest.mostSteps { next += cycle }
                cycle = next
                for part in all { survey(part, &cycle, &shares) }
            case .switching(let first, let second, let share):
                shares.append(share)
                survey(first, &cycle, &shares)
                survey(second, &cycle, &shares)
            }
        }
    }

    private static func add(
        _ nodes: [Node], weight: Double, _ step: Int, _ progress: Double, to pieces: inout [Piece]
    ) {
        for node in nodes {
            switch node {
            case .text(let text):
                if let last = pieces.last, last.weight == weight {
                    pieces[pieces.count - 1].text += text
                } else {
                    pieces.append(Piece(text, weight: weight))
                }
            case .weighted(let inner, let own):
                add(inner, weight: min(weight * own, weights.upperBound), step, progress, to: &pieces)
            case .alternating(let all): add(all[step % all.count], weight: weight, step, progress, to: &pieces)
            case .switching(let first, let second, let share):
                add(progress < share ? first : second, weight: weight, step, progress, to: &pieces)
            }
        }
    }

    /// Reads a script; what does not fit is taken as it stands.
    private struct Reader {
        private let characters: [Character]
        private var place = 0
        /// How deep brackets may lie in one another.
        private var depth = 0
        private static let deepest = 20
        /// Where a bracket is only a character; so are all that follow many such.
        private var plain: Set<Int> = []
        private static let mostPlain = 200

        init(_ characters: [Character]) { self.characters = characters }

        /// Nodes until one of `ends` or the end; parts with `|` between alternate.
        mutating func alternatives(until ends: Set<Character>) -> [Node] {
            var all: [[Node]] = [nodes(until: ends.union(["|"]))]
            while place < characters.count, characters[place] == "|" {
                place += 1
                all.append(nodes(until: ends.union(["|"])))
            }
            return all.count == 1 ? all[0] : [.alternating(all)]
        }

        private mutating func nodes(until ends: Set<Character>) -> [Node] {
            var result: [Node] = []
            func add(_ text: String) {
                if case .text(let before)? = result.last {
                    result[result.count - 1] = .text(before + text)
                } else {
                    result.append(.text(text))
                }
            }
            while place < characters.count, !ends.contains(characters[place]) {
                let character = characters[place]
                if character == "\\", place + 1 < characters.count {
                    add(String(characters[place + 1]))
                    place += 2
                } else if let node = bracket(character) {
                    result.append(node)
                } else {
                    add(String(character))
                    place += 1
                }
            }
            return result
        }

        /// What begins with a bracket here; nil, and nothing is read, where that is only a character.
        private mutating func bracket(_ character: Character) -> Node? {
            guard character == "(" || character == "[", depth < Self.deepest, !plain.contains(place),
                plain.count < Self.mostPlain
            else { return nil }
            let start = place
            depth += 1
            place += 1
            let node = character == "(" ? weighted() : changing()
            depth -= 1
            if node == nil {
                plain.insert(start)
                place = start
            }
            return node
        }

        /// After `(`: `words:1.3)`.
        private mutating func weighted() -> Node? {
            let inner = nodes(until: [":", ")"])
            guard let weight = number(before: ")"), PromptScript.weights.contains(weight) else { return nil }
            return .weighted(inner, weight)
        }

        /// After `[`: `A|B]` or `A:B:0.4]`.
        private mutating func changing() -> Node? {
            let first = nodes(until: ["|", ":", "]"])
            guard place < characters.count else { return nil }
            if characters[place] == "|" {
                place += 1
                let others = alternatives(until: ["]"])
                guard place < characters.count else { return nil }
                place += 1
                if case .alternating(let all)? = others.first, others.count == 1 { return .alternating([first] + all) }
                return .alternating([first, others])
            }
            guard characters[place] == ":" else { return nil }
            place += 1
            let second = nodes(until: [":", "]"])
            guard let share = number(before: "]"), (0...1).contains(share) else { return nil }
            return .switching(first, second, share)
        }

        /// `:` with a number and then `end`, all read.
        private mutating func number(before end: Character) -> Double? {
            guard place < characters.count, characters[place] == ":",
                let close = characters[place...].prefix(32).firstIndex(of: end)
            else { return nil }
            let text = String(characters[(place + 1)..<close]).filter { $0 != " " }
            guard !text.isEmpty, text.allSatisfy({ $0.isASCII && ($0.isNumber || "+-.e".contains($0)) }),
                let value = Double(text)
            else { return nil }
            place = close + 1
            return value
        }
    }
}
