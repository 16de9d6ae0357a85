import Engine
import Testing

@testable import StudioCore

@Suite struct GridTests {
    private func tell(_ model: inout StudioModel, _ events: EngineEvent...) {
        _ = update(&model, .engine(model.engine, events))
    }

    @Test func aFormAsksForAGrid() throws {
        var model = Scenes.stocked(100, 30, .generate)
        expect(&model, .key(.character("G"))) { $0.overlay = .gridForm }
        Scenes.press(&model, .control("u"))
        #expect(
            model.gridComplaint
                == "a value of guidance is missing (expected values such as 1,3,5 or 0:10:2, found nothing)")
        #expect(Scenes.press(&model, .enter).isEmpty && model.overlay == .gridForm)
        for character in "2,4:8:2" { Scenes.press(&model, .character(character)) }
        Scenes.press(&model, .down, .right, .down)
        #expect(model.gridForm.y == .label && model.gridList(.label) == "0,1,2,3,4,5,6,7,8,9")
        _ = update(&model, .paste(",,"))
        Scenes.press(&model, .backspace, .backspace, .down, .right)
        var base = model.workspaceRequest
        base.count = 2
        let wanted = GridRequest(
            base, x: try GridAxis("guidance=2,4,6,8"), y: try GridAxis("class=0,1,2,3,4,5,6,7,8,9"))
        expect(&model, .key(.enter), effects: [.engine(.grid(wanted))])
        expect(&model, .key(.escape)) { $0.overlay = nil }
    }

    @Test func whatCannotBeTypedIsSaid() {
        var model = Scenes.stocked(100, 30, .generate)
        Scenes.press(&model, .character("G"), .up)
        Scenes.press(&model, .character("5"))
        #expect(model.messages.current?.text == "this is chosen: ←→ changes it, ↓ goes to the values")
        model = Scenes.stocked(100, 30, .generate)
        model.chosenModel = "/data/studio/runs/digits-ddpm-time"
        Scenes.press(&model, .character("G"))
        // A model without classes has nothing to guide or to class.
        #expect(!model.gridKinds.contains(.label) && model.gridKinds.contains(.eta))
        Scenes.press(&model, .up, .right, .right)
        #expect(model.gridForm.x == .sampler && model.gridList(.sampler).hasPrefix("ddpm,ddim"))
        var fresh = Scenes.fresh(100, 30)
        fresh.workspace = .generate
        #expect(Scenes.press(&fresh, .character("G")).isEmpty)
        #expect(fresh.messages.current?.text == "there is no model yet: t trains one")
    }

    @Test func cellsAreMovedOverAndTaken() throws {
        var model = Scenes.grid(120, 40)
        #expect(model.overlay == .grid)
        expect(&model, .key(.right)) { $0.grid?.selected = 1 }
        expect(&model, .key(.down)) { $0.grid?.selected = 5 }
        expect(&model, .key(.up)) { $0.grid?.selected = 1 }
        expect(&model, .key(.left)) { $0.grid?.selected = 0 }
        expect(&model, .key(.left))
        expect(&model, .key(.pageDown)) { $0.grid?.selected = 8 }
        expect(&model, .key(.end)) { $0.grid?.selected = 11 }
        expect(&model, .key(.enter), effects: [.engine(.openCell(11))]) {
            $0.overlay = nil
            $0.sampling.guidance = 7
            $0.sampling.seed = 2
            $0.sampling.count = 1
            $0.sampling.sampler = "flow-euler"
            $0.say("taken into the panes: guidance 7, seed 2")
        }
        Scenes.press(&model, .character("G"))
        #expect(model.overlay == .grid)
        Scenes.press(&model, .character("G"))
        #expect(model.overlay == .gridForm && model.grid != nil)
    }

    @Test func aGridIsPausedStoppedAndSaved() {
        var model = Scenes.grid(120, 40, step: 12)
        expect(&model, .key(.character(" ")), effects: [.engine(.pause)])
        expect(&model, .key(.character("x")), effects: [.engine(.stop)])
        #expect(Scenes.press(&model, .character("w")).isEmpty)
        #expect(model.messages.current?.text == "the grid is not finished")
        model = Scenes.grid(120, 40)
        expect(&model, .key(.character("w")), effects: [.engine(.saveGrid(path: ""))])
        #expect(Scenes.press(&model, .character(" ")).isEmpty)
        // What was saved is read before the grid is left.
        tell(&model, .pictureSaved(path: "/pictures/a-grid.png", command: "studio sample"))
        Scenes.press(&model, .escape)
        #expect(model.overlay == .grid && model.messages.current == nil)
        expect(&model, .key(.escape)) { $0.overlay = nil }
    }

    /// Where a moment is held the grid goes on from it, with what was changed until then.
    @Test func aGridGoesOnFromTheMomentHeld() throws {
        var model = Scenes.branched(120, 40)
        model.tree.select(1)
        model.trajectory.move(to: 30)
        Scenes.press(&model, .character("G"))
        #expect(model.gridForm.step == 30)
        Scenes.press(&model, .down, .right, .right)
        let grid = try model.gridRequest()
        #expect(grid.x?.text == "30:guidance=1,3,5,7")
        #expect(grid.base.changes == [LoggedChange(step: 20, change: .guidance(7.5))])
        #expect(grid.base.count == 10)
        #expect(view(model).text.contains("go on from step 30 of branch 2"))
        model.gridForm.x = .steps
        model.gridForm.y = nil
        #expect(model.gridComplaint?.hasPrefix("neither axis can change on the way") == true)
    }

    @Test func anEditsGridIsOfStarts() throws {
        var model = Scenes.stocked(120, 40, .edit)
        model.drawing.editor = Editor(Raster(Scenes.picture(28, 28, shade: 3)))
        Scenes.press(&model, .character("G"))
        #expect(try model.gridRequest().x?.text == "start=1,3,5,7,10,20")
        #expect(try model.gridRequest().y?.text == "seed=0,1,2")
    }

    @Test func theMouseSelectsACell() throws {
        var model = Scenes.grid(120, 40)
        let grid = try #require(model.grid)
        let inner = PanePlace(rect: try #require(Layout(model).body)).inner
        let geometry = GridGeometry(grid, model, in: inner)
        for index in [0, 3, 7, 11] {
            let cell = try #require(geometry.cell(index))
            _ = update(&model, .mouse(x: cell.x + cell.width - 1, y: cell.y, button: 1))
            #expect(model.grid?.selected == index)
        }
        #expect(geometry.index(atX: inner.x, y: inner.y) == nil)
    }

    /// Whatever the size, the selected cell is shown and every cell lies within.
    @Test(arguments: [(120, 40), (60, 20), (30, 10), (16, 7)], [(4, 3), (20, 20), (1, 400), (400, 1)])
    func theSelectedCellIsShown(_ size: (Int, Int), _ shape: (Int, Int)) throws {
        var model = Scenes.grid(size.0, size.1)
        func axis(_ name: String, _ count: Int) throws -> GridAxis {
            try GridAxis("\(name)=\((0..<count).map(String.init).joined(separator: ","))")
        }
        var grid = GridView(
            GridRequest(model.workspaceRequest, x: try axis("guidance", shape.0), y: try axis("seed", shape.1)))
        let rect = Rect(x: 2, y: 1, width: size.0 - 4, height: size.1 - 4)
        for index in stride(from: 0, to: grid.cells.count, by: 7) {
            grid.selected = index
            let geometry = GridGeometry(grid, model, in: rect)
            let cell = try #require(geometry.cell(index))
            #expect(cell.width > 0 && cell.height > 0)
            #expect(cell.x > rect.x && cell.x + cell.width <= rect.x + rect.width)
            #expect(cell.y >= rect.y && cell.y + cell.height <= rect.y + rect.height)
        }
        model.grid = grid
        _ = view(model)
    }
}
