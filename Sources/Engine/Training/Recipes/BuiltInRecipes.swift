import Foundation

extension Recipe {
    /// The recipes that come with the program: the course's six, on digits and on clothes.
    public static let allBuiltIn: [Recipe] = ["digits", "fashion"].flatMap { family in
        let (data, things) = family == "digits" ? ("mnist", "digits") : ("fashion-mnist", "clothes")
        return [
            denoiser(family, data, things), pureNoise(family, data, things), ddpm(family, data, things, classes: 0),
            ddpm(family, data, things, classes: 10), flow(family, data, things, classes: 0),
            flow(family, data, things, classes: 10),
        ]
    }

    /// The built-in recipe called `name`, or the TOML file at `name`.
    public static func named(_ name: String) throws -> Recipe {
        if let builtIn = allBuiltIn.first(where: { $0.name == name }) { return builtIn }
        guard let data = FileManager.default.contents(atPath: name) else {
            throw EngineFailure(
                "there is no recipe \(name)", expected: "a built-in name or a TOML file",
                hint: "studio train --list shows the built-in ones")
        }
        return try Recipe(toml: String(decoding: data, as: UTF8.self), file: name)
    }

    private static func denoiser(_ family: String, _ data: String, _ things: String) -> Recipe {
        Recipe(
            name: "\(family)-denoiser", summary: "takes noise of sigma 0.5 off \(things) in one step", data: data,
            model: DigitUNetConfiguration(hidden: 128, timeConditioned: false, classes: 0),
            objective: .denoise(sigma: 0.5), optimizer: AdamConfiguration(learningRate: 1e-4), schedule: .constant,
            batch: 256, epochs: 5)
    }

    private static func pureNoise(_ family: String, _ data: String, _ things: String) -> Recipe {
        Recipe(
            name: "\(family)-denoiser-noise",
            summary: "asks for \(things) from pure noise in one step: gives the average one", data: data,
            model: DigitUNetConfiguration(hidden: 128, timeConditioned: false, classes: 0),
            objective: .denoisePureNoise, optimizer: AdamConfiguration(learningRate: 1e-4), schedule: .constant,
            batch: 256, epochs: 5)
    }

    private static func ddpm(_ family: String, _ data: String, _ things: String, classes: Int) -> Recipe {
        Recipe(
            name: "\(family)-ddpm-\(classes > 0 ? "class" : "time")",
            summary: "DDPM in 300 steps: \(classes > 0 ? "\(things) of the class asked for" : "any \(things)")",
            data: data, model: DigitUNetConfiguration(hidden: 64, timeConditioned: true, classes: classes),
            objective: .ddpm(timesteps: 300, betaStart: 1e-4, betaEnd: 0.02),
            optimizer: AdamConfiguration(learningRate: 1e-3), schedule: .exponential, batch: 128, epochs: 20,
            conditionDropout: classes > 0 ? 0.1 : 0)
    }

    private static func flow(_ family: String, _ data: String, _ things: String, classes: Int) -> Recipe {
        Recipe(
            name: "\(family)-flow-\(classes > 0 ? "class" : "time")",
            summary: "flow matching: \(classes > 0 ? "\(things) of the class asked for" : "any \(things)")", data: data,
            model: DigitUNetConfiguration(hidden: 64, timeConditioned: true, classes: classes), objective: .flow,
            optimizer: AdamConfiguration(learningRate: 1e-2), schedule: .exponential, batch: 64, epochs: 10,
            conditionDropout: classes > 0 ? 0.1 : 0)
    }
}
