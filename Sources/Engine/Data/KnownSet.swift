import Foundation

/// A data set this program knows by name.
public struct KnownSet: Sendable, Equatable {
    /// One of a set's four files.
    struct File: Sendable, Equatable {
        /// As it is called without `.gz`.
        let name: String
        /// SHA-256 of what is in it, decompressed: mirrors and distributions compress the same images in their own ways.
        let digest: String
        /// The size of what is in it.
        let byteCount: Int
    }

    public let name: String
    public let title: String
    public let licence: String
    public let classNames: [String]
    /// Training images and labels, test images and labels.
    let files: [File]
    /// Folders on the web that hold the files compressed, the first tried first.
    let mirrors: [String]

    public static let all = [mnist, fashionMNIST]

    public static func named(_ name: String) -> KnownSet? { all.first { $0.name == name } }

    /// What the classes of a model that learned the set `name` are called, a number where it is not known.
    public static func classNames(of name: String, count: Int) -> [String] {
        let known = named(name)?.classNames ?? []
        return (0..<count).map { known.indices.contains($0) ? known[$0] : String($0) }
    }

    /// The four files' names, by digest: images and labels to train on, images and labels to test with.
    private static func files(_ digests: [String]) -> [File] {
        let names = [
            "train-images-idx3-ubyte", "train-labels-idx1-ubyte", "t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte",
        ]
        let sizes = [16 + 60_000 * 784, 8 + 60_000, 16 + 10_000 * 784, 8 + 10_000]
        return names.indices.map { File(name: names[$0], digest: digests[$0], byteCount: sizes[$0]) }
    }

    private static let mnist = KnownSet(
        name: "mnist", title: "MNIST handwritten digits (LeCun, Cortes, Burges)", licence: "CC BY-SA 3.0",
        classNames: (0..<10).map(String.init),
        files: files([
            "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db",
            "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5",
            "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7",
            "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2",
        ]),
        mirrors: [
            "https://ossci-datasets.s3.amazonaws.com/mnist", "https://storage.googleapis.com/cvdf-datasets/mnist",
        ])

    private static let fashionMNIST = KnownSet(
        name: "fashion-mnist", title: "Fashion-MNIST (Zalando Research)", licence: "MIT",
        classNames: ["T-shirt", "trouser", "pullover", "dress", "coat", "sandal", "shirt", "sneaker", "bag", "boot"],
        files: files([
            "c59f468a2f672dc815687fe0f83887768d799fd8a3f3276145d20f83aa44d888",
            "bad3541b69d912435c50bb6ba87bec294ff4f6a2e1246121d8633921760443d9",
            "5b4141f0afbad91edebe8549f8fcffe087ea10ca49f1dbef5c9a5cd8815ce37b",
            "0402a96d92fd2663957122ceb108a494c5af83dab82d92729df917d7dec38c34",
        ]),
        mirrors: [
            "https://fashion-mnist.s3.eu-central-1.amazonaws.com",
            "https://storage.googleapis.com/tensorflow/tf-keras-datasets",
            "https://raw.githubusercontent.com/zalandoresearch/fashion-mnist/master/data/fashion",
        ])
}
