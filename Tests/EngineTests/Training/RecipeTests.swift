import Foundation
import Testing

@testable import Engine

@Suite struct RecipeTests {
    private func complaint(_ text: String) -> EngineFailure? {
        do {
            _ = try Recipe(toml: text, file: "my.toml")
            return nil
        } catch {
            return error as? EngineFailure
        }
    }

    @Test func allThirteenAreThere() {
        let kinds = ["denoiser", "denoiser-noise", "ddpm-time", "ddpm-class", "flow-time", "flow-class"]
        let names = ["digits", "fashion"].flatMap { family in kinds.map { "\(family)-\($0)" } }
        #expect(Recipe.allBuiltIn.map(\.name) == names + ["digits-speedrun"])
        #expect(Recipe.allBuiltIn.allSatisfy { !$0.summary.isEmpty && !$0.summary.contains("THINGS") })
        let data = Recipe.allBuiltIn.map(\.data)
        #expect(data == names.map { $0.hasPrefix("digits") ? "mnist" : "fashion-mnist" } + ["mnist"])
    }

    /// The course's table.
    @Test(arguments: ["digits", "fashion"]) func theCoursesNumbers(_ family: String) throws {
        func recipe(_ kind: String) throws -> Recipe { try Recipe.named("\(family)-\(kind)") }
        for kind in ["denoiser", "denoiser-noise"] {
            let denoiser = try recipe(kind)
            #expect(denoiser.model.hidden == 128 && denoiser.batch == 256 && denoiser.epochs == 5)
            #expect(denoiser.optimizer == AdamConfiguration(learningRate: 1e-4) && denoiser.schedule == .constant)
        }
        #expect(try recipe("denoiser").objective == .denoise(sigma: 0.5))
        #expect(try recipe("denoiser-noise").objective == .denoisePureNoise)
        for (kind, classes) in [("ddpm-time", 0), ("ddpm-class", 10)] {
            let ddpm = try recipe(kind)
            #expect(ddpm.objective == .ddpm(timesteps: 300, betaStart: 1e-4, betaEnd: 0.02))
            #expect(ddpm.model == DigitUNetConfiguration(hidden: 64, timeConditioned: true, classes: classes))
            #expect(ddpm.batch == 128 && ddpm.epochs == 20 && ddpm.schedule == .exponential)
            #expect(ddpm.optimizer.learningRate == 1e-3 && ddpm.conditionDropout == (classes > 0 ? 0.1 : 0))
        }
        for (kind, classes) in [("flow-time", 0), ("flow-class", 10)] {
            let flow = try recipe(kind)
            #expect(flow.objective == .flow && flow.batch == 64 && flow.epochs == 10)
            #expect(flow.model == DigitUNetConfiguration(hidden: 64, timeConditioned: true, classes: classes))
            #expect(flow.optimizer.learningRate == 1e-3 && flow.schedule == .constant && flow.clip == 1)
            #expect(flow.conditionDropout == (classes > 0 ? 0.1 : 0))
        }
    }

    @Test func theTextIsTheRecipe() throws {
        for (name, text) in Recipe.builtInTexts {
            let recipe = try Recipe(toml: text, file: name)
            #expect(recipe.name == name)
            #expect(try Recipe(toml: recipe.toml, file: "again") == recipe)
        }
        var odd = SmallSet.recipe()
        odd.name = "a \"name\"\\with\nodd letters"
        odd.optimizer.weightDecay = 0.1 + 0.2
        odd.warmup = 7
        odd.schedule = .cosine
        odd.seed = 1 << 62
        #expect(try Recipe(toml: odd.toml, file: "odd") == odd)
    }

    @Test(arguments: [
        ("batch = 8\nlearnin_rate = 1.0", 2, "did you mean learning_rate?"),
        ("\n\nhiden = 3", 3, "did you mean hidden?"),
        ("wholly_unknown_key = 3", 1, "known keys:"),
    ]) func anUnknownKeyIsNamedWithItsLine(_ text: String, _ line: Int, _ hint: String) throws {
        let failure = try #require(complaint(text))
        #expect(failure.place == "my.toml:\(line)")
        #expect(failure.hint?.hasPrefix(hint) == true)
    }

    @Test(arguments: [
        "batch = 0", "batch = 70000", "epochs = 0", "steps = 0", "hidden = 0", "hidden = 5000", "classes = -1",
        "learning_rate = 0.0", "learning_rate = -1.0", "learning_rate = inf", "learning_rate = nan", "beta1 = 1.0",
        "beta2 = -0.5", "epsilon = 0.0", "weight_decay = 0.1", "optimizer = \"sgd\"", "warmup = -1",
        "schedule = \"linear\"", "condition_dropout = 1.5", "clip = 0.0", "ema = 1.0", "seed = -3",
        "precision = \"f64\"", "objective = \"score\"", "batch = \"many\"", "batch = 1.5", "name = 3",
    ]) func aValueOutOfRangeIsNamedWithItsLine(_ line: String) throws {
        let failure = try #require(complaint("# a recipe\n\(line)\n"), "\(line) must be refused")
        let key = String(line.prefix { $0 != " " })
        #expect(failure.what.hasPrefix(key), "\(failure.sentence)")
        #expect(failure.place == "my.toml:2", "\(failure.sentence)")
        #expect(failure.expected != nil && failure.found != nil)
    }

    @Test func whatIsNotTOMLIsNamedWithItsLine() throws {
        #expect(try #require(complaint("batch = 3\nepochs 5\n")).place == "my.toml:2")
    }

    @Test func anUnknownRecipeSuggestsOne() {
        #expect(throws: EngineFailure.self) { try Recipe.named("digits-flow-clas") }
        do { _ = try Recipe.named("digits-flow-clas") } catch let failure as EngineFailure {
            #expect(failure.hint?.contains("digits-flow-class") == true)
        } catch {}
    }
}
