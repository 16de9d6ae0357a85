import Foundation

/// Where one known set was looked for, and what is there.
public struct DataStatus: Sendable, Equatable {
    public struct Place: Sendable, Equatable {
        public let folder: String
        /// The files there, in bytes; 0 where there are none.
        public let byteCount: Int
        /// The names of those that are not there.
        public let missing: [String]

        public var isComplete: Bool { missing.isEmpty }
    }

    public let set: KnownSet
    /// Every place, in the order they are looked at.
    public let places: [Place]

    /// The folder the set is read from.
    public var folder: String? { places.first(where: \.isComplete)?.folder }
}

/// Finds data sets on this machine.
public struct DataLocator: Sendable {
    /// Folders that may hold a folder of each set's name.
    let roots: [String]

    /// Looks in the data folder, in Debian's packages, and in development beside the working directory and beside the package the
    /// program was built in.
    public init() {
        let beside = [".", Self.packageFolder].compactMap { $0 }.map {
            URL(fileURLWithPath: $0 + "/../shared").standardizedFileURL.path
        }
        var roots = [Self.fetched, "/usr/share/datasets"]
        for folder in beside where !roots.contains(folder) && FileManager.default.fileExists(atPath: folder) {
            roots.append(folder)
        }
        self.init(roots: roots)
    }

    init(roots: [String]) {
        self.roots = roots
    }

    /// The folder that fetched sets are put in.
    public static var fetched: String { Places.data + "/data" }

    /// The package whose `.build` folder this program runs from.
    private static var packageFolder: String? {
        let program = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        return program?.range(of: "/.build/").flatMap { range in program.map { String($0[..<range.lowerBound]) } }
    }

    /// Every known set, and where it is.
    public func statuses() -> [DataStatus] { KnownSet.all.map(status) }

    public func status(of set: KnownSet) -> DataStatus {
        DataStatus(set: set, places: roots.map { place(of: set, in: $0 + "/" + set.name) })
    }

    private func place(of set: KnownSet, in folder: String) -> DataStatus.Place {
        let found = set.files.map { path(of: $0.name, in: folder) }
        let bytes = found.compactMap { $0 }.reduce(0) { $0 + Self.size(of: $1) }
        let missing = zip(set.files, found).filter { $0.1 == nil }.map(\.0.name)
        return DataStatus.Place(folder: folder, byteCount: bytes, missing: missing)
    }

    private static func size(of path: String) -> Int {
        ((try? FileManager.default.attributesOfItem(atPath: path))?[.size] as? NSNumber)?.intValue ?? 0
    }

    /// The set called `name`, or the folder of IDX files at `name`. Where MNIST is wanted and not there Fashion-MNIST takes its place.
    ///
    /// - Returns: the images, and what the person should be told where it is not what was asked for.
    /// - Throws: ``EngineFailure`` where nothing is found or a file is damaged.
    public func load(_ name: String) throws -> (images: ImageSet, notice: String?) {
        if let set = KnownSet.named(name) { return try load(set) }
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: name, isDirectory: &isFolder) else {
            throw EngineFailure(
                "there is no data set \(name)",
                expected: "\(KnownSet.all.map(\.name).joined(separator: ", ")) or a folder",
                hint: "studio data list shows what is here")
        }
        // A folder is what its name says, digits otherwise.
        let last = ((name as NSString).standardizingPath as NSString).lastPathComponent
        let set = KnownSet.named(last) ?? KnownSet.all[0]
        let place = place(of: set, in: name)
        guard isFolder.boolValue, place.isComplete else {
            throw EngineFailure(
                "this is not a folder with a data set",
                expected: place.missing.map { "\($0) or \($0).gz" }.joined(separator: ", "), place: name)
        }
        return (try read(name, as: set), nil)
    }

    private func load(_ set: KnownSet) throws -> (images: ImageSet, notice: String?) {
        if let folder = status(of: set).folder { return (try read(folder, as: set), nil) }
        let stand = KnownSet.all[1]
        guard set.name == "mnist", let folder = status(of: stand).folder else {
            let places = status(of: set).places.map(\.folder).joined(separator: ", ")
            throw EngineFailure(
                "the data set \(set.name) is not on this machine", expected: "its four files", place: places,
                hint: "studio data fetch \(set.name), or --data FOLDER")
        }
        let notice = "\(set.name) is not here: taking \(stand.name) instead (studio data fetch \(set.name) gets it)"
        return (try read(folder, as: stand), notice)
    }

    private func read(_ folder: String, as set: KnownSet) throws -> ImageSet {
        let paths = set.files.map { path(of: $0.name, in: folder) ?? "\(folder)/\($0.name)" }
        let classes = set.classNames.count
        let train = try IDX.split(images: paths[0], labels: paths[1], classes: classes)
        let test = try IDX.split(images: paths[2], labels: paths[3], classes: classes)
        guard train.rows == test.rows, train.columns == test.columns else {
            throw EngineFailure(
                "training and test images differ in size", expected: "\(train.rows)×\(train.columns)",
                found: "\(test.rows)×\(test.columns)", place: folder)
        }
        return ImageSet(name: set.name, train: train, test: test, classNames: set.classNames)
    }

    private func path(of file: String, in folder: String) -> String? {
        ["\(folder)/\(file)", "\(folder)/\(file).gz"].first(where: FileManager.default.fileExists)
    }
}
