import Engine
import Testing

@testable import StudioCore

/// Inpaint, Edit and Illusions as keys and the mouse drive them.
@Suite struct BoardTests {
    private func open(_ workspace: Workspace, _ width: Int = 80, _ height: Int = 24) -> StudioModel {
        var model = Scenes.stocked(width, height)
        model.workspace = workspace
        return model
    }

    private static let digit = Scenes.picture(28, 28, shade: 3)

    private func read(_ picture: Picture, _ source: PictureSource, _ purpose: PicturePurpose) -> Event {
        .engine(
            EngineSnapshot(),
            [.pictureRead(ReadPicture(picture: picture, source: source, purpose: purpose.rawValue))])
    }

    /// The mask as painted by keys, and the request that `s` makes of it.
    @Test func aMaskPaintedWithTheArrowsIsInpainted() throws {
        var model = open(.inpaint)
        _ = update(
            &model, read(Self.digit, .heldOut(data: "mnist", index: 61, label: 8, isBackward: false), .inpainted))
        #expect(model.mask.under?.title == "test image 61: 8")
        Scenes.press(&model, .character(","), .character(" "), .right, .right, .down, .character(" "), .right)
        let painted = model.mask.editor.raster
        #expect(painted.pixels.count { $0 > 0 } == 4)
        #expect([(14, 14), (15, 14), (16, 14), (16, 15)].allSatisfy { painted[Point($0.0, $0.1)].first == 255 })
        model.sampling.classes = [3]
        let effects = Scenes.press(&model, .character("s"))
        guard case .engine(.sample(let request))? = effects.first, effects.count == 1 else {
            Issue.record("\(effects)")
            return
        }
        #expect(request.classes == [3])
        #expect(request.edit == .inpaint(Self.digit, mask: painted.picture, resampling: 1))
    }

    @Test func whatCannotBeMadeSaysWhy() {
        func expectRefusal(_ workspace: Workspace, _ key: Key, _ words: String, _ change: (inout StudioModel) -> Void) {
            var model = open(workspace)
            change(&model)
            let before = (model.mask, model.drawing)
            #expect(Scenes.press(&model, key).isEmpty)
            #expect(model.messages.current?.text.contains(words) == true, "\(model.messages.current?.text ?? "")")
            #expect(model.mask == before.0 && model.drawing == before.1)
        }
        let under = ChosenPicture(picture: Self.digit, title: "")
        expectRefusal(.inpaint, .character("s"), "there is no picture yet") { _ in }
        expectRefusal(.inpaint, .character("s"), "the mask is empty") { $0.mask.under = under }
        expectRefusal(.inpaint, .character("p"), "nothing sampled yet") { _ in }
        expectRefusal(.inpaint, .character("u"), "nothing was drawn yet") { _ in }
        expectRefusal(.inpaint, .character("U"), "nothing was undone") { _ in }
        expectRefusal(.edit, .character("s"), "nothing to start from") { _ in }
        expectRefusal(.edit, .character("O"), "no mask in Edit") { _ in }
        expectRefusal(.edit, .character("s"), "starts at step 10 of 8") { $0.sampling.steps = 8 }
        expectRefusal(.edit, .character("R"), "up to 20 of 8") { $0.sampling.steps = 8 }
        for workspace in [Workspace.edit, .inpaint, .illusions] {
            expectRefusal(workspace, .character("s"), "there is no model yet") { $0.models = [] }
        }
        // A model without classes has nothing to make two of.
        expectRefusal(.illusions, .character("s"), "this model has none") { $0.chosenModel = Scenes.models[1].folder }
    }

    @Test func anAllWhiteMaskIsSaid() {
        var model = open(.inpaint)
        model.mask.under = ChosenPicture(picture: Self.digit, title: "")
        #expect(Scenes.press(&model, .character("i"), .character("s")).count == 1)
        #expect(model.messages.current?.text == "the mask is all white: everything is made new")
    }

    @Test func whatIsDrawnStaysWhateverIsDoneElsewhere() {
        var model = open(.inpaint)
        Scenes.press(&model, .character(" "), .right, .right)
        Scenes.press(&model, .tab, .character("3"), .tab, .character("2"))
        #expect(model.workspace == .generate)
        Scenes.press(&model, .character("4"))
        #expect(!model.mask.editor.raster.isEmpty && model.drawing.editor.raster.isEmpty)
        #expect(!model.mask.editor.isPenDown, "the pen is lifted on the way out")
        // A failure to read leaves it too.
        let before = model.mask
        _ = update(&model, .engine(EngineSnapshot(), [.failed(EngineFailure("this is not a PNG"))]))
        #expect(model.mask == before && model.messages.current?.kind == .error)
    }

    @Test func everyToolAndFilterHasItsKey() {
        var model = open(.edit)
        for (key, tool) in [("l", Editor.Tool.line), ("r", .rectangle), ("e", .ellipse), ("f", .flood), ("b", .brush)] {
            Scenes.press(&model, .character(Character(key)))
            #expect(model.drawing.editor.tool == tool)
        }
        Scenes.press(&model, .character("r"), .character(" "), .shiftRight, .shiftDown)
        #expect(model.drawing.editor.raster.isEmpty && model.drawing.editor.anchor == Point(14, 14))
        Scenes.press(&model, .character(" "))
        #expect(model.drawing.editor.raster.pixels.count { $0 == 255 } == 25)
        Scenes.press(&model, .character(">"))
        #expect(model.drawing.editor.raster.pixels.count { $0 == 255 } == 49)
        Scenes.press(&model, .character("<"), .character("<"))
        #expect(model.drawing.editor.raster.pixels.count { $0 == 255 } == 9)
        Scenes.press(&model, .character("F"))
        #expect(model.drawing.editor.raster.pixels.contains { $0 > 0 && $0 < 255 })
        Scenes.press(&model, .character("c"))
        #expect(model.drawing.editor.raster.isEmpty)
        for _ in 0..<6 { Scenes.press(&model, .character("u")) }
        #expect(model.drawing.editor.raster.isEmpty && !model.drawing.editor.drawing.canUndo)
        for _ in 0..<5 { Scenes.press(&model, .character("U")) }
        #expect(model.drawing.editor.raster.pixels.contains { $0 > 0 && $0 < 255 })
        Scenes.press(&model, .character("d"), .character("("), .character("("))
        #expect(model.drawing.editor.isErasing && model.drawing.editor.color == Color(223, 223, 223))
    }

    @Test(arguments: [(80, 24), (140, 45)]) func theMouseDraws(_ width: Int, _ height: Int) throws {
        var model = open(.inpaint, width, height)
        Scenes.press(&model, .character(","))
        let inner = try #require(Layout(model).places[.board]?.inner)
        let fit = try #require(BoardPanel.fit(model, in: inner))
        let columns = fit.form == .halves ? 1 : 2
        _ = update(&model, .mouse(x: fit.rect.x, y: fit.rect.y, button: 1))
        _ = update(&model, .mouseMoved(x: fit.rect.x + 5 * columns, y: fit.rect.y))
        // Beyond the edge it goes on along it.
        _ = update(&model, .mouseMoved(x: fit.rect.x + 5 * columns, y: -40))
        _ = update(&model, .mouseReleased)
        _ = update(&model, .mouseMoved(x: fit.rect.x + 9 * columns, y: fit.rect.y + 3))
        #expect(model.mask.editor.raster.pixels.count { $0 > 0 } == 6)
        #expect((0..<6).allSatisfy { model.mask.editor.raster[Point($0, 0)].first == 255 })
        Scenes.press(&model, .character("u"))
        #expect(model.mask.editor.raster.isEmpty, "a stroke of the mouse is one")
    }

    @Test func picturesAreReadAndWrittenByTypedPaths() {
        var model = open(.edit)
        Scenes.press(&model, .character("o"))
        for character in "~/a ö.png" { Scenes.press(&model, .character(character)) }
        Scenes.press(&model, .backspace)
        _ = update(&model, .paste("g\nx\u{1B}"))
        #expect(model.path?.text == "~/a ö.pngx")
        Scenes.press(&model, .backspace)
        #expect(
            Scenes.press(&model, .enter)
                == [.engine(.readPicture(.file("~/a ö.png"), purpose: PicturePurpose.drawing.rawValue))])
        _ = update(&model, read(Scenes.picture(60, 40, shade: 1), .file("~/a ö.png"), .drawing))
        #expect(model.messages.current?.text == "~/a ö.png (60×40) is fitted to 28×28")
        #expect(!model.drawing.editor.raster.isEmpty && model.drawing.editor.drawing.canUndo)
        // Writing offers the name it has, and asks before it is lost.
        Scenes.press(&model, .character("w"))
        #expect(model.path?.text == "~/a ö.png")
        let picture = model.drawing.editor.raster.picture
        #expect(
            Scenes.press(&model, .enter)
                == [
                    .engine(
                        .writePicture(
                            picture, path: "~/a ö.png", replaces: false, purpose: "drawing", origin: "a ö.png"))
                ])
        let exists = Event.engine(EngineSnapshot(), [.pictureExists(path: "~/a ö.png", purpose: "drawing")])
        for key in [Key.character("n"), .enter, .escape] {
            _ = update(&model, exists)
            #expect(view(model).text.contains("is there already"))
            #expect(Scenes.press(&model, key).isEmpty && model.overlay == nil)
        }
        _ = update(&model, exists)
        #expect(
            Scenes.press(&model, .character("y"))
                == [
                    .engine(
                        .writePicture(picture, path: "~/a ö.png", replaces: true, purpose: "drawing", origin: "a ö.png")
                    )
                ])
        #expect(model.overlay == nil)
        Scenes.press(&model, .character("w"), .control("u"))
        Scenes.press(&model, .enter)
        #expect(model.messages.current?.text == "a file's name is wanted" && model.path != nil)
        for character in "b.gif" { Scenes.press(&model, .character(character)) }
        #expect(Scenes.press(&model, .enter).isEmpty)
        #expect(model.messages.current?.text == "a name that ends in .png is wanted")
        Scenes.press(&model, .escape)
        #expect(model.path == nil)
        _ = update(&model, .engine(EngineSnapshot(), [.pictureWritten(path: "c.png", purpose: "mask")]))
        #expect(model.mask.path == "c.png" && model.drawing.path == "~/a ö.png")
    }

    @Test func aColourIsChosenByKeys() {
        var model = open(.edit)
        Scenes.press(&model, .character("C"))
        #expect(model.colorChoice?.place == InkPlace(row: 0, column: 0), "white is the first of the greys")
        Scenes.press(&model, .down, .right, .right)
        #expect(model.colorChoice?.color == Color(255, 191, 0))
        // No other key does anything while the palette is open.
        Scenes.press(&model, .character("s"), .character("q"), .tab)
        #expect(model.colorChoice != nil && model.workspace == .edit)
        Scenes.press(&model, .enter)
        #expect(model.colorChoice == nil && model.drawing.editor.color == Color(255, 191, 0))
        #expect(model.messages.current?.text.contains("takes it in grey") == true)
        Scenes.press(&model, .character(" "))
        #expect(model.drawing.editor.raster.channels == 3)
        // Typed, pasted, rubbed out; left alone by Escape.
        Scenes.press(&model, .character(" "), .character("C"))
        for digit in "0Fa" { Scenes.press(&model, .character(digit)) }
        Scenes.press(&model, .character("b"), .enter)
        #expect(model.messages.current?.text == "three or six digits are wanted, such as ff8800")
        Scenes.press(&model, .backspace, .enter)
        #expect(model.drawing.editor.color == Color(0, 255, 170))
        Scenes.press(&model, .character("C"))
        _ = update(&model, .paste("#102030 and more"))
        #expect(model.colorChoice?.typed == "102030" && view(model).text.contains("#102030"))
        Scenes.press(&model, .escape)
        #expect(model.drawing.editor.color == Color(0, 255, 170))
        Scenes.press(&model, .character("y"))
        #expect(model.drawing.editor.color == Color(255, 191, 0))
        var mask = open(.inpaint)
        Scenes.press(&mask, .character("C"))
        #expect(mask.colorChoice == nil && mask.messages.current?.text.contains("a mask is") == true)
    }

    @Test func aDrawingInColourIsTakenInGreyAndThatIsSaid() throws {
        var model = open(.edit)
        Scenes.press(&model, .character("C"), .character("f"), .character("0"), .character("0"), .enter)
        Scenes.press(&model, .character(" "), .right, .right, .character(" "))
        let drawn = model.drawing.editor.raster.picture
        for key in ["s", "R"] {
            guard case .engine(.sample(let request))? = Scenes.press(&model, .character(Character(key))).first,
                case .imageToImage(let taken, _) = request.edit
            else {
                Issue.record("no request")
                return
            }
            #expect(taken == drawn.converted(channels: 1) && taken.pixels.contains(76))
            #expect(model.messages.current?.text.contains("the drawing is taken in grey") == true)
        }
        // A picture in colour that only has greys loses nothing, and nothing is said.
        model = open(.edit)
        let grey = Self.digit.converted(channels: 3)
        _ = update(&model, read(grey, .file("grey.png"), .drawing))
        #expect(model.drawing.editor.raster.picture == Self.digit && model.messages.current == nil)
        let red = Picture(
            width: 40, height: 30, channels: 3, pixels: (0..<1200).flatMap { _ in [200, 0, 0] as [UInt8] })
        _ = update(&model, read(red, .file("red.png"), .drawing))
        #expect(model.drawing.editor.raster.channels == 3)
        #expect(model.messages.current?.text == "red.png (40×30) is fitted to 28×28")
        model = open(.inpaint)
        _ = update(&model, read(red, .file("red.png"), .inpainted))
        #expect(model.mask.under?.picture.channels == 1)
        #expect(model.messages.current?.text == "red.png (40×30) is fitted to 28×28 in grey")
    }

    @Test(arguments: [(80, 24), (120, 40), (60, 20)]) func theMouseTakesColours(_ width: Int, _ height: Int) throws {
        var model = open(.edit, width, height)
        let inner = try #require(Layout(model).places[.board]?.inner)
        func find(_ color: Color) -> (x: Int, y: Int)? {
            (inner.y..<inner.y + inner.height).lazy.flatMap { y in
                (inner.x..<inner.x + inner.width).lazy.map { (x: $0, y: y) }
            }.first { BoardPanel.color(model: model, atX: $0.x, y: $0.y, in: inner) == color }
        }
        let black = try #require(find(Color(17, 17, 17)))
        _ = update(&model, .mouse(x: black.x, y: black.y, button: 1))
        #expect(model.drawing.editor.color == Color(17, 17, 17) && !model.isDragging)
        Scenes.press(&model, .character("C"), .down)
        let red = try #require(find(Color(255, 0, 0)))
        _ = update(&model, .mouse(x: red.x, y: red.y, button: 1))
        #expect(model.drawing.editor.color == Color(255, 0, 0) && model.colorChoice == nil)
        #expect(model.drawing.editor.raster.isEmpty)
    }

    @Test func aSampledPictureIsTakenAsItIsLookedAt() throws {
        var model = Scenes.sampling(100, 30, steps: 50)
        model.workspace = .inpaint
        let grid = try #require(model.trajectory.current?.state.picture)
        let pictures = PictureGrid.split(grid, width: 28, height: 28, count: 10)
        Scenes.press(&model, .character("p"))
        #expect(model.mask.under == ChosenPicture(picture: pictures[0], title: "sampled picture 1 of 10"))
        Scenes.press(&model, .character("p"), .character("p"), .character("P"))
        #expect(model.mask.under?.picture == pictures[1])
        Scenes.press(&model, .character("P"), .character("P"))
        #expect(model.mask.under?.title == "sampled picture 10 of 10")
        // On the way there it is the clean estimate; the noise at the start is no picture.
        Scenes.press(&model, .character("["))
        let estimate = try #require(model.trajectory.current?.estimate?.picture)
        Scenes.press(&model, .character("p"))
        #expect(
            model.mask.under?.picture == PictureGrid.split(estimate, width: 28, height: 28, count: 10)[0])
        Scenes.press(&model, .home, .character("p"))
        #expect(model.messages.current?.text.contains("this is the noise it starts from") == true)
    }

    @Test func testImagesOfAClassAreGoneThrough() {
        var model = open(.inpaint)
        func asked(_ key: Key) -> PictureSource? {
            guard case .engine(.readPicture(let source, _))? = Scenes.press(&model, key).first else { return nil }
            return source
        }
        #expect(asked(.pageDown) == .heldOut(data: "mnist", index: 0, label: nil, isBackward: false))
        model.choices.heldOutClass = 8
        _ = update(
            &model, read(Self.digit, .heldOut(data: "mnist", index: 61, label: 8, isBackward: false), .inpainted))
        #expect(asked(.pageDown) == .heldOut(data: "mnist", index: 62, label: 8, isBackward: false))
        #expect(asked(.pageUp) == .heldOut(data: "mnist", index: 60, label: 8, isBackward: true))
    }

    @Test func aRowOfStartsIsARowForEachClass() {
        var model = open(.edit)
        Scenes.press(&model, .character("i"))
        model.sampling.classes = [3, 7]
        guard case .engine(.sample(let request))? = Scenes.press(&model, .character("R")).first else {
            Issue.record("no request")
            return
        }
        #expect(request.count == 12 && request.classes == [3, 3, 3, 3, 3, 3, 7, 7, 7, 7, 7, 7])
        #expect(
            request.edit == .imageToImage(model.drawing.editor.raster.picture, start: .steps([1, 3, 5, 7, 10, 20])))
        // The strength is the start seen the other way.
        #expect(model.value(of: .strength) == 0.8)
        _ = model.set(.strength, to: 0.5)
        #expect(model.edits.start == 25 && model.value(of: .start) == 25)
    }

    @Test func anIllusionIsAskedForAsItsParametersSay() {
        var model = open(.illusions)
        func request() -> SamplingRequest? {
            guard case .engine(.sample(let request))? = Scenes.press(&model, .character("s")).first else { return nil }
            return request
        }
        #expect(request()?.classes == [6])
        #expect(request()?.edit == .anagram(classes: [9], view: .rotate180))
        _ = model.set(.illusion, to: 1)
        #expect(model.illusion.kernel == 13)
        _ = model.set(.kernel, to: 14)
        #expect(model.illusion.kernel == 15)
        _ = model.set(.kernel, to: 10)
        #expect(model.illusion.kernel == 9)
        _ = model.set(.blur, to: 1.5)
        #expect(request()?.edit == (try? .hybrid(classes: [9], blur: GaussianBlur(kernel: 9, sigma: 1.5))))
        #expect(FieldID.view.field.obstacle(model) == "a hybrid has no view")
    }

    @Test func anAnagramIsShownBothWays() throws {
        var model = Scenes.sampling(100, 30, steps: 50)
        model.workspace = .illusions
        let frame = try #require(model.trajectory.current)
        #expect(model.bothWays(frame) == nil)
        model.engine.sampling?.request.edit = .anagram(classes: [9], view: .flip)
        let shown = try #require(frame.estimate).picture
        let parts = try #require(model.bothWays(frame))
        let pair = parts.map(\.picture)
        #expect(parts.map(\.title) == ["as it stands", "upside down"] && pair[0] == shown)
        let (a, b) = (
            PictureGrid.split(shown, width: 28, height: 28, count: 10),
            PictureGrid.split(pair[1], width: 28, height: 28, count: 10)
        )
        #expect(b == a.map { AnagramView.flip.apply(to: $0) } && pair[1].width == shown.width)
    }
}
