import Engine

/// One of the tutor's lessons: something to do, and what there is to see in it.
struct Lesson: Sendable {
    let title: String
    /// What is to be done; `|ID|` is a command by its name, shown as the key it has now.
    let task: String
    /// What the person has done and seen, in figures of it; nil until then.
    let seen: @Sendable (_ model: StudioModel, _ samplings: [SampledFigures]) -> String?

    /// In the order of the course: part A on what there is, part B by training.
    static let all: [Lesson] = [
        drowning, blurring, oneOrMany, fromNoise, guidance, oneClass, inpainting, anagram, training, beyond, blob,
    ]
}

/// The lessons as they are told of outside the window.
public enum Lessons {
    public static var titles: [String] { Lesson.all.map(\.title) }
}

/// Noise, and taking it away.
extension Lesson {
    private static let drowning = Lesson(
        title: "Noise, little by little",
        task: "6 goes to the Noise lab. |held-out| takes a test image, |noise| puts more and more noise on it.",
        seen: { model, _ in
            guard let noise = finishedNoise(model), let last = noise.states.indices.last, last > 0 else { return nil }
            let noisy = noise.rows[0].decibels
            return "At σ \(sigma(noise, 1)) the noisy picture is \(decibels(noisy[1])) from the clean one, at σ "
                + "\(sigma(noise, last)) \(decibels(noisy[last])): the digit drowns little by little, which is why it can be "
                + "brought back little by little."
        })

    private static let blurring = Lesson(
        title: "Why blurring fails",
        task:
            "|next-pane| goes to Noise and its removal; →  there to a column where σ is 0.5 or more. The row below the "
            + "noisy one is blurred.",
        seen: { model, _ in
            guard let (noise, column) = lookedAt(model), noise.states[column].sigma >= 0.5,
                let blurred = row(.gaussian, of: noise)
            else { return nil }
            let nothing =
                noise.states[0].sigma == 0 ? " Where there was no noise it leaves \(decibels(blurred.decibels[0]))" : ""
            return
                "Blurring brings \(decibels(noise.rows[0].decibels[column])) to \(decibels(blurred.decibels[column]))."
                + "\(nothing): it cannot tell strokes from noise and takes both."
        })

    private static let oneOrMany = Lesson(
        title: "One step or many",
        task:
            "With a flow or DDPM model (|models|), |noise| makes two more rows: one step, and the whole iterative way. "
            + "Go to the strongest noise (End in that pane).",
        seen: { model, _ in
            guard let (noise, column) = lookedAt(model), column == noise.states.count - 1,
                let one = row(.oneStep, of: noise), let many = row(.iterative, of: noise), finishedNoise(model) != nil
            else { return nil }
            let (first, second) = (Figures.grey(one.pictures[column]), Figures.grey(many.pictures[column]))
            return "One step: \(decibels(one.decibels[column])), \(Figures.percent(first)) of it grey. Iterative: "
                + "\(decibels(many.decibels[column])), \(Figures.percent(second)) grey. One step answers with the average of all "
                + "it could be, many decide for one picture, right or not."
        })

    private static func finishedNoise(_ model: StudioModel) -> NoiseStatus? {
        model.engine.noise.flatMap { $0.share >= 1 && !$0.rows.isEmpty ? $0 : nil }
    }

    /// The comparison and the column that the person goes through.
    private static func lookedAt(_ model: StudioModel) -> (NoiseStatus, Int)? {
        guard model.workspace == .noise, model.focus == .comparison, let noise = model.engine.noise,
            noise.states.indices.contains(model.noise.column)
        else { return nil }
        return (noise, model.noise.column)
    }

    private static func row(_ method: NoiseComparison.Method, of noise: NoiseStatus) -> NoiseStatus.Row? {
        noise.rows.first { $0.method == method }
    }

    private static func sigma(_ noise: NoiseStatus, _ column: Int) -> String {
        Format.fixed(noise.states[column].sigma, 1...2)
    }

    private static func decibels(_ value: Double) -> String {
        value.isFinite ? "\(Format.fixed(value, 1...1)) dB" : "no distance"
    }

    /// The denoiser that knows one strength of noise only.
    fileprivate static let beyond = Lesson(
        title: "Beyond what was learned",
        task:
            "|recipes| chooses digits-denoiser, which learns σ 0.5 alone; |train| it for a minute, |stop| it, and compare in the "
            + "Noise lab with it (6, |noise|): what does one step make of more noise?",
        seen: { model, _ in
            guard let noise = finishedNoise(model), case .denoise(let learned)? = model.engine.model?.objective,
                let one = row(.oneStep, of: noise), let last = noise.states.indices.last,
                let near = noise.states.indices.min(by: {
                    abs(noise.states[$0].sigma - learned) < abs(noise.states[$1].sigma - learned)
                }), noise.states[last].sigma >= learned + 0.3
            else { return nil }
            return
                "At σ \(sigma(noise, near)), near what it learned, one step comes to \(decibels(one.decibels[near])); at σ "
                + "\(sigma(noise, last)) to \(decibels(one.decibels[last])), \(Figures.percent(Figures.grey(one.pictures[last]))) "
                + "grey: strokes fray where nothing was learned."
        })
}

/// Making pictures.
extension Lesson {
    private static let fromNoise = Lesson(
        title: "From noise to picture",
        task:
            "2 goes to Generate, |sample| makes pictures. Then |back| goes back through their forming, to before the middle.",
        seen: { model, _ in
            guard !model.isSampling, let frame = model.trajectory.current, !model.trajectory.isFollowing,
                let last = model.trajectory.frames.last, frame.step > 0, frame.step * 2 <= last.step,
                let estimate = frame.estimate?.picture
            else { return nil }
            let known = Figures.ink(of: last.state.picture, in: estimate)
            return
                "At step \(frame.step) of \(last.step) x_t is noise still (σ \(Format.fixed(frame.sigma, 2...2))), but "
                + "\(Figures.percent(known)) of the last picture's ink is ink in the clean estimate already: what it will be is "
                + "decided early, how it looks late."
        })

    private static let guidance = Lesson(
        title: "Guidance 0, 1, 7 and 30",
        task: "In Generate set guidance to 0, 1, 7 and 30, |sample| each time and look: |edit| types a value.",
        seen: { _, samplings in
            func white(_ range: ClosedRange<Double>) -> String? {
                samplings.last { range.contains($0.guidance) && !$0.classes.isEmpty }.map { Figures.percent($0.white) }
            }
            guard let none = white(0...0.2), let plain = white(0.8...1.2), let usual = white(5...9),
                let most = white(20...30)
            else { return nil }
            return
                "White: \(none) of the pixels at 0, \(plain) at 1, \(usual) at 7, \(most) at 30. At 0 the class says nothing, "
                + "at 1 it is asked, at 7 it insists, at 30 it shouts down what a digit looks like."
        })

    private static let oneClass = Lesson(
        title: "Asking for one class",
        task:
            "In Prompt, |chip-all| picks none and |chip-toggle| picks one class: |sample|. Then pick all again and |sample|.",
        seen: { _, samplings in
            guard let one = samplings.last(where: { Set($0.classes).count == 1 && $0.edit == .none }),
                let all = samplings.last(where: { Set($0.classes).count > 4 && $0.edit == .none })
            else { return nil }
            return
                "Two pictures of one class differ by \(Figures.percent(one.spread)) of the range, of many classes by "
                + "\(Figures.percent(all.spread)): the condition takes away what it tells, the rest is the seed's."
        })

    private static let inpainting = Lesson(
        title: "Inpainting",
        task:
            "4 goes to Inpaint: |held-out| takes a test image, |brush-press| puts the pen down, the arrows paint what is to be "
            + "new, |inpaint| makes it.",
        seen: { _, samplings in
            for case .inpaint(_, let mask, _) in samplings.reversed().map(\.edit) {
                let new = Figures.share(of: [mask]) { $0 > 0 }
                return
                    "\(Figures.percent(new)) was made new. At every step what lies outside the mask was put back, noised as "
                    + "much as the rest: the new part grew to fit it."
            }
            return nil
        })

    private static let anagram = Lesson(
        title: "Two pictures in one",
        task: "5 goes to Illusions: |illusion| makes a 6 that is a 9 when it is turned over.",
        seen: { _, samplings in
            for case .anagram(_, let view) in samplings.reversed().map(\.edit) {
                return
                    "Each step averaged what the model says of the picture as it stands and \(view.title), turned back: both "
                    + "had to agree."
            }
            return nil
        })
}

/// Training.
extension Lesson {
    private static let training = Lesson(
        title: "Learning to take noise away",
        task: "1 goes to Train, |train| begins. Watch the loss fall and the same seeds become digits.",
        seen: { model, _ in
            guard model.isTraining, let first = model.losses.points.first?.value, let status = model.engine.training,
                let now = status.smoothedLoss, status.step >= 100, now < first / 2
            else { return nil }
            return "The loss fell from \(Format.fixed(Double(first), 2...3)) to \(Format.fixed(Double(now), 2...3)) in "
                + "\(status.step) steps. It falls fast, then hardly: the pictures go on getting better long after."
        })

    private static let blob = Lesson(
        title: "The blob",
        task:
            "|recipes| chooses digits-denoiser-noise, which starts from noise alone; |train| it until it shows its samples twice.",
        seen: { model, _ in
            guard case .denoisePureNoise? = model.engine.training?.recipe.objective, model.samples.frames.count >= 2,
                let picture = model.samples.frames.last?.picture
            else { return nil }
            // The last of them is the mean of the training images.
            let pictures = PictureGrid.split(picture, width: DigitUNet.side, height: DigitUNet.side, count: 10)
            guard let mean = pictures.last, pictures.count > 2 else { return nil }
            let made = Array(pictures.dropLast())
            return
                "Its pictures differ by \(Figures.percent(Figures.spread(of: made))) of the range from one another, and by "
                + "\(Figures.percent(Figures.spread(of: [made[0], mean]))) from the mean of all digits: noise tells nothing of the "
                + "digit, so that mean is the best guess there is."
        })
}
