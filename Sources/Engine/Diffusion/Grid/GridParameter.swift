/// What an axis of a grid varies: a value of the request, or one that changes at a step on the way.
public struct GridParameter: Sendable, Equatable, Codable {
    public enum Kind: String, Sendable, CaseIterable, Codable {
        case guidance
        case guidanceRescale = "guidance-rescale"
        case guidanceInterval = "guidance-interval"
        case steps, sampler, eta, seed
        case label = "class"
        case negative, start, strength, resampling, prompt
        case negativePrompt = "negative-prompt"

        /// What stands between its values: prompts have commas of their own.
        public var separator: Character { self == .prompt || self == .negativePrompt ? ";" : "," }

        /// Whether it can be changed while pictures form.
        public var changesOnTheWay: Bool {
            switch self {
            case .guidance, .label, .negative, .sampler, .prompt, .negativePrompt: true
            default: false
            }
        }

        /// What a value of it looks like.
        var expectation: String {
            switch self {
            case .guidance: "a number, such as 5"
            case .guidanceRescale, .eta, .strength: "0…1"
            case .guidanceInterval: "A:B with 0 ≤ A ≤ B ≤ 1"
            case .steps: "1…\(SamplingRequest.mostSteps)"
            case .sampler: "a sampler's name"
            case .seed: "a whole number, 0 or more"
            case .label: "a class's number, such as 7"
            case .negative: "a class's number, or none"
            case .start: "a step, from 0"
            case .resampling: "1…100"
            case .prompt: "a prompt, with ; between several"
            case .negativePrompt: "a prompt, or none, with ; between several"
            }
        }
    }

    public var kind: Kind
    /// The step it changes at; nil where it holds from the beginning.
    public var step: Int?

    public init(_ kind: Kind, step: Int? = nil) { (self.kind, self.step) = (kind, step) }

    /// As the command line names it: `guidance`, or `12:guidance`.
    public var name: String { (step.map { "\($0):" } ?? "") + kind.rawValue }

    /// - Throws: ``EngineFailure`` where there is no such parameter, with those there are.
    public init(name: String) throws {
        let parts = name.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        let step = parts.count == 2 ? Int(parts[0]) : nil
        guard let kind = Kind(rawValue: String(parts.last ?? "")), parts.count == 1 || step ?? -1 >= 0,
            step == nil || kind.changesOnTheWay
        else {
            let all = Kind.allCases.map(\.rawValue).joined(separator: ", ")
            let onTheWay = Kind.allCases.filter(\.changesOnTheWay).map { "STEP:\($0.rawValue)" }
            throw EngineFailure(
                "a grid cannot vary this", expected: "\(all), or on the way \(onTheWay.joined(separator: ", "))",
                found: name.isEmpty ? "nothing" : name)
        }
        self.init(kind, step: step)
    }

    /// Whether it can vary where this is done.
    public func fits(_ edit: Edit) -> Bool {
        switch kind {
        case .start, .strength: if case .imageToImage = edit { true } else { false }
        case .resampling: if case .inpaint = edit { true } else { false }
        default: true
        }
    }

    /// Whether both set the same thing.
    func collides(with other: GridParameter) -> Bool {
        let place: (Kind) -> Kind = { $0 == .strength ? .start : $0 }
        return step == other.step && place(kind) == place(other.kind)
    }

    /// Puts the value written as `text` into `request`.
    ///
    /// - Throws: ``EngineFailure`` where that is no value of this parameter.
    func set(_ text: String, in request: inout SamplingRequest) throws {
        let done = step == nil ? setFromTheBeginning(text, in: &request) : setOnTheWay(text, in: &request)
        guard done else {
            throw EngineFailure(
                "this is no value for \(name)", expected: kind.expectation, found: text.isEmpty ? "nothing" : text)
        }
    }

    private func setOnTheWay(_ text: String, in request: inout SamplingRequest) -> Bool {
        guard let change = try? LoggedChange(argument: "\(name)=\(text)") else { return false }
        request.changes.append(change)
        return true
    }

    private func setFromTheBeginning(_ text: String, in request: inout SamplingRequest) -> Bool {
        let number = Double(text).flatMap { $0.isFinite ? $0 : nil }
        let share = number.flatMap { (0...1).contains($0) ? $0 : nil }
        func put<Value>(_ value: Value?, _ path: WritableKeyPath<SamplingRequest, Value>) -> Bool {
            if let value { request[keyPath: path] = value }
            return value != nil
        }
        switch kind {
        case .guidance: return put(number, \.guiding.scale)
        case .guidanceRescale: return put(share, \.guiding.rescale)
        case .guidanceInterval: return put(GuidanceInterval(text).map(Optional.some), \.guiding.interval)
        case .steps: return put(Int(text).flatMap { (1...SamplingRequest.mostSteps).contains($0) ? $0 : nil }, \.steps)
        case .sampler: return put(text.isEmpty ? nil : text, \.sampler)
        case .eta: return put(share, \.eta)
        case .seed: return put(UInt64(text), \.seed)
        case .label: return put(Int(text).map { [$0] }, \.classes)
        case .negative: return put(text == "none" ? .some(nil) : Int(text).map(Optional.some), \.negativeClass)
        case .prompt: return put(text.isEmpty ? nil : [text], \.prompts)
        case .negativePrompt: return put(.some(text == "none" ? nil : text), \.negativePrompt)
        case .start, .strength, .resampling: return setInEdit(text, share, in: &request)
        }
    }

    private func setInEdit(_ text: String, _ share: Double?, in request: inout SamplingRequest) -> Bool {
        switch (request.edit, kind) {
        case (.imageToImage(let picture, _), .start):
            guard let step = Int(text), step >= 0 else { return false }
            request.edit = .imageToImage(picture, start: .step(step))
        case (.imageToImage(let picture, _), .strength):
            guard let share else { return false }
            request.edit = .imageToImage(picture, start: .strength(share))
        case (.inpaint(let picture, let mask, _), .resampling):
            guard let count = Int(text), (1...100).contains(count) else { return false }
            request.edit = .inpaint(picture, mask: mask, resampling: count)
        default: return false
        }
        return true
    }
}
