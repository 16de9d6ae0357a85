/// Going from one workspace to another.
extension CommandTable {
    static let workspaces = [
        Command(
            "workspace", "workspace", keys: Workspace.allCases.map(\.key),
            keysTitle: "1–\(Workspace.allCases.count)", place: .window,
            help: "Shows another workspace: \(names). What is going goes on."
        ) { model, key in
            guard let workspace = Workspace.allCases.first(where: { $0.key == key }) else { return [] }
            return model.show(workspace)
        }
    ]

    private static var names: String {
        Workspace.allCases.map { "\($0.rawValue) \($0.row.title)" }.joined(separator: ", ")
    }
}
