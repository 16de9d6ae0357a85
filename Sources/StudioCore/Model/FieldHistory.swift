/// What the parameters were before each change, to be taken back as far as it goes.
public struct FieldHistory: Sendable, Equatable {
    private var past: [FieldValues] = []
    private var future: [FieldValues] = []
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
        past.append(values)
        if past.count > Self.longest { past.removeFirst() }
    }

    /// The values before the last change, `present` being kept for ``redo(_:)``.
    mutating func undo(_ present: FieldValues) -> FieldValues? {
        last = nil
        guard let values = past.popLast() else { return nil }
        future.append(present)
        return values
    }

    mutating func redo(_ present: FieldValues) -> FieldValues? {
        last = nil
        guard let values = future.popLast() else { return nil }
        past.append(present)
        return values
    }
}

extension StudioModel {
    private var everyValue: FieldValues { FieldValues(self, FieldID.allCases) }

    /// Notes that `field` is about to change.
    mutating func noteChange(of field: FieldID) { history.note(everyValue, before: field, at: now) }

    mutating func undoField(isBackward: Bool) -> [Effect] {
        let present = everyValue
        guard let values = isBackward ? history.undo(present) : history.redo(present) else { return [] }
        let effects = values.put(into: &self)
        let changed = values.differing(from: present).map { "\($0.field.title) \(text(of: $0))" }
        say((isBackward ? "taken back: " : "done again: ") + changed.joined(separator: ", "))
        return effects
    }
}
