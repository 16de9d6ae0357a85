import Foundation

/// Where this program keeps things, by the XDG base directory rules.
public enum Places {
    /// State and pictures: `$XDG_DATA_HOME/studio`, usually `~/.local/share/studio`.
    public static var data: String { base("XDG_DATA_HOME", fallback: ".local/share") + "/studio" }
    /// Settings and the person's themes: `$XDG_CONFIG_HOME/studio`, usually `~/.config/studio`.
    public static var configuration: String { base("XDG_CONFIG_HOME", fallback: ".config") + "/studio" }
    /// Training runs, a folder each.
    public static var runs: String { data + "/runs" }

    /// Pictures saved in the window.
    public static var pictures: String { data + "/pictures" }

    private static func base(_ variable: String, fallback: String) -> String {
        let environment = ProcessInfo.processInfo.environment
        // The rules say that a relative path there is to be ignored.
        if let path = environment[variable], path.hasPrefix("/") { return path }
        // The home of the environment before the one of the user database, as everywhere in a shell.
        let home = environment["HOME"].flatMap { $0.hasPrefix("/") ? $0 : nil }
        return (home ?? NSHomeDirectory()) + "/" + fallback
    }

    /// A folder for a new run of `recipe`: its name, with a number where that is taken.
    public static func newRun(named name: String) -> String { free(runs + "/" + name, ending: "") }

    /// A file for a new picture by the model `name`, in a folder that is there.
    ///
    /// - Throws: where the folder cannot be made.
    static func newPicture(named name: String, ending: String = ".png", in folder: String = pictures) throws -> String {
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        return free(folder + "/" + name, ending: ending)
    }

    /// `path`, with a number where that is taken.
    static func free(_ path: String, ending: String) -> String {
        var found = path + ending
        var number = 2
        while FileManager.default.fileExists(atPath: found) {
            found = "\(path)-\(number)\(ending)"
            number += 1
        }
        return found
    }
}
