/// What a terminal shows of the window outside of it: its title, and the bar on its tab or in the task bar.
public struct WindowSign: Sendable, Equatable {
    /// How far the work is, in percent.
    public enum Progress: Sendable, Equatable {
        case running(Int), paused(Int), failed(Int)
    }

    public var title: String
    public var progress: Progress?

    public init(title: String, progress: Progress? = nil) {
        self.title = title
        self.progress = progress
    }

    /// What turns `old` into `new` on a terminal: OSC 2 for the title, OSC 9;4 for the bar (ConEmu's, which most have taken over).
    public static func bytes(
        from old: WindowSign?, to new: WindowSign, capabilities: TerminalCapabilities
    ) -> [UInt8] {
        guard capabilities.signals != .none else { return [] }
        var bytes = TerminalBytes()
        if new.title != old?.title { bytes.text("\u{1B}]2;\(String(DisplayWidth.shown(new.title)))\u{1B}\\") }
        if capabilities.hasProgress, new.progress != old?.progress {
            bytes.text("\u{1B}]9;4;\(parameters(of: new.progress))\u{1B}\\")
        }
        return bytes.bytes
    }

    private static func parameters(of progress: Progress?) -> String {
        switch progress {
        case nil: "0;0"
        case .running(let percent): "1;\(percent)"
        case .failed(let percent): "2;\(percent)"
        case .paused(let percent): "4;\(percent)"
        }
    }

    /// Keeps the title that there was.
    public static func entering(_ capabilities: TerminalCapabilities) -> [UInt8] {
        capabilities.signals == .none ? [] : Array("\u{1B}[22;2t".utf8)
    }

    /// Takes the bar away and brings the title back that there was.
    public static func leaving(_ capabilities: TerminalCapabilities) -> [UInt8] {
        guard capabilities.signals != .none else { return [] }
        return Array(((capabilities.hasProgress ? "\u{1B}]9;4;0;0\u{1B}\\" : "") + "\u{1B}[23;2t").utf8)
    }

    /// The bell, and where the terminal has notifications one that says `text`.
    public static func notification(_ text: String, capabilities: TerminalCapabilities) -> [UInt8] {
        // Semicolons part the fields.
        let plain = String(DisplayWidth.shown(text)).replacing(";", with: ",")
        let message =
            switch capabilities.signals {
            case .none: ""
            case .osc9: "\u{1B}]9;\(plain)\u{1B}\\"
            case .osc777: "\u{1B}]777;notify;Studio;\(plain)\u{1B}\\"
            }
        return Array((message + "\u{7}").utf8)
    }
}

extension WindowSign {
    /// How long something must have gone on before it is worth a bar, in seconds.
    private static let least = 1.0

    init(_ model: StudioModel) {
        let engine = model.engine
        var done: (what: String, step: Int, of: Int)?
        if engine.activity == .sampling, let sampling = engine.sampling {
            done = ("sampling", sampling.step, sampling.totalSteps)
        } else if model.isFormingGrid, let grid = engine.grid {
            done = ("forming a grid", grid.step, grid.totalSteps)
        } else if model.isDenoising, let noise = engine.noise {
            done = ("taking noise away", Int(noise.share * 100), 100)
        } else if model.isSearching, let search = engine.learningRateSearch {
            done = ("finding a learning rate", search.points.count, search.totalPoints)
        } else if model.isTraining, let run = engine.training {
            done = ("training \(run.recipe.name)", run.step, run.totalSteps)
        }
        guard let done, model.now - model.workBegan >= Self.least else {
            self.init(title: "studio")
            return
        }
        let percent = min(100, done.step * 100 / max(1, done.of))
        let progress: Progress =
            model.proposedRate != nil ? .failed(percent) : engine.isPaused ? .paused(percent) : .running(percent)
        self.init(
            title: "\(percent) % \(engine.isPaused ? "paused " : "")\(done.what) – studio", progress: progress)
    }
}
