import Foundation

/// A data set this program knows by name.
public struct KnownSet: Sendable, Equatable {
    public let name: String
    public let title: String
    public let licence: String
    public let classNames: [String]

    public static let all = [
        KnownSet(
            name: "mnist", title: "MNIST handwritten digits (LeCun, Cortes, Burges)", licence: "CC BY-SA 3.0",
            classNames: (0..<10).map(String.init)),
        KnownSet(
            name: "fashion-mnist", title: "Fashion-MNIST (Zalando Research)", licence: "MIT",
            classNames: [
                "T-shirt", "trouser", "pullover", "dress", "coat", "sandal", "shirt", "sneaker", "bag", "boot",
            ]),
    ]
}

/// Finds data sets on this machine.
public struct DataLocator: Sendable {
    /// The four files of a set, each plain or with `.gz`.
    static let files = [
        "train-images-idx3-ubyte", "train-labels-idx1-ubyte", "t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte",
    ]

    public init() {}

    /// Where `set` is looked for, in order: the data folder, Debian's packages, and in development beside the project.
    public func places(of set: KnownSet) -> [String] {
        [Places.data + "/data/" + set.name, "/usr/share/datasets/" + set.name, "../shared/" + set.name]
    }

    /// The first of a set's places that holds all its files.
    public func folder(of set: KnownSet) -> String? { places(of: set).first { paths(in: $0) != nil } }

    /// The set called `name`, or the folder of IDX files at `name`. Where MNIST is wanted and not there Fashion-MNIST takes its place.
    ///
    /// - Returns: the images, and what the person should be told where it is not what was asked for.
    /// - Throws: ``EngineFailure`` where nothing is found or a file is damaged.
    public func load(_ name: String) throws -> (images: ImageSet, notice: String?) {
        if let set = KnownSet.all.first(where: { $0.name == name }) {
            if let folder = folder(of: set) { return (try read(folder, as: set), nil) }
            let fashion = KnownSet.all[1]
            if let folder = self.folder(of: fashion) {
                let notice = "\(set.name) is not here; training on \(fashion.name) instead (studio data fetch \(set.name))"
                return (try read(folder, as: fashion), notice)
            }
            throw EngineFailure(
                "the data set \(name) is not on this machine", expected: "its four files", place: places(of: set).joined(separator: ", "),
                hint: "studio data fetch \(name), or --data FOLDER")
        }
        guard FileManager.default.fileExists(atPath: name) else {
            throw EngineFailure(
                "there is no data set \(name)", expected: "\(KnownSet.all.map(\.name).joined(separator: ", ")) or a folder", found: name)
        }
        guard paths(in: name) != nil else {
            let missing = Self.files.first { path(of: $0, in: name) == nil } ?? ""
            throw EngineFailure("the folder is not a data set", expected: "\(missing) or \(missing).gz", place: name)
        }
        // A folder is what its name says, digits otherwise.
        let set = KnownSet.all.first { (name as NSString).standardizingPath.hasSuffix($0.name) && $0.name != "mnist" }
        return (try read(name, as: set ?? KnownSet.all[0]), nil)
    }

    private func read(_ folder: String, as set: KnownSet) throws -> ImageSet {
        let paths = paths(in: folder) ?? []
        let classes = set.classNames.count
        let train = try IDX.split(images: paths[0], labels: paths[1], classes: classes)
        let test = try IDX.split(images: paths[2], labels: paths[3], classes: classes)
        guard train.rows == test.rows, train.columns == test.columns else {
            throw EngineFailure("training and test images differ in size", place: folder)
        }
        return ImageSet(name: set.name, train: train, test: test, classNames: set.classNames)
    }

    private func paths(in folder: String) -> [String]? {
        let found = Self.files.compactMap { path(of: $0, in: folder) }
        return found.count == Self.files.count ? found : nil
    }

    private func path(of file: String, in folder: String) -> String? {
        ["\(folder)/\(file)", "\(folder)/\(file).gz"].first(where: FileManager.default.fileExists)
    }
}
