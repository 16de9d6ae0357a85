import Engine

@testable import StudioCore

/// Windows in the situations that the tests look at.
enum Scenes {
    static let models = [
        SavedModel(
            folder: "/data/studio/runs/digits-flow-class",
            card: ModelCard(
                name: "digits-flow-class",
                configuration: DigitUNetConfiguration(hidden: 64, timeConditioned: true, classes: 10), objective: .flow,
                data: "mnist", step: 9380), recipe: recipe("digits-flow-class")),
        SavedModel(
            folder: "/data/studio/runs/digits-ddpm-time",
            card: ModelCard(
                name: "digits-ddpm-time",
                configuration: DigitUNetConfiguration(hidden: 64, timeConditioned: true, classes: 0),
                objective: .ddpm(timesteps: 300, betaStart: 1e-4, betaEnd: 0.02), data: "mnist", step: 9380)),
    ]

    static func recipe(_ name: String) -> Recipe { Recipe.allBuiltIn.first { $0.name == name } ?? Recipe.allBuiltIn[0] }

    static func startup(
        _ width: Int, _ height: Int, graphics: TerminalCapabilities.Graphics = .sixel, models: [SavedModel] = [],
        unicode: Bool = true, colors: TerminalCapabilities.ColorDepth = .trueColor
    ) -> Startup {
        let capabilities = TerminalCapabilities(colors: colors, graphics: graphics, unicode: unicode)
        return Startup(
            capabilities: capabilities, width: width, height: height, models: models,
            dataSets: ["mnist", "fashion-mnist"], graphicsNote: "Pictures are sixel: the terminal says it has them.")
    }

    /// A fresh start without any model.
    static func fresh(_ width: Int, _ height: Int, unicode: Bool = true) -> StudioModel {
        StudioModel(startup(width, height, graphics: unicode ? .sixel : .mono, unicode: unicode))
    }

    /// With models, and nothing going.
    static func stocked(_ width: Int, _ height: Int, _ workspace: Workspace = .train) -> StudioModel {
        var model = StudioModel(startup(width, height, models: models))
        model.workspace = workspace
        return model
    }

    /// A training run at step 312, with samples of steps 0, 50, … 300.
    static func training(
        _ width: Int, _ height: Int, graphics: TerminalCapabilities.Graphics = .sixel, unicode: Bool = true,
        recipe name: String = "digits-flow-class"
    ) -> StudioModel {
        var model = StudioModel(startup(width, height, graphics: graphics, unicode: unicode))
        var status = TrainingStatus(
            recipe: recipe(name), output: "/data/studio/runs/\(name)", totalSteps: 9380,
            totalEpochs: 10, learningRate: 1e-3, precision: .float32)
        var snapshot = EngineSnapshot()
        snapshot.activity = .training
        snapshot.training = status
        _ = update(&model, .engine(snapshot, [.trainingStarted(status)]))
        for step in 1...312 {
            let loss = 0.12 + 1.1 / Float(step) + 0.01 * Float(step * 7919 % 11 - 5) / 5
            status.step = step
            status.loss = loss
            status.imagesPerSecond = 172.4
            status.secondsLeft = 3365
            status.gradientNorm = 0.52
            status.residentBytes = 438 << 20
            status.utilization = step >= 5 ? 1.284 : nil
            snapshot.training = status
            var events = [EngineEvent.loss(step: step, value: loss, learningRate: 1e-3)]
            if step % 50 == 0 { events.append(.samples(step: step, raw: picture(148, 58, shade: step), averaged: nil)) }
            _ = update(&model, .engine(snapshot, events))
        }
        return model
    }

    /// A sampling at step 23 of 50.
    static func sampling(
        _ width: Int, _ height: Int, graphics: TerminalCapabilities.Graphics = .sixel, steps: Int = 23
    ) -> StudioModel {
        var model = StudioModel(startup(width, height, graphics: graphics, models: models))
        model.workspace = .generate
        let request = model.samplingRequest
        var snapshot = EngineSnapshot()
        snapshot.activity = .sampling
        snapshot.model = ModelSummary(
            facts: models[0].facts, objective: .flow, parameterCount: 10_620_545, computeType: .float32,
            heldBytes: 42_482_180, totalBytes: 42_482_180)
        var status = SamplingStatus(request: request, time: 0, guidance: 5)
        snapshot.sampling = status
        let noise = picture(148, 58, shade: 0)
        _ = update(
            &model,
            .engine(
                snapshot,
                [
                    .samplingStarted(request),
                    .frame(branch: 0, frame(step: 0, state: noise)),
                ]))
        for step in 1...steps {
            status.step = step
            status.time = Double(step) / 50
            status.secondsPerStep = 0.061
            snapshot.sampling = status
            _ = update(&model, .engine(snapshot, [.frame(branch: 0, frame(step: step))]))
        }
        return model
    }

    /// A sampling that has ended.
    static func sampled(
        _ width: Int, _ height: Int, graphics: TerminalCapabilities.Graphics = .sixel
    ) -> StudioModel {
        var model = sampling(width, height, graphics: graphics, steps: 50)
        model.engine.activity = .idle
        _ = update(&model, .engine(model.engine, [.samplingEnded(finished: true)]))
        return model
    }

    /// A sampling with two branches, the second leaving the first.
    static func branched(
        _ width: Int, _ height: Int, graphics: TerminalCapabilities.Graphics = .sixel
    ) -> StudioModel {
        var model = sampled(width, height, graphics: graphics)
        for (id, moment) in [(1, 20), (2, 34)] {
            var events: [EngineEvent] = [
                .branched(SamplingBranch(id: id, parent: id - 1, moment: moment)),
                .steered(branch: id, moment: moment, id == 1 ? .guidance(7.5) : .classes([3])),
            ]
            // The first branch is steered on its way, too, after the second has left it.
            if id == 1 { events.append(.steered(branch: 1, moment: 34, .negativeClass(8))) }
            events += (moment + 1...50).map { .frame(branch: id, frame(step: $0, shade: 60 * id)) }
            model.engine.sampling?.evaluations = id == 1 ? 80 : 96
            _ = update(&model, .engine(model.engine, events + [.samplingEnded(finished: true)]))
        }
        return model
    }

    /// A grid of four guidances and three seeds at some step.
    static func grid(
        _ width: Int, _ height: Int, graphics: TerminalCapabilities.Graphics = .sixel, step: Int = 50
    ) -> StudioModel {
        var model = StudioModel(startup(width, height, graphics: graphics, models: models))
        model.workspace = .generate
        var base = model.samplingRequest
        base.count = 1
        let axes = (try? GridAxis("guidance=1,3,5,7"), try? GridAxis("seed=0,1,2"))
        let request = GridRequest(base, x: axes.0, y: axes.1)
        var snapshot = EngineSnapshot()
        snapshot.activity = step < 50 ? .formingGrid : .idle
        snapshot.grid = GridStatus(
            request: request, step: 12 * step, totalSteps: 600, evaluations: 10 * step, secondsPerStep: 0.01)
        let cells = (0..<12).map { index in
            EngineEvent.gridCell(
                index, GridCell(picture: picture(28, 28, shade: step + 20 * index), step: step, totalSteps: 50))
        }
        let end: [EngineEvent] = step < 50 ? [] : [.gridEnded(finished: true)]
        _ = update(&model, .engine(snapshot, [.gridStarted(request)] + cells + end))
        return model
    }

    /// A moment of a sampling in 50 steps.
    static func frame(step: Int, state: Picture? = nil, shade: Int = 0) -> SamplingFrame {
        func part(_ offset: Int) -> StoredPicture? {
            step == 0 ? nil : StoredPicture(picture(148, 58, shade: step + offset + shade))
        }
        return SamplingFrame(
            step: step, totalSteps: 50, time: Double(step) / 50, sigma: 1 - Double(step) / 50, guidance: 5,
            state: StoredPicture(state ?? picture(148, 58, shade: step + shade)), estimate: part(1),
            prediction: part(20),
            difference: part(40), differenceScale: step == 0 ? nil : 0.42, tile: .init(width: 28, height: 28))
    }

    /// A grey picture that depends on `shade`.
    static func picture(_ width: Int, _ height: Int, shade: Int) -> Picture {
        let pixels = (0..<width * height).map { index in
            UInt8((index % width * 255 / width + index / width * 3 + shade * 5) % 256)
        }
        return Picture(width: width, height: height, channels: 1, pixels: pixels)
    }

    @discardableResult
    static func press(_ model: inout StudioModel, _ keys: Key...) -> [Effect] {
        keys.flatMap { update(&model, .key($0)) }
    }
}
