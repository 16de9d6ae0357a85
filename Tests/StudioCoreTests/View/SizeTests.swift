import Engine
import Testing

@testable import StudioCore

/// The window at every size: nothing traps, nothing unfit reaches a cell.
@Suite struct SizeTests {
    static let scenes: [StudioModel] = {
        var typing = Scenes.training(80, 24)
        Scenes.press(&typing, .enter, .character("9"))
        var failed = Scenes.sampling(80, 24)
        failed.messages.post(Message(EngineFailure("went wrong\u{1B}[2J", hint: "日本語 \u{202E}e\u{301} 👩‍🚀")), at: 0)
        var written = Scenes.text(
            80, 24, prompt: "日本語 \u{202E}e\u{301} 👩‍🚀 שלום\n\n" + String(repeating: "long", count: 60))
        _ = written.beginWriting()
        return [written, Scenes.fresh(80, 24), Scenes.training(80, 24, graphics: .quadrants), failed, typing]
    }()

    @Test func everySize() {
        let overlays: [Overlay?] = [
            nil, .help, .messages(least: .detail), .presets, .recipes, .models, .quit, .abandon, .runs, .checkpoints,
            .learningRate,
            .overwrite(path: "/a/日本/\u{1B}[2J.png", purpose: "mask"),
        ]
        var turn = 0
        for height in Array(0...12) + stride(from: 13, through: 45, by: 4) {
            for width in Array(0...14) + stride(from: 15, through: 130, by: 23) {
                turn += 1
                var model = Self.scenes[turn % Self.scenes.count]
                model.workspace = Workspace.allCases[turn % Workspace.allCases.count]
                model.focus = model.panes[turn % 7 % model.panes.count]
                model.isZoomed = turn % 5 == 0
                model.isAlone = turn % 7 == 3
                model.magnifier.size = [.fit, .times(2), .pixels, .times(16)][turn % 4]
                model.magnifier.isSmooth = turn % 8 > 4
                model.splits.columns = [0: Double(turn % 11) / 10]
                model.splits.heights = [model.focus.rawValue: Double(turn % 13) / 12]
                if turn % 3 == 0 { _ = model.openColors() }
                model.overlay = model.input == nil ? overlays[turn % overlays.count] : nil
                _ = update(&model, .resized(width: width, height: height))
                check(view(model), width, height)
            }
        }
    }

    @Test func negativeSizesAreEmpty() {
        var model = Scenes.fresh(80, 24)
        #expect(update(&model, .resized(width: -3, height: -1)).isEmpty)
        #expect(view(model).cells.isEmpty)
    }

    private func check(_ screen: Screen, _ width: Int, _ height: Int) {
        #expect(screen.width == width && screen.height == height && screen.cells.count == width * height)
        if let cursor = screen.cursor {
            #expect(
                cursor.x >= 0 && cursor.x < width && cursor.y >= 0 && cursor.y < height, "cursor at \(width)×\(height)")
        }
        // Plain conditions: an expectation a cell would take minutes.
        for y in 0..<height {
            for x in 0..<width where !isFit(screen, x, y) {
                Issue.record("\(screen[x, y].character.debugDescription) at \(x), \(y) of \(width)×\(height)")
            }
        }
    }

    private func isFit(_ screen: Screen, _ x: Int, _ y: Int) -> Bool {
        let character = screen[x, y].character
        if character == Cell.picture { return true }
        if character == Cell.continuation { return x > 0 && DisplayWidth.of(screen[x - 1, y].character) == 2 }
        guard DisplayWidth.shown(String(character)) == [character] else { return false }
        return DisplayWidth.of(character) == 1 || screen[x + 1, y].character == Cell.continuation
    }

    @Test func layoutsCoverTheScreenOnce() {
        for (width, height) in [(120, 40), (80, 24), (60, 20), (200, 60), (95, 14), (40, 10)] {
            for workspace in Workspace.allCases {
                for share in [nil, 0, 0.3, 0.5, 1] { layoutCoversTheScreenOnce(width, height, workspace, share) }
            }
        }
    }

    /// - Parameter share: where borders were moved to; nil leaves them.
    private func layoutCoversTheScreenOnce(_ width: Int, _ height: Int, _ workspace: Workspace, _ share: Double?) {
        var model = Scenes.training(width, height)
        model.workspace = workspace
        if let share {
            model.splits.columns = [0: share, 1: share]
            model.splits.heights = Dictionary(uniqueKeysWithValues: Pane.allCases.map { ($0.rawValue, share) })
        }
        let layout = Layout(model)
        let rects =
            layout.places.values.map(\.rect) + [layout.header, layout.message, layout.status].compactMap { $0 }
        var covered = Set<Int>()
        for rect in rects {
            for y in rect.y..<rect.y + rect.height {
                for x in rect.x..<rect.x + rect.width {
                    if !covered.insert(y * width + x).inserted { Issue.record("two things at \(x), \(y)") }
                }
            }
        }
        #expect(covered.count == width * height, "\(width)×\(height)")
    }

    @Test func theFocusedPaneIsAlwaysShown() {
        for height in 2...40 {
            for workspace in Workspace.allCases {
                var model = Scenes.training(80, height)
                model.workspace = workspace
                for pane in model.panes {
                    model.focus = pane
                    #expect(Layout(model).places[pane] != nil, "\(pane) at height \(height)")
                }
            }
        }
    }
}
