import Testing

@testable import StudioCore

/// Writing text: characters as people count them, words, lines, undo.
@Suite struct TextEditorTests {
    private func editor(_ text: String, at place: Int? = nil) -> TextEditor {
        var editor = TextEditor(text)
        if let place { editor.move(to: place) }
        return editor
    }

    @Test func typingGoesWhereTheCursorIs() {
        var editor = editor("a dog", at: 2)
        for character in "big " { editor.insert(String(character)) }
        #expect(editor.text == "a big dog" && editor.cursor == 6)
        editor.rubOut()
        editor.delete()
        #expect(editor.text == "a bigog" && editor.cursor == 5)
    }

    @Test func wordsAndLines() {
        var editor = editor("an oil painting,\nof it", at: 9)
        editor.moveWord(-1)
        #expect(editor.cursor == 7)
        editor.moveWord(-1)
        #expect(editor.cursor == 3)
        editor.moveWord(1)
        editor.moveWord(1)
        #expect(editor.cursor == 15)
        editor.moveWord(1)
        #expect(editor.cursor == 19)
        editor.moveToLineStart()
        #expect(editor.cursor == 17 && editor.line == "of it")
        editor.moveToLineEnd()
        editor.rubOutWord()
        #expect(editor.text == "an oil painting,\nof ")
        editor.rubOutToLineStart()
        #expect(editor.text == "an oil painting,\n")
        editor.move(to: 3)
        editor.deleteToLineEnd()
        #expect(editor.text == "an \n" && editor.lines == ["an"])
        editor.move(by: -100)
        editor.rubOut()
        editor.move(by: 100)
        editor.delete()
        #expect(editor.text == "an \n" && editor.cursor == 4)
    }

    /// An accent joins the letter before it, a family is one character, a wide character is one.
    @Test func charactersAreWhatPeopleTakeForOne() {
        var editor = editor("cafe")
        editor.insert("\u{301}")
        #expect(editor.text == "café" && editor.cursor == 4 && editor.characters.count == 4)
        editor.insert("👩‍👩‍👧 猫")
        #expect(editor.characters.count == 7 && editor.cursor == 7)
        editor.rubOut()
        editor.rubOut()
        editor.rubOut()
        #expect(editor.text == "café")
        // What stands on both sides of a deletion may grow together.
        editor = self.editor("ex\u{301}", at: 1)
        editor.insert("b")
        editor.move(to: 1)
        editor.delete()
        #expect(editor.text == "ex\u{301}" && editor.cursor == 1)
        editor = self.editor("e \u{301}", at: 1)
        editor.delete()
        #expect(editor.cursor <= editor.characters.count)
    }

    @Test func whatMovesATerminalsCursorIsLeftOut() {
        var editor = TextEditor()
        editor.insert("a\u{1B}[31m\tb\r\nc\u{202E}d\u{200F}\u{7F}\u{0}e\rf")
        #expect(editor.text == "a[31m b\ncde\nf")
        editor.insert("שלום عربي")
        #expect(editor.text.hasSuffix("fשלום عربي"))
        editor.insert(String(repeating: "x", count: TextEditor.longest))
        #expect(editor.characters.count < 40)
    }

    @Test func undoTakesWordsBackAndRedoDoesThemAgain() {
        var editor = TextEditor()
        for character in "a red hat" { editor.insert(String(character)) }
        editor.undo()
        #expect(editor.text == "a red")
        while editor.canUndo { editor.undo() }
        #expect(editor.isEmpty)
        while editor.canRedo { editor.redo() }
        #expect(editor.text == "a red hat" && editor.cursor == 9)
        editor.rubOutWord()
        editor.set("another")
        editor.undo()
        editor.undo()
        #expect(editor.text == "a red hat")
        editor.insert("!")
        #expect(!editor.canRedo)
        editor.setLine("whole")
        editor.undo()
        #expect(editor.text == "a red hat!")
    }

    @Test func rowsAreBrokenAtSpaces() {
        func rows(_ text: String, _ width: Int) -> [String] {
            let characters = Array(text)
            return TextLines(characters, width: width).rows.map { String(characters[$0]) }
        }
        #expect(rows("an oil painting", 8) == ["an oil ", "painting"])
        #expect(rows("an oil painting", 7) == ["an oil ", "paintin", "g"])
        #expect(rows("ab\n\ncd", 10) == ["ab\n", "\n", "cd"])
        #expect(rows("", 10) == [""])
        #expect(rows("猫猫猫猫猫", 4) == ["猫猫", "猫猫", "猫"])
        #expect(rows("ab cd   ", 5) == ["ab cd   "])
    }

    /// Every place of the cursor is in some row, and back from there is the place again or the same spot on the screen.
    @Test(arguments: [3, 5, 8, 40]) func everyPlaceIsFound(_ width: Int) {
        let characters = Array("an oil 猫 paintingofit\nשלום cafe\u{301}  \n\nx")
        let lines = TextLines(characters, width: width)
        #expect(lines.rows.map(\.count).reduce(0, +) == characters.count)
        for index in 0...characters.count {
            let place = lines.place(of: index)
            #expect(lines.rows.indices.contains(place.row))
            let back = lines.index(row: place.row, column: place.column)
            #expect(lines.place(of: back) == place || abs(back - index) <= 1, "\(index) at width \(width)")
        }
    }
}
