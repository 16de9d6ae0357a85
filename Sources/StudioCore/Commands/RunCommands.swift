/// The runs on disk: going on from what they kept, and comparing them.
extension CommandTable {
    static let runs = [
        Command(
            "branch", "branch", keys: [.character("b")], place: .train,
            help: "Lists the run's checkpoints, to go on from one of them as a new run; the present one is saved.",
            unless: \.branchObstacle
        ) { model, _ in model.open(.checkpoints, at: 0) + [.engine(.listRuns(also: model.branchedFolder))] },
        Command(
            "runs", "runs", keys: [.character("o")], place: .window,
            help: "Lists the runs on disk, to lay their curves under this one, or to look at one of them.",
            rankNow: { $0.focus == .loss ? 10 : nil }
        ) { model, _ in model.open(.runs, at: 0) + [.engine(.listRuns(also: model.branchedFolder))] },
        Command(
            "abandon", "abandon", keys: [.character("A")], place: .window,
            help: "Ends the run and forgets what it did since its last checkpoint; asks first.",
            unless: \.runObstacle
        ) { model, _ in model.open(.abandon, at: 0) },
    ]
}
