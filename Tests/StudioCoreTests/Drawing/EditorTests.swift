import Engine
import Testing

@testable import StudioCore

@Suite struct EditorTests {
    private static func editor(_ width: Int = 9, _ height: Int = 7) -> Editor {
        var editor = Editor(Raster(width: width, height: height))
        editor.resize(by: -9)
        editor.move(to: Point(0, 0))
        return editor
    }

    @Test func thePenPaintsOnlyWhileItIsDown() {
        var editor = Self.editor()
        editor.move(dx: 2, dy: 1)
        #expect(editor.raster.isEmpty)
        editor.press()
        editor.move(dx: 3, dy: 0)
        editor.move(dx: 0, dy: 2)
        editor.press()
        editor.move(dx: 1, dy: 0)
        #expect(editor.raster.sketch == ".........\n..####...\n.....#...\n.....#...\n.........\n.........\n.........")
        #expect(editor.cursor == Point(6, 3) && !editor.isPenDown)
    }

    @Test func theBrushStaysOnTheDrawing() {
        var editor = Self.editor()
        editor.move(dx: -4, dy: -1)
        #expect(editor.cursor == Point(0, 0))
        editor.move(dx: 400, dy: 100)
        #expect(editor.cursor == Point(8, 6))
    }

    @Test func aStrokeIsUndoneAsOne() {
        var editor = Self.editor()
        editor.press()
        for _ in 0..<5 { editor.move(dx: 1, dy: 0) }
        let drawn = editor.raster
        editor.press()
        editor.undo()
        #expect(editor.raster.isEmpty && !editor.drawing.canUndo && editor.drawing.canRedo)
        editor.redo()
        #expect(editor.raster == drawn && editor.drawing.canUndo && !editor.drawing.canRedo)
    }

    @Test func undoingInTheMiddleOfAStrokeLiftsThePen() {
        var editor = Self.editor()
        editor.press()
        editor.move(dx: 3, dy: 0)
        #expect(editor.drawing.canUndo)
        editor.undo()
        #expect(editor.raster.isEmpty && !editor.isPenDown)
        editor.move(dx: 1, dy: 1)
        #expect(editor.raster.isEmpty)
    }

    @Test func shapesShowBeforeTheyAreMade() {
        var editor = Self.editor()
        editor.choose(.rectangle)
        editor.move(to: Point(1, 1))
        editor.press()
        editor.move(to: Point(3, 2))
        #expect(editor.raster.isEmpty)
        #expect(editor.shown.sketch.contains(".###....."))
        let shown = editor.shown
        editor.press()
        #expect(editor.raster == shown && editor.anchor == nil)
        // Another tool, or lifting, lets a begun shape go.
        editor.press()
        editor.choose(.ellipse)
        #expect(editor.anchor == nil && editor.raster == shown)
    }

    @Test func theEraserTakesAway() {
        var editor = Self.editor()
        editor.change { $0.invert() }
        editor.toggleEraser()
        editor.choose(.flood)
        editor.press()
        #expect(editor.raster.isEmpty)
        editor.toggleEraser()
        editor.shade(by: -155)
        editor.press()
        #expect(editor.raster.pixels.allSatisfy { $0 == 100 })
        editor.shade(by: -900)
        #expect(editor.color == Color(1, 1, 1))
        editor.shade(by: 900)
        #expect(editor.color == .white)
    }

    @Test func aColourMakesAGreyDrawingOneInColour() {
        var editor = Self.editor()
        editor.take(Color(120, 120, 120))
        editor.press()
        editor.lift()
        #expect(editor.raster.channels == 1 && editor.raster[Point(0, 0)] == [120])
        let grey = editor.raster
        editor.take(Color(255, 128, 0))
        #expect(editor.raster.channels == 3 && Array(editor.raster[Point(0, 0)]) == [120, 120, 120])
        editor.move(dx: 3, dy: 2)
        editor.press()
        editor.lift()
        #expect(Array(editor.raster[Point(3, 2)]) == [255, 128, 0])
        editor.shade(by: -55)
        #expect(editor.color == Color(200, 100, 0))
        editor.pick()
        #expect(editor.color == Color(255, 128, 0))
        editor.toggleEraser()
        editor.press()
        editor.lift()
        #expect(Array(editor.raster[Point(3, 2)]) == [0, 0, 0])
        editor.undo()
        editor.undo()
        editor.undo()
        #expect(editor.raster == grey, "the colours are undone like anything else")
        // On grey the colour is painted as bright as it is.
        editor.toggleEraser()
        editor.press()
        #expect(editor.raster[Point(3, 2)].first == Picture.grey(255, 128, 0))
    }

    @Test func hollowShapesAreAsWideAsTheBrush() {
        var editor = Self.editor()
        editor.toggleHollow()
        editor.choose(.rectangle)
        editor.press()
        editor.move(to: Point(8, 6))
        #expect(editor.shown.pixels.count { $0 == 255 } == 28 && editor.raster.isEmpty)
        editor.resize(by: 1)
        editor.press()
        #expect(editor.raster.pixels.count { $0 == 255 } == 48)
        editor.toggleHollow()
        editor.press()
        editor.move(to: Point(0, 0))
        editor.press()
        #expect(editor.raster.isFull)
    }

    /// Whatever is done can be undone step by step to the first drawing and done again to the last, without a limit.
    @Test(arguments: 1...20) func everythingCanBeUndoneAndDoneAgain(_ seed: Int) {
        var dice = Dice(UInt64(seed))
        var editor = Self.editor()
        var history = [editor.raster]
        for _ in 0..<300 {
            switch dice.roll(0...9) {
            case 0: editor.change { $0.invert() }
            case 1: editor.change { $0.grow() }
            case 2: editor.change { $0.shrink() }
            case 3: editor.change { $0.feather(sigma: 1) }
            case 4: editor.change { $0.clear() }
            case 5: editor.toggleEraser()
            case 6: editor.choose(Editor.Tool.allCases[dice.roll(0...4)])
            case 7 where editor.tool == .flood: editor.press()
            default:
                guard editor.tool != .flood else { continue }
                editor.press()
                editor.move(to: dice.point(in: editor.raster))
                editor.press()
                editor.lift()
            }
            if editor.raster != history.last { history.append(editor.raster) }
        }
        for raster in history.reversed() {
            #expect(editor.raster == raster)
            editor.undo()
        }
        #expect(!editor.drawing.canUndo && editor.raster == history[0])
        for raster in history {
            #expect(editor.raster == raster)
            editor.redo()
        }
        #expect(!editor.drawing.canRedo && editor.raster == history.last)
    }

    @Test func aNewChangeEndsWhatCouldBeDoneAgain() {
        var editor = Self.editor()
        editor.press()
        editor.press()
        editor.undo()
        editor.change { $0.clear() }
        #expect(editor.drawing.canRedo, "a change that changes nothing leaves no mark")
        editor.change { $0.invert() }
        #expect(!editor.drawing.canRedo)
    }
}
