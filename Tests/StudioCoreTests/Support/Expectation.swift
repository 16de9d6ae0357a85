import Engine
import Testing

@testable import StudioCore

/// Sends `event` and states everything that must come of it: `change` makes of the old model what the new one is to be, to the last
/// field, and `effects` are all that is asked of the program.
func expect(
    _ model: inout StudioModel, _ event: Event, effects: [Effect] = [],
    sourceLocation: SourceLocation = #_sourceLocation,
    change: (inout StudioModel) -> Void = { _ in }
) {
    var expected = model
    change(&expected)
    let result = update(&model, event)
    #expect(result == effects, sourceLocation: sourceLocation)
    // What can be taken back has tests of its own.
    expected.history = model.history
    guard model != expected else { return }
    let fields = zip(Mirror(reflecting: model).children, Mirror(reflecting: expected).children)
    let different = fields.filter { String(describing: $0.value) != String(describing: $1.value) }
        .map { "\($0.label ?? "?") is \($0.value) and should be \($1.value)" }
    Issue.record("\(event) changed otherwise: \(different.joined(separator: "; "))", sourceLocation: sourceLocation)
}
