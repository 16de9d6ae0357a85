extension SamplingRequest {
    /// What tells its pictures apart, a few letters each, in the order they are shown; none where nothing does.
    ///
    /// - Parameter classNames: what classes are called.
    public func labels(classNames: [String]) -> [String] {
        func name(_ labels: [Int], _ prompts: [String], _ index: Int) -> String {
            guard prompts.isEmpty else { return Self.label(prompts[index % prompts.count]) }
            guard !labels.isEmpty else { return "" }
            let label = labels[index % labels.count]
            return classNames.indices.contains(label) ? classNames[label] : String(label)
        }
        let pictures = 0..<count
        let labels: [String] =
            switch edit {
            case .none, .inpaint: pictures.map { name(classes, prompts, $0) }
            case .imageToImage(_, .steps(let starts)): pictures.map { "i=\(starts[$0 % starts.count])" }
            case .imageToImage: pictures.map { name(classes, prompts, $0) }
            case .interpolate: pictures.map { count > 1 ? "\($0 * 100 / (count - 1))%" : "50%" }
            case .anagram(let others, _):
                pictures.flatMap { [name(classes, prompts, $0), name(others, otherPrompts, $0)] }
            case .hybrid(let others, _):
                pictures.map { "\(name(classes, prompts, $0))/\(name(others, otherPrompts, $0))" }
            }
        return labels.allSatisfy(\.isEmpty) ? [] : labels
    }
    /// The beginning of a prompt, as much as has room below a small picture.
    private static func label(_ prompt: String) -> String {
        let most = 20
        guard prompt.count > most else { return prompt }
        let words = prompt.prefix(most).split(separator: " ").dropLast().joined(separator: " ")
        return (words.isEmpty ? String(prompt.prefix(most)) : words) + ".."
    }
}
