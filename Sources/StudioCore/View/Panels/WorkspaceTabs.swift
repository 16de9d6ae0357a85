/// The workspaces as tabs in the first line, fewer letters where there is little room.
struct WorkspaceTabs {
    struct Tab {
        var workspace: Workspace
        var x: Int
        var text: String
    }

    let tabs: [Tab]
    /// The column after the last one.
    let end: Int

    /// What has to be left of the line for what the studio is doing: its name, a bar and the time left. That it does nothing
    /// need not be said.
    private static func leastRest(_ model: StudioModel) -> Int { model.isWorking ? 76 : 0 }

    init(_ model: StudioModel, in rect: Rect) {
        let all = Workspace.allCases
        let named = all.map { " \($0.rawValue) \($0.row.title) " }
        let tight = all.map { ($0 == all[0] ? " " : "") + "\($0.rawValue) \($0.row.title) " }
        let numbered = all.map { $0 == model.workspace ? " \($0.rawValue) \($0.row.title) " : " \($0.rawValue) " }
        let texts = [named, tight].first { rect.width - $0.joined().count >= Self.leastRest(model) } ?? numbered
        var x = rect.x
        var tabs: [Tab] = []
        for (workspace, text) in zip(all, texts) {
            tabs.append(Tab(workspace: workspace, x: x, text: text))
            x += text.count
        }
        self.tabs = tabs
        end = x
    }

    func workspace(atX x: Int) -> Workspace? {
        tabs.first { x >= $0.x && x < $0.x + $0.text.count }?.workspace
    }

    func draw(_ model: StudioModel, in rect: Rect, on canvas: inout Canvas) {
        for tab in tabs {
            let role: Role = tab.workspace == model.workspace ? .picked : .dim
            canvas.text(tab.text, x: tab.x, y: rect.y, width: rect.x + rect.width - tab.x, role)
        }
    }
}
