import Engine

/// The whole state of the window.
public struct StudioModel: Sendable {
    public var startup: Startup
    public var width: Int
    public var height: Int
    public var engine = EngineSnapshot()

    public init(_ startup: Startup) {
        self.startup = startup
        width = startup.width
        height = startup.height
    }
}
