/// What this program calls itself, in recipes and by `--version`.
public enum Program {
    public static let version = "0.1.0"
    public static let name = "studio " + version
}
