import Engine

/// The parameters of Inpaint, Edit and Illusions.
extension FieldID {
    var editField: Field {
        switch self {
        case .resampling:
            Field(
                title: "resampling", help: "How often each step is taken: more fits the new part better in.",
                domain: { _ in .number(1...100, isWhole: true, stepping: .adding(1, shifted: 5)) },
                get: { Double($0.edits.resampling) }, set: { $0.edits.resampling = Int($1) },
                obstacle: {
                    let fits = ["flow-euler", "ddpm", "ddim", "euler", "euler-a"]
                    let sampler = $0.samplingRequest.sampler
                    let isTable = SamplingRequest.stepCount(sampler: sampler, asked: 0) > 0
                    return fits.contains(sampler) || isTable || $0.edits.resampling > 1
                        ? nil : "\(sampler) remembers earlier steps, so a step cannot be taken again"
                })
        case .heldOutClass:
            Field(
                title: "test images of", help: "The class of the test images that PageDown goes through on the board.",
                domain: { .choice(["any class"] + $0.classNames) },
                get: { Double(($0.choices.heldOutClass ?? -1) + 1) },
                set: { $0.choices.heldOutClass = $1 == 0 ? nil : Int($1) - 1 })
        case .start:
            Field(
                title: "start", help: "The first step that is taken: the larger, the less of the picture changes.",
                domain: {
                    .number(
                        0...Double($0.samplingRequest.stepCount - 1), isWhole: true, stepping: .adding(1, shifted: 5))
                },
                get: { Double($0.edits.start) }, set: { $0.edits.start = Int($1) })
        default:
            Field(
                title: "strength", help: "The start as how much is changed: 1 all, 0 nearly nothing.",
                domain: {
                    let least = 1 / Double($0.samplingRequest.stepCount)
                    return .number(least...1, isWhole: false, stepping: .adding(0.05, shifted: 0.01))
                },
                get: { model in
                    let steps = model.samplingRequest.stepCount
                    return Double(max(0, steps - model.edits.start)) / Double(steps)
                },
                set: { model, strength in
                    let steps = model.samplingRequest.stepCount
                    model.edits.start = min(steps - 1, Int(((1 - strength) * Double(steps)).rounded()))
                }, write: { Format.fixed($0, 2...3) })
        }
    }

    var illusionField: Field {
        switch self {
        case .illusion:
            Field(
                title: "illusion", help: "An anagram is another thing through its view, a hybrid from afar.",
                domain: { _ in .choice(IllusionChoices.Kind.allCases.map(\.rawValue)) },
                get: { Double(IllusionChoices.Kind.allCases.firstIndex(of: $0.illusion.kind) ?? 0) },
                set: { $0.illusion.kind = IllusionChoices.Kind.allCases[Int($1)] })
        case .firstClass:
            Field(
                title: "first", help: "What it is as it stands; of a hybrid, what it is from afar.",
                domain: { .choice($0.classNames) }, get: { Double($0.illusion.first) },
                set: { $0.illusion.first = Int($1) }, obstacle: Self.classObstacle)
        case .secondClass:
            Field(
                title: "second", help: "What it is through the view; of a hybrid, what it is from near.",
                domain: { .choice($0.classNames) }, get: { Double($0.illusion.second) },
                set: { $0.illusion.second = Int($1) }, obstacle: Self.classObstacle)
        case .view:
            Field(
                title: "view", help: "How the anagram is looked at to be the second.",
                domain: { _ in .choice(AnagramView.allCases.map(\.rawValue)) },
                get: { Double(AnagramView.allCases.firstIndex(of: $0.illusion.view) ?? 0) },
                set: { $0.illusion.view = AnagramView.allCases[Int($1)] },
                obstacle: { $0.illusion.kind == .anagram ? nil : "a hybrid has no view" })
        case .kernel:
            Self.kernelField(
                help: "The low-pass's size in pixels, odd.", \.illusion.kernel, obstacle: Self.hybridObstacle)
        default:
            Self.blurField(
                help: "The low-pass's standard deviation in pixels: what is coarser is seen from afar.",
                \.illusion.sigma, obstacle: Self.hybridObstacle)
        }
    }

    /// A Gaussian's size at `path`; past an even number it goes on in the direction it came from.
    static func kernelField(
        help: String, _ path: WritableKeyPath<StudioModel, Int> & Sendable,
        obstacle: @escaping @Sendable (StudioModel) -> String? = { _ in nil }
    ) -> Field {
        Field(
            title: "kernel", help: help,
            domain: { _ in .number(1...55, isWhole: true, stepping: .adding(1, shifted: 10)) },
            get: { Double($0[keyPath: path]) },
            set: { model, value in
                let (kernel, before) = (Int(value), model[keyPath: path])
                model[keyPath: path] = kernel % 2 == 1 ? kernel : kernel > before ? kernel + 1 : kernel - 1
            }, obstacle: obstacle)
    }

    /// A Gaussian's standard deviation at `path`.
    static func blurField(
        help: String, _ path: WritableKeyPath<StudioModel, Double> & Sendable,
        obstacle: @escaping @Sendable (StudioModel) -> String? = { _ in nil }
    ) -> Field {
        Field(
            title: "blur", help: help,
            domain: { _ in .number(0.1...20, isWhole: false, stepping: .adding(0.5, shifted: 0.1)) },
            get: { $0[keyPath: path] }, set: { $0[keyPath: path] = $1 }, write: { Format.fixed($0, 1...3) },
            obstacle: obstacle)
    }

    private static let classObstacle: @Sendable (StudioModel) -> String? = {
        $0.classNames.isEmpty ? "this model has no classes" : nil
    }

    private static let hybridObstacle: @Sendable (StudioModel) -> String? = {
        $0.illusion.kind == .hybrid ? nil : "an anagram has no low-pass"
    }
}
