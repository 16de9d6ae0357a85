/// What the parameters were before each change, to be taken back as far as it goes.
public struct FieldHistory: Sendable, Equatable {
    /// What stood in the panes at one moment.
    struct Moment: Sendable, Equatable {
        var values: FieldValues
        /// What no field holds; nil where the change left it alone.
        var choices: Choices?
    }

    struct Choices: Sendable, Equatable {
        var model: String?
        var sampling: SamplingChoices
    }

    private var past: [Moment] = []
    private var future: [Moment] = []
    /// The field changed last, and when: pressing an arrow ten times is one change.
    private var last: (field: FieldID, time: Double)?

    private static let longest = 500
    /// Changes of one field that follow one another faster than this are one, in seconds.
    private static let pause = 1.0

    var canUndo: Bool { !past.isEmpty }
    var canRedo: Bool { !future.isEmpty }

    public static func == (a: Self, b: Self) -> Bool { a.past == b.past && a.future == b.future }

    /// Notes the values as they are before `field` changes.
    mutating func note(_ values: FieldValues, before field: FieldID, at time: Double) {
        defer { last = (field, time) }
        future = []
        if let last, last.field == field, time - last.time < Self.pause, canUndo { return }
        append(Moment(values: values))
    }

    /// Notes all that stands in the panes before it is taken from elsewhere.
    mutating func note(_ moment: Moment) {
        last = nil
        future = []
        append(moment)
    }

    private mutating func append(_ moment: Moment) {
        past.append(moment)
        if past.count > Self.longest { past.removeFirst() }
    }

    /// What stood before the last change, `present` being kept for ``redo(_:)``.
    mutating func undo(_ present: Moment) -> Moment? {
        last = nil
        return Self.go(from: &past, to: &future, present)
    }

    mutating func redo(_ present: Moment) -> Moment? {
        last = nil
        return Self.go(from: &future, to: &past, present)
    }

    private static func go(from: inout [Moment], to: inout [Moment], _ present: Moment) -> Moment? {
        guard let moment = from.popLast() else { return nil }
        to.append(Moment(values: present.values, choices: moment.choices == nil ? nil : present.choices))
        return moment
    }
}

extension StudioModel {
    private var everyValue: FieldValues { FieldValues(self, FieldID.allCases) }

    private var everything: FieldHistory.Moment {
        FieldHistory.Moment(
            values: everyValue,
            choices: .init(model: chosenModel, sampling: sampling))
    }

    /// Notes that the panes are about to be filled from elsewhere.
    mutating func noteTaking() { history.note(everything) }

    /// Notes that `field` is about to change.
    mutating func noteChange(of field: FieldID) { history.note(everyValue, before: field, at: now) }

    mutating func undoField(isBackward: Bool) -> [Effect] {
        let present = everything
        guard let moment = isBackward ? history.undo(present) : history.redo(present) else { return [] }
        var changed: [String] = []
        if let choices = moment.choices {
            if chosenModel != choices.model { changed.append("the model") }
            chosenModel = choices.model
            adoptSampledModel()
            if choices.sampling.classes != present.choices?.sampling.classes { changed.append("the classes") }
        }
        let effects = moment.values.put(into: &self)
        if let choices = moment.choices { sampling = choices.sampling }
        changed += moment.values.differing(from: present.values).map { "\($0.field.title) \(text(of: $0))" }
        say((isBackward ? "taken back: " : "done again: ") + changed.joined(separator: ", "))
        return effects
    }
}
