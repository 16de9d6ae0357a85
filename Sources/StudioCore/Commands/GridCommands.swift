import Engine

/// Grids: what they vary, and looking at them.
extension CommandTable {
    static let grids = [
        Command(
            "grid", "grid", keys: [.character("G")], place: .sampling, rank: 14,
            help: "Forms a grid over two parameters, from the moment held if one is; or shows the grid there is.",
            titleNow: { $0.grid == nil ? "grid" : "show the grid" },
            unless: { $0.grid == nil ? $0.gridObstacle : nil }
        ) { model, _ in model.grid == nil ? model.openGridForm() : model.open(.grid, at: 0) }
    ]

    static let gridForm = [
        Command(
            "grid-row", "select", keys: [.up, .down, .tab, .backTab], keysTitle: "↑↓ Tab", place: .gridForm, rank: 3,
            help: "Goes to the line above or below."
        ) { model, key in
            model.gridForm.move(by: key == .up || key == .backTab ? -1 : 1)
            return []
        },
        Command(
            "grid-choose", "choose", keys: [.left, .right], keysTitle: "←→", place: .gridForm,
            help: "Takes another parameter or number.", rankNow: { $0.gridForm.row.isTyped ? nil : 4 },
            unless: { $0.gridForm.row.isTyped ? "values are typed: 1,3,5 or 0:10:2" : nil }
        ) { model, key in model.changeGridForm(by: key == .left ? -1 : 1) },
        Command(
            "grid-type", "type", keys: (33...126).compactMap { UnicodeScalar($0) }.map { .character(Character($0)) },
            keysTitle: "letters", place: .gridForm, takesText: true,
            help: "Writes the values: 1,3,5,7, or 0:10:2 for 0, 2, 4 … 10.",
            unless: { $0.gridForm.row.isTyped ? nil : "this is chosen: ←→ changes it, ↓ goes to the values" }
        ) { model, key in
            if case .character(let character) = key { model.typeInGridForm(String(character)) }
            return []
        },
        Command(
            "grid-rub-out", "rub out", keys: [.backspace, .delete], place: .gridForm,
            help: "Takes the last character of the values away."
        ) { model, _ in
            model.rubOutInGridForm(all: false)
            return []
        },
        Command(
            "grid-clear", "rub all out", keys: [.control("u")], place: .gridForm, help: "Takes all values away.",
            rankNow: { $0.gridForm.row.isTyped ? 5 : nil }
        ) { model, _ in
            model.rubOutInGridForm(all: true)
            return []
        },
        Command(
            "grid-form", "form it", keys: [.enter], place: .gridForm, rank: 1,
            help: "Forms the grid; what cells have in common is computed once.", unless: \.gridComplaint
        ) { model, _ in
            guard let request = try? model.gridRequest() else { return [] }
            return [.engine(.grid(request))]
        },
        queueGrid,
        Command(
            "grid-form-leave", "leave", keys: [.escape], place: .gridForm, rank: 2, help: "Closes the form."
        ) { model, _ in
            model.overlay = nil
            return []
        },
    ]

    static let gridView = [
        Command(
            "grid-move", "cell", keys: [.left, .right, .up, .down], keysTitle: "←→↑↓", place: .grid, rank: 3,
            help: "Goes to the cell beside."
        ) { model, key in
            guard let grid = model.grid else { return [] }
            let (across, down) = (key == .left ? -1 : key == .right ? 1 : 0, key == .up ? -1 : key == .down ? 1 : 0)
            model.grid?.select(column: grid.column + across, row: grid.row + down)
            return []
        },
        Command(
            "grid-ends", "ends", keys: [.home, .end, .pageUp, .pageDown], keysTitle: "Home End PageUp PageDown",
            place: .grid, help: "Goes to the row's first or last cell, or the column's."
        ) { model, key in
            guard let grid = model.grid else { return [] }
            let column = key == .home ? 0 : key == .end ? Int.max : grid.column
            let row = key == .pageUp ? 0 : key == .pageDown ? Int.max : grid.row
            model.grid?.select(column: column, row: row)
            return []
        },
        Command(
            "grid-take", "take it", keys: [.enter], place: .grid, rank: 1,
            help: "Takes the cell's parameters into the panes and its sampling into the timeline, where it goes on.",
            unless: { $0.grid == nil ? "there is no grid yet" : nil }
        ) { model, _ in model.takeCell() },
        Command(
            "grid-pause", "pause", keys: [.character(" ")], place: .grid, help: "Pauses the grid, or lets it go on.",
            titleNow: { $0.engine.isPaused ? "go on" : "pause" }, rankNow: { $0.isFormingGrid ? 2 : nil },
            unless: \.formingObstacle
        ) { model, _ in [.engine(model.engine.isPaused ? .resume : .pause)] },
        Command(
            "grid-step", "one step", keys: [.character("n")], place: .grid,
            help: "Takes one step of the cells furthest behind, then pauses.",
            rankNow: { $0.isFormingGrid && $0.engine.isPaused ? 5 : nil }, unless: \.formingObstacle
        ) { _, _ in [.engine(.step)] },
        Command(
            "grid-stop", "stop", keys: [.character("x")], place: .grid,
            help: "Stops the grid; the cells stay as they are.", rankNow: { $0.isFormingGrid ? 4 : nil },
            unless: \.formingObstacle
        ) { _, _ in [.engine(.stop)] },
        Command(
            "grid-save", "save", keys: [.character("w")], place: .grid,
            help: "Writes the grid with its labels as a PNG that holds its recipe, among the saved pictures.",
            rankNow: { $0.grid?.isFinished == true ? 6 : nil },
            unless: { $0.grid?.isFinished == true ? nil : "the grid is not finished" }
        ) { _, _ in [.engine(.saveGrid(path: ""))] },
        Command(
            "grid-anew", "another grid", keys: [.character("G")], place: .grid, rank: 7,
            help: "Chooses what another grid varies.", unless: \.gridObstacle
        ) { model, _ in model.openGridForm() },
        Command(
            "grid-leave", "leave", keys: [.escape, .character("q")], keysTitle: "Esc q", place: .grid, rank: 8,
            help: "Goes back to the panes; the grid goes on, and G shows it again."
        ) { model, key in
            let isAnswering = key == .escape && model.messages.current != nil
            if isAnswering { model.messages.dismiss(at: model.now) } else { model.overlay = nil }
            return []
        },
    ]
}

extension StudioModel {
    var formingObstacle: String? { isFormingGrid ? nil : "no grid is being formed" }
}
