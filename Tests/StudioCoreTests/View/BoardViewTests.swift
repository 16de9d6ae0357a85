import Engine
import Testing

@testable import StudioCore

/// The board in cells.
@Suite struct BoardViewTests {
    /// An eight drawn by rule, with a mask over its left half that is soft at one edge.
    static func scene(
        _ width: Int, _ height: Int, workspace: Workspace = .inpaint,
        colors: TerminalCapabilities.ColorDepth = .trueColor, graphics: TerminalCapabilities.Graphics = .quadrants,
        unicode: Bool = true
    ) -> StudioModel {
        var model = StudioModel(
            Scenes.startup(
                width, height, graphics: graphics, models: Scenes.models, unicode: unicode, colors: colors))
        model.workspace = workspace
        var eight = Raster(width: 28, height: 28)
        for (y, size) in [(9, 8), (18, 10)] {
            eight.ellipse(from: Point(14 - size / 2, y - size / 2), to: Point(14 + size / 2, y + size / 2), ink: [255])
            eight.ellipse(from: Point(12, y - 2), to: Point(16, y + 2), ink: [0])
        }
        model.mask.under = ChosenPicture(picture: eight.picture, title: "test image 61: 8")
        model.mask.editor.choose(.rectangle)
        model.mask.editor.move(to: Point(5, 4))
        model.mask.editor.press()
        model.mask.editor.move(to: Point(12, 23))
        model.mask.editor.press()
        model.mask.editor.change { $0.feather(sigma: 0.6) }
        model.mask.editor.choose(.brush)
        model.drawing.editor.change { $0 = eight }
        model.sampling.classes = [3]
        return model
    }

    @Test(arguments: [(80, 24), (120, 40), (60, 20)]) func inpaint(_ width: Int, _ height: Int) throws {
        try Golden.expect(Self.scene(width, height), "inpaint-\(width)x\(height)")
    }

    /// The scene with a sampling of it, and the keys in the timeline or where they were.
    static func sampled(
        _ width: Int, _ height: Int, workspace: Workspace, focus: Pane? = nil,
        graphics: TerminalCapabilities.Graphics = .sixel
    ) -> StudioModel {
        let drawn = scene(width, height, workspace: workspace, graphics: graphics)
        var model = Scenes.branched(width, height, graphics: graphics)
        (model.workspace, model.mask, model.drawing) = (workspace, drawn.mask, drawn.drawing)
        model.engine.sampling?.request.edit = drawn.workspaceRequest.edit
        if let focus { model.focus = focus }
        Scenes.press(&model, .character("["))
        return model
    }

    @Test(arguments: [Workspace.edit, .inpaint, .illusions], [(80, 24), (140, 45)])
    func theTimelineIsEverywhere(_ workspace: Workspace, _ size: (width: Int, height: Int)) throws {
        let name = "timeline-\(workspace.row.title.lowercased())"
        let model = Self.sampled(size.width, size.height, workspace: workspace)
        try Golden.expect(model, "\(name)-\(size.width)x\(size.height)")
        guard size.width == 80 else { return }
        #expect(Layout(model).places[.timeline]?.isCollapsed == true)
        let focused = Self.sampled(size.width, size.height, workspace: workspace, focus: .timeline)
        #expect(Layout(focused).places[.timeline]?.isCollapsed == false)
        try Golden.expect(focused, "\(name)-focused-80x24")
    }

    /// Outside the mask the result that forms is the picture itself, within it the estimate.
    @Test func theResultFormsWithinTheMask() throws {
        var model = Self.sampled(140, 45, workspace: .inpaint)
        let frame = try #require(model.trajectory.current)
        guard case .inpaint(let original, let mask, _)? = model.engine.sampling?.request.edit else {
            Issue.record("no inpainting")
            return
        }
        let estimate = try #require(frame.estimate).picture
        let formed = model.formed(frame)
        #expect((formed.width, formed.height) == (estimate.width, estimate.height))
        let (new, made) = (
            PictureGrid.split(estimate, width: 28, height: 28, count: 10),
            PictureGrid.split(formed, width: 28, height: 28, count: 10)
        )
        for (new, made) in zip(new, made) {
            for index in 0..<784 where mask.pixels[index] == 0 || mask.pixels[index] == 255 {
                #expect(made.pixels[index] == (mask.pixels[index] == 0 ? original : new).pixels[index])
            }
        }
        #expect(model.shownParts(frame).map(\.title) == ["x_t", "the result forming"])
        model.parts = .estimate
        #expect(model.shownParts(frame).map(\.picture) == [estimate])
        Scenes.press(&model, .home)
        model.parts = .pair
        #expect(try model.shownParts(#require(model.trajectory.current)).map(\.title) == ["x_t"])
    }

    @Test func inpaintWithoutColours() throws {
        try Golden.expect(Self.scene(120, 40, colors: .mono, graphics: .mono), "inpaint-mono-120x40")
        try Golden.expect(Self.scene(80, 24, colors: .mono, graphics: .mono), "inpaint-mono-80x24")
        let plain = Self.scene(80, 24, colors: .mono, graphics: .mono, unicode: false)
        #expect(view(plain).cells.allSatisfy { $0.character.isASCII })
        try Golden.expect(plain, "inpaint-plain-80x24")
    }

    @Test(arguments: [(80, 24), (120, 40), (60, 20)]) func colors(_ width: Int, _ height: Int) throws {
        var model = Self.scene(width, height, workspace: .edit)
        Scenes.press(&model, .character("C"), .down, .right, .right, .right)
        let screen = view(model)
        // Its colours are those of the table, as they are.
        let seen = Set(screen.cells.compactMap(\.style.background))
        #expect(InkTable.rows[1].allSatisfy(seen.contains))
        try Golden.expect(model, "colors-\(width)x\(height)")
        Scenes.press(&model, .character("f"), .character("8"))
        #expect(view(model).text.contains("colour #f8____"))
        Scenes.press(&model, .character("0"), .enter)
        model.drawing.editor.move(to: Point(3, 3))
        Scenes.press(&model, .character(" "))
        model.drawing.editor.move(to: Point(20, 20))
        #expect(view(model).cells.contains { $0.style.background == Color(255, 136, 0) })
    }

    @Test func colorsInMono() throws {
        var model = Self.scene(80, 24, workspace: .edit, colors: .mono, graphics: .mono, unicode: false)
        Scenes.press(&model, .character("C"), .down, .right)
        #expect(view(model).cells.allSatisfy { $0.character.isASCII })
        try Golden.expect(model, "colors-plain-80x24")
    }

    @Test func edit() throws { try Golden.expect(Self.scene(80, 24, workspace: .edit), "edit-80x24") }

    @Test func illusions() throws {
        var model = Scenes.sampling(100, 30, graphics: .quadrants, steps: 50)
        model.engine.sampling?.request.edit = .anagram(classes: [9], view: .rotate180)
        model.workspace = .illusions
        try Golden.expect(model, "illusions-100x30")
    }

    @Test func typingAPath() throws {
        var model = Self.scene(80, 24)
        Scenes.press(&model, .character("w"))
        for character in "/a/long/way/to/some/place/mask.pn" { Scenes.press(&model, .character(character)) }
        try Golden.expect(model, "path-80x24", styles: true)
        #expect(view(model).cursor?.y == 22)
    }

    /// Where colours are many, every pixel can be read off the cells: picture, tint of the mask, brush.
    @Test func everyPixelIsThereInItsColour() throws {
        let model = Self.scene(80, 24)
        let inner = try #require(Layout(model).places[.board]?.inner)
        let fit = try #require(BoardPanel.fit(model, in: inner))
        #expect(fit.form == .halves && fit.columns == 28 && fit.rows == 28)
        let screen = view(model)
        let tint = try #require(Theme.dark[.mask].foreground)
        func color(_ point: Point) -> Color? {
            let cell = screen[fit.rect.x + point.x, fit.rect.y + point.y / 2]
            return point.y % 2 == 0 ? cell.style.foreground : cell.style.background
        }
        let under = try #require(model.mask.under?.picture)
        for point in model.mask.editor.raster.points where !model.mask.editor.footprint.contains(point) {
            let grey = under.pixels[point.y * 28 + point.x]
            switch model.mask.editor.raster[point].first {
            case 0?: #expect(color(point) == Color(grey, grey, grey))
            // All under the mask: the tint, darker where the picture is dark.
            case 255?: #expect(color(point) == (grey == 255 ? tint : Color(0, 0, 0).mixed(with: tint, share: 0.35)))
            // A trace of mask is a trace of tint.
            case let soft?: if soft > 16 { #expect(color(point) != Color(grey, grey, grey)) }
            case nil: Issue.record("no pixel at \(point)")
            }
        }
        #expect(color(model.mask.editor.cursor) == Theme.dark[.brush].foreground)
    }

    /// At every size the brush's own pixel is on the screen and a click on its cell finds it.
    @Test func theBrushIsAlwaysShown() {
        for isPlain in [false, true] {
            for width in stride(from: 1, through: 130, by: 3) {
                for height in 1...60 {
                    for cursor in [Point(0, 0), Point(27, 27), Point(13, 2), Point(5, 22), Point(20, 14)] {
                        let room = Rect(x: 3, y: 2, width: width, height: height)
                        guard let fit = BoardFit(width: 28, height: 28, around: cursor, in: room, isPlain: isPlain)
                        else {
                            #expect(isPlain && width == 1)
                            continue
                        }
                        let isShown =
                            (fit.first.x..<fit.first.x + fit.columns).contains(cursor.x)
                            && (fit.first.y..<fit.first.y + fit.rows).contains(cursor.y)
                        if !isShown { Issue.record("\(cursor) at \(width)×\(height): \(fit)") }
                        if fit.first.x + fit.columns > 28 || fit.first.y + fit.rows > 28 { Issue.record("\(fit)") }
                        if fit.rect.width > width || fit.rect.height > height { Issue.record("too large: \(fit)") }
                        #expect(fit.point(atX: fit.rect.x, y: fit.rect.y) == fit.first)
                        #expect(fit.point(atX: fit.rect.x - 1, y: fit.rect.y) == nil)
                    }
                }
            }
        }
    }

    /// The mask is told from the picture in every way a terminal shows pictures.
    @Test(arguments: TerminalCapabilities.Graphics.allCases, [1, 16, 256, 16_777_216])
    func theMaskAndTheBrushAreVisible(_ graphics: TerminalCapabilities.Graphics, _ colors: Int) throws {
        let depth = try #require(TerminalCapabilities.ColorDepth(rawValue: colors))
        var model = Self.scene(120, 40, colors: depth, graphics: graphics)
        let masked = view(model)
        model.mask.editor.move(dx: 3, dy: 3)
        #expect(view(model).cells != masked.cells)
        model.mask.editor.move(dx: -3, dy: -3)
        model.mask.editor.change { $0.clear() }
        let inner = try #require(Layout(model).places[.board]?.inner)
        let fit = try #require(BoardPanel.fit(model, in: inner))
        let bare = view(model)
        let place = (x: fit.rect.x + 8 * fit.rect.width / 28, y: fit.rect.y + 14 * fit.rect.height / 28)
        #expect(masked[place.x + 1, place.y] != bare[place.x + 1, place.y])
    }
}
