/// Every command, in the order help shows them.
public enum CommandTable {
    public static let all: [Command] = [
        workspaces, work, edits, runs, overSampling, looking, moving, modelPane, promptPane, parametersPane,
        previewPane,
        timelinePane, lossPane, board, boardFiles, path, input,
        list, reading, search, question, program,
    ].flatMap { $0 }
}
