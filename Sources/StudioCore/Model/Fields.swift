import Engine

extension FieldID {
    /// The table of fields.
    var field: Field {
        switch self {
        case .guidance, .steps, .sampler, .eta, .seed, .count: samplingField
        case .start, .strength, .resampling, .heldOutClass: editField
        case .illusion, .firstClass, .secondClass, .view, .kernel, .blur: illusionField
        case .noiseMost, .noiseColumns, .told, .noiseKernel, .noiseBlur: noiseField
        case .learningRate, .schedule, .batch, .epochs, .trainingSteps: lengthField
        default: networkField
        }
    }

    private var samplingField: Field {
        switch self {
        case .guidance:
            Field(
                title: "guidance", help: "How hard the class or prompt pulls: 1 is the plain prediction, 5 is usual.",
                domain: { _ in .number(0...30, isWhole: false, stepping: .adding(0.5, shifted: 0.1)) },
                get: { $0.sampling.guidance }, set: { $0.sampling.guidance = $1 }, write: { Format.fixed($0, 1...3) },
                obstacle: \.guidanceObstacle)
        case .steps:
            Field(
                title: "steps", help: "Evaluations from noise to picture: more is finer and slower.",
                domain: {
                    let most = Double($0.sampledFacts.mostSteps ?? 1000)
                    return .number(1...most, isWhole: true, stepping: .adding(1, shifted: 10))
                },
                get: { Double(min($0.sampling.steps, $0.sampledFacts.mostSteps ?? 1000)) },
                set: { $0.sampling.steps = Int($1) },
                obstacle: { model in
                    if model.sampledFacts.mostSteps == 1 { return "this model makes its picture in one step" }
                    let request = model.samplingRequest
                    return request.stepCount == SamplingRequest.stepCount(sampler: request.sampler, asked: 0)
                        ? "\(request.sampler) is a table of \(request.stepCount) steps" : nil
                })
        case .sampler:
            Field(
                title: "sampler", help: "The way from noise to picture.",
                domain: { .choice($0.sampledFacts.samplers) },
                get: { model in
                    Double(model.sampledFacts.samplers.firstIndex { $0 == model.sampling.sampler } ?? 0)
                },
                set: { $0.sampling.sampler = $0.sampledFacts.samplers[Int($1)] },
                obstacle: {
                    $0.sampledFacts.samplers.count > 1 ? nil : "this model has one sampler only"
                })
        case .eta:
            Field(
                title: "randomness", help: "DDIM's η: 0 is none, 1 as much as DDPM's.",
                domain: { _ in .number(0...1, isWhole: false, stepping: .adding(0.1, shifted: 0.05)) },
                get: { $0.sampling.eta }, set: { $0.sampling.eta = $1 }, write: { Format.fixed($0, 1...3) },
                obstacle: { $0.samplingRequest.sampler == DDIM.name ? nil : "randomness is ddim's alone" })
        case .seed:
            Field(
                title: "seed", help: "The same seed gives the same pictures.",
                domain: { _ in .seed }, get: { Double($0.sampling.seed) }, set: { $0.sampling.seed = UInt64($1) })
        default:
            Field(
                title: "pictures", help: "How many are made at once, the classes in turn.",
                domain: { _ in .number(1...256, isWhole: true, stepping: .adding(1, shifted: 10)) },
                get: { Double($0.sampling.count) }, set: { $0.sampling.count = Int($1) })
        }
    }

    private var lengthField: Field {
        switch self {
        case .learningRate:
            Field(
                title: "learning rate", help: "How far a step goes.",
                domain: { _ in .number(1e-8...10, isWhole: false, stepping: .decades) },
                get: { $0.recipe.optimizer.learningRate }, set: { $0.recipe.optimizer.learningRate = $1 },
                write: Format.scientific)
        case .schedule:
            Field(
                title: "schedule", help: "How the learning rate moves from epoch to epoch.",
                domain: { _ in .choice(LearningRateSchedule.allCases.map(\.rawValue)) },
                get: { Double(LearningRateSchedule.allCases.firstIndex(of: $0.recipe.schedule) ?? 0) },
                set: { $0.recipe.schedule = LearningRateSchedule.allCases[Int($1)] })
        case .batch:
            Field(
                title: "batch", help: "Images a step.",
                domain: { _ in .number(1...4096, isWhole: true, stepping: .doubling) },
                get: { Double($0.recipe.batch) }, set: { $0.recipe.batch = Int($1) })
        case .epochs:
            Field(
                title: "epochs", help: "Passes over the training images.",
                domain: { _ in .number(1...10_000, isWhole: true, stepping: .adding(1, shifted: 10)) },
                get: { Double($0.recipe.epochs) }, set: { $0.recipe.epochs = Int($1) },
                obstacle: { $0.recipe.steps == nil ? nil : "the number of steps decides: Delete on it lets the epochs" }
            )
        default:
            Field(
                title: "steps", help: "Steps in all; 0 leaves it to the epochs.",
                domain: { _ in .number(0...10_000_000, isWhole: true, stepping: .adding(100, shifted: 1000)) },
                get: { Double($0.recipe.steps ?? 0) }, set: { $0.recipe.steps = $1 == 0 ? nil : Int($1) },
                write: { $0 == 0 ? "by epochs" : Format.number($0) })
        }
    }

    private var networkField: Field {
        switch self {
        case .hidden:
            Field(
                title: "hidden",
                help: "The network's channels at full resolution: twice as many are four times slower.",
                domain: { _ in .number(1...1024, isWhole: true, stepping: .doubling) },
                get: { Double($0.recipe.model.hidden) }, set: { $0.recipe.model.hidden = Int($1) })
        case .dropout:
            Field(
                title: "drop class", help: "The share of images shown without their class, which guidance needs.",
                domain: { _ in .number(0...1, isWhole: false, stepping: .adding(0.05, shifted: 0.01)) },
                get: { $0.recipe.conditionDropout }, set: { $0.recipe.conditionDropout = $1 },
                write: { Format.fixed($0, 2...4) },
                obstacle: { $0.recipe.model.classes > 0 ? nil : "this recipe's model has no classes" })
        case .clip:
            Field(
                title: "clip", help: "The largest norm of the gradient; 0 does not clip.",
                domain: { _ in .number(0...1000, isWhole: false, stepping: .adding(0.5, shifted: 0.1)) },
                get: { $0.recipe.clip ?? 0 }, set: { $0.recipe.clip = $1 == 0 ? nil : $1 },
                write: { $0 == 0 ? "off" : Format.fixed($0, 1...3) })
        case .average:
            Field(
                title: "average", help: "Decay of the weights' moving average, which is what is sampled; 0 keeps none.",
                domain: { _ in .number(0...0.9999, isWhole: false, stepping: .adding(0.01, shifted: 0.001)) },
                get: { $0.recipe.ema ?? 0 }, set: { $0.recipe.ema = $1 == 0 ? nil : $1 },
                write: { $0 == 0 ? "off" : Format.fixed($0, 2...4) })
        case .precision:
            Field(
                title: "precision", help: "What the network computes in; auto takes bf16 where the processor has it.",
                domain: { _ in .choice(Precision.allCases.map(\.rawValue)) },
                get: { Double(Precision.allCases.firstIndex(of: $0.recipe.precision) ?? 0) },
                set: { $0.recipe.precision = Precision.allCases[Int($1)] })
        case .runSeed:
            Field(
                title: "seed", help: "Decides the first weights, the order of the images and the noise.",
                domain: { _ in .seed }, get: { Double($0.recipe.seed) }, set: { $0.recipe.seed = UInt64($1) })
        default:
            Field(
                title: "samples every", help: "Steps between two sets of samples; 0 draws them at each epoch only.",
                domain: { _ in .number(0...100_000, isWhole: true, stepping: .adding(10, shifted: 100)) },
                get: { Double($0.sampleInterval) }, set: { $0.sampleInterval = Int($1) },
                write: { $0 == 0 ? "epoch" : Format.number($0) })
        }
    }
}

extension Domain {
    /// What a 32-bit seed holds, which is exact as a number here.
    static let seed = Domain.number(0...4_294_967_295, isWhole: true, stepping: .adding(1, shifted: 10))
}

extension StudioModel {
    var guidanceObstacle: String? {
        if readsText { return nil }
        if classNames.isEmpty { return "guidance needs classes, and this model has none" }
        if !sampledFacts.knowsNothing, sampling.negative == nil {
            return "this model never learned without a class: pick one to guide away from in the prompt"
        }
        if workspace == .illusions { return nil }
        return sampling.classes.isEmpty ? "guidance needs a class: pick one in the prompt" : nil
    }
}
