/// What the tour says, as ``KeyedText``.
enum TourText {
    struct Page {
        let title: String
        let paragraphs: [String]
    }

    static let pages: [Page] = [
        Page(
            title: "Welcome",
            paragraphs: [
                "This is a studio for diffusion models. It trains them, makes pictures with them, and lets you hold the time between noise and picture in your hands.",
                "Work is in workspaces, named in the first line: 1 Train, 2 Generate, 3 Edit and so on. Their numbers go there; what is going goes on meanwhile.",
                "The last line always shows what the keys do where you are. The line above it says what the selected thing means.",
            ]),
        Page(
            title: "Train",
            paragraphs: [
                "|train| trains the recipe that is shown. The loss falls as you watch, and every few steps pictures from the same seeds show what the model can do by now.",
                "Every parameter with a ● can be changed while the run goes: ↑↓ select, ←→ change, |edit| types a value, |field-undo| takes it back. Each change is a mark on the curve.",
                "|pause| pauses, |stop| stops and keeps everything. A first model that makes digits a person reads takes about five minutes.",
            ]),
        Page(
            title: "Generate",
            paragraphs: [
                "|sample| makes pictures. While they form, |guidance-up| and |guidance-down| turn the guidance scale, and the very next step obeys.",
                "The timeline holds every moment: |back| and |forth| scrub, |play| plays. |branch-here| goes on from the moment shown with what the panes say now, and nothing is computed twice.",
                "|save-picture| saves the pictures as a PNG that knows how it was made: studio inspect tells it, and prints the command that makes it again.",
            ]),
        Page(
            title: "Edit, Inpaint, Illusions",
            paragraphs: [
                "In Edit and Inpaint the arrows move a brush and |brush-press| puts the pen down. In Edit what you draw is where the model starts from; in Inpaint what the mask covers is made new.",
                "|held-out| takes a test image to work on, |open-picture| reads a PNG, |undo| takes the last stroke back, without limit.",
                "Illusions makes one picture that is two: turned over, or seen from near and from afar. The Noise lab puts noise on a picture and compares what takes it away.",
            ]),
        Page(
            title: "Finding things",
            paragraphs: [
                "|palette| finds every command by a few letters of what it does, and shows its key. |help| lists every key that works where you are, and why one does not.",
                "|theme| chooses how everything looks. |zoom| gives one pane all the room, |next-pane| goes to the next one. The mouse works, too.",
                "You can leave at any time: |quit| saves what is running, and the window will be found as you left it.",
            ]),
    ]

    /// The lines of page `index`, `width` columns wide.
    static func lines(_ index: Int, _ model: StudioModel, width: Int) -> [[Span]] {
        guard pages.indices.contains(index) else { return [] }
        return pages[index].paragraphs.flatMap { KeyedText.lines($0, model, width: width) + [[]] }.dropLast()
    }
}
