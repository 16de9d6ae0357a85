/// Every command, in the order help shows them.
public enum CommandTable {
    public static let all: [Command] = [
        workspaces, work, runs, looking, moving, modelPane, promptPane, parametersPane, previewPane, lossPane, input,
        list, reading, search, question, program,
    ].flatMap { $0 }
}
