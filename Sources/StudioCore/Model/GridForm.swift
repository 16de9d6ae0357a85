import Engine

/// What a grid is to vary, as it is being chosen.
public struct GridForm: Sendable, Equatable {
    public enum Row: Sendable, CaseIterable {
        case x, xValues, y, yValues, count, step

        var isTyped: Bool { self == .xValues || self == .yValues }
    }

    public var row = Row.xValues
    public var x = GridParameter.Kind.guidance
    /// nil is a single row.
    public var y: GridParameter.Kind? = .seed
    /// The values as they were typed; the usual ones where there are none.
    public var lists: [GridParameter.Kind: String] = [:]
    /// Pictures in a cell.
    public var count = 1
    /// The step from which on what can change on the way is varied; 0 is the beginning.
    public var step = 0

    mutating func move(by offset: Int) {
        let all = Row.allCases
        row = all[min(max(0, (all.firstIndex(of: row) ?? 0) + offset), all.count - 1)]
    }

    /// The parameter of the axis that the row is of.
    var kind: GridParameter.Kind? {
        switch row {
        case .x, .xValues: x
        case .y, .yValues: y
        case .count, .step: nil
        }
    }
}

extension StudioModel {
    /// What a grid can vary here; what has no place in the panes is left to the command line.
    var gridKinds: [GridParameter.Kind] {
        let edit = workspaceRequest.edit
        return GridParameter.Kind.allCases.filter { kind in
            switch kind {
            case .guidanceRescale, .guidanceInterval: false
            case .eta: sampledFacts.samplers.contains(DDIM.name)
            case .label: workspace != .illusions && !classNames.isEmpty
            case .negative: !classNames.isEmpty
            case .prompt, .negativePrompt: readsText
            default: GridParameter(kind).fits(edit)
            }
        }
    }

    /// The values of a parameter: as typed, or the usual ones around what stands in the panes.
    func gridList(_ kind: GridParameter.Kind) -> String {
        if let typed = gridForm.lists[kind] { return typed }
        let request = workspaceRequest
        switch kind {
        case .guidance: return "1,3,5,7"
        case .guidanceRescale, .eta: return "0,0.5,1"
        case .guidanceInterval: return "0:1,0:0.5,0.5:1"
        case .steps: return sampledFacts.mostSteps.map { $0 < 50 } == true ? "1" : "5,10,20,50"
        case .sampler: return sampledFacts.samplers.joined(separator: ",")
        case .seed: return (0..<3).map { String(request.seed + $0) }.joined(separator: ",")
        case .label:
            return request.classes.isEmpty ? "0,1,2" : request.classes.map(String.init).joined(separator: ",")
        case .negative: return (["none"] + (0..<min(3, classNames.count)).map(String.init)).joined(separator: ",")
        case .prompt: return request.prompts.joined(separator: "; ")
        case .negativePrompt: return (["none"] + [request.negativePrompt].compactMap(\.self)).joined(separator: "; ")
        case .start: return EditChoices.row.filter { $0 < request.stepCount }.map(String.init).joined(separator: ",")
        case .strength: return "0.2,0.4,0.6,0.8"
        case .resampling: return "1,3,5"
        }
    }

    /// The grid that the form asks for.
    ///
    /// - Throws: ``EngineFailure`` where a list cannot be read or the axes do not fit.
    func gridRequest() throws -> GridRequest {
        func axis(_ kind: GridParameter.Kind?) throws -> GridAxis? {
            try kind.map { kind in
                let step = kind.changesOnTheWay && gridForm.step > 0 ? gridForm.step : nil
                return try GridAxis(GridParameter(kind, step: step), list: gridList(kind))
            }
        }
        var base = gridForm.step > 0 ? shownRequest ?? workspaceRequest : workspaceRequest
        base.count = gridForm.step > 0 && shownRequest != nil ? base.count : gridForm.count
        let grid = GridRequest(base, x: try axis(gridForm.x), y: try axis(gridForm.y))
        _ = try grid.cells()
        return grid
    }

    /// The selected branch as a request, with what was changed on its way until the moment looked at; nil where nothing is sampled.
    var shownRequest: SamplingRequest? { branchRequest(through: trajectory.index) }

    /// The selected branch as a request, with what was changed on its way through a moment.
    func branchRequest(through moment: Int) -> SamplingRequest? {
        guard var request = engine.sampling?.request, !trajectory.frames.isEmpty else { return nil }
        let frames = trajectory.frames
        request.changes = shownMarks.filter { $0.moment <= moment && frames.indices.contains($0.moment) }
            .map { LoggedChange(step: frames[$0.moment].step, change: $0.change) }
        return request
    }

    var gridObstacle: String? {
        switch workspace {
        case .edit: imageToImageObstacle
        case .inpaint: inpaintObstacle
        case .illusions: illusionObstacle
        case .train, .generate, .gallery, .models: sampleObstacle
        case .noise: "the Noise lab is a grid already"
        }
    }

    /// What is wrong with what stands in the form; nil where it can be formed.
    var gridComplaint: String? {
        if gridForm.step > 0, !([gridForm.x, gridForm.y].compactMap(\.self).contains(where: \.changesOnTheWay)) {
            return "neither axis can change on the way: guidance, class, negative or sampler can"
        }
        do {
            _ = try gridRequest()
            return nil
        } catch { return (error as? EngineFailure)?.sentence ?? "\(error)" }
    }

    /// Opens the form with what can be varied here.
    mutating func openGridForm() -> [Effect] {
        board.editor.lift()
        let kinds = gridKinds
        if !kinds.contains(gridForm.x) || workspace == .edit && grid == nil {
            gridForm.x = kinds.contains(.start) ? .start : kinds[0]
        }
        if let y = gridForm.y, !kinds.contains(y) || y == gridForm.x { gridForm.y = .seed }
        // Where a moment is held the grid goes on from there, as a branch would.
        let held = trajectory.isFollowing ? 0 : trajectory.current?.step ?? 0
        gridForm.step = held > 0 && engine.sampling != nil ? held : 0
        gridForm.row = .xValues
        return open(.gridForm, at: 0)
    }

    mutating func changeGridForm(by direction: Int) -> [Effect] {
        let kinds = gridKinds
        func next(_ kind: GridParameter.Kind) -> GridParameter.Kind {
            kinds[((kinds.firstIndex(of: kind) ?? 0) + direction + kinds.count) % kinds.count]
        }
        switch gridForm.row {
        case .x: gridForm.x = next(gridForm.x)
        case .y:
            // A single row, then each of them, around.
            let index = (gridForm.y.flatMap(kinds.firstIndex) ?? -1) + 1
            let wanted = (index + direction + kinds.count + 1) % (kinds.count + 1)
            gridForm.y = wanted == 0 ? nil : kinds[wanted - 1]
        case .count: gridForm.count = min(max(1, gridForm.count + direction), 16)
        case .step: gridForm.step = min(max(0, gridForm.step + direction), workspaceRequest.steps - 1)
        case .xValues, .yValues: break
        }
        return []
    }

    /// Adds to the list of the row; nothing where that is not typed.
    mutating func typeInGridForm(_ text: String) {
        guard gridForm.row.isTyped, let kind = gridForm.kind else { return }
        let added =
            kind.separator == ";"
            ? TextEditor(text).text.replacing("\n", with: " ")
            : text.filter { $0.isASCII && ($0.isLetter || $0.isNumber || ",.:-+".contains($0)) }
        gridForm.lists[kind] = String((gridList(kind) + added).prefix(400))
    }

    mutating func rubOutInGridForm(all: Bool) {
        guard gridForm.row.isTyped, let kind = gridForm.kind else { return }
        gridForm.lists[kind] = all ? "" : String(gridList(kind).dropLast())
    }
}
