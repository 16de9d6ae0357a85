/// Every command, in the order help shows them.
public enum CommandTable {
    public static let all: [Command] = [
        workspaces, work, queueing, edits, noise, tutor, runs, overSampling, enlarging, grids, looking, sizes,
        magnified,
        moving,
        modelPane,
        promptPane,
        parametersPane,
        previewPane,
        timelinePane, lossPane, comparisonPane, pictures, recipePane, gallery, shelf, aboutPane, models, board,
        boardFiles, colors, path, writing, promptAnywhere, recall, input, list, queue, presets, reading, log, search,
        palette, tour, gridForm, gridView, question, program,
    ].flatMap { $0 }

    private static let byPlace = Dictionary(grouping: all, by: \.place)

    static func at(_ place: Place) -> [Command] { byPlace[place] ?? [] }
}
