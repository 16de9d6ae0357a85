/// Every command, in the order help shows them.
public enum CommandTable {
    public static let all: [Command] =
        work + looking + moving + modelPane + promptPane + parametersPane + previewPane + lossPane + input + list
        + reading + question + program
}
