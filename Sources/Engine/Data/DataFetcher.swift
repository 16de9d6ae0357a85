import Foundation

#if canImport(Glibc)
    import Glibc
#endif

/// How far the fetching of a set is.
public struct FetchProgress: Sendable, Equatable {
    public let file: String
    /// The file's place among the set's, from 1, and how many there are.
    public let number: Int
    public let count: Int
    public let receivedBytes: Int
    /// The file's size, where the server says it.
    public let totalBytes: Int?
}

/// Fetches known data sets from the web: several mirrors in turn, resumed where a transfer broke off, checked against the pinned
/// SHA-256 of the contents, and put in place whole or not at all.
public struct DataFetcher: Sendable {
    /// Folders on the web to take the files from, the first first; nil takes the set's own.
    let mirrors: [String]?
    let timeout: TimeInterval

    public init() { self.init(mirrors: nil) }

    init(mirrors: [String]?, timeout: TimeInterval = 30) {
        self.mirrors = mirrors
        self.timeout = timeout
    }

    /// Fetches what is missing of `set` into `folder`; files already there and right are kept.
    ///
    /// `progress` is called as bytes arrive and `isCancelled` asked at least ten times a second.
    /// - Throws: ``EngineFailure`` naming every mirror's reason; `CancellationError` where cancelled. What has arrived stays in a
    ///   `.part` file, which the next call goes on with.
    public func fetch(
        _ set: KnownSet, into folder: String, progress: (FetchProgress) -> Void = { _ in },
        isCancelled: () -> Bool = { false }
    ) throws {
        try Folder.make(folder)
        for (index, file) in set.files.enumerated() {
            let target = "\(folder)/\(file.name).gz"
            if Self.problem(with: target, file) == nil { continue }
            let part = try PartFile(path: target + ".part")
            try fetch(set, file, part) { received, total in
                progress(
                    FetchProgress(
                        file: file.name + ".gz", number: index + 1, count: set.files.count, receivedBytes: received,
                        totalBytes: total))
                if isCancelled() { throw CancellationError() }
            }
            try part.finish(as: target)
        }
    }

    /// Tries the mirrors until one gives the right contents.
    private func fetch(
        _ set: KnownSet, _ file: KnownSet.File, _ part: PartFile, tell: (Int, Int?) throws -> Void
    ) throws {
        var reasons: [String] = []
        for mirror in mirrors ?? set.mirrors {
            guard let url = URL(string: "\(mirror)/\(file.name).gz") else { continue }
            // Once more from the start where what was resumed turns out wrong; once more from where it broke off.
            for attempt in 0..<3 {
                let start = part.byteCount
                let reason = try transfer(url, file, part, tell: tell) ?? Self.problem(with: part.path, file)
                guard let reason else { return }
                let isCut = part.isCut
                if !isCut { try part.empty() }
                if attempt == 2 || (isCut ? part.byteCount == start : start == 0) {
                    reasons.append("\(url.host ?? mirror): \(reason)")
                    break
                }
            }
        }
        throw EngineFailure(
            "\(file.name).gz cannot be fetched", found: reasons.joined(separator: "; "), place: set.name,
            hint: "look at the network connection and try again: what has arrived is kept")
    }

    /// Appends what `url` gives; returns why it is not whole.
    private func transfer(
        _ url: URL, _ file: KnownSet.File, _ part: PartFile, tell: (Int, Int?) throws -> Void
    ) throws -> String? {
        var reason: String?
        var total: Int?
        part.isCut = true
        try tell(part.byteCount, nil)
        try Download.run(url, from: part.byteCount, timeout: timeout) { event in
            switch event {
            case nil: break
            case .response(let status, let start, let size):
                guard status == 200 || (status == 206 && start == part.byteCount) else {
                    reason = "HTTP status \(status)"
                    // A range past the end: what is here is not the start of what is there.
                    part.isCut = status != 416 && status != 206
                    return false
                }
                if status == 200 { try part.empty() }
                total = size
            case .data(let data):
                // Compressed files are not larger than what is in them, but for a little.
                guard part.byteCount + data.count <= file.byteCount + 4096 else {
                    reason = "more bytes than the file has"
                    part.isCut = false
                    return false
                }
                try part.append(data)
            case .ended(let error):
                reason = error
                if error == nil, let total, part.byteCount < total { reason = "the connection was cut" }
                part.isCut = reason != nil
            }
            try tell(part.byteCount, total)
            return true
        }
        return reason
    }

    /// What is wrong with the contents of the file at `path`; nil where they are the pinned ones.
    static func problem(with path: String, _ file: KnownSet.File) -> String? {
        guard let contents = try? Gzip.contents(of: path, limit: file.byteCount) else { return "a damaged file" }
        let digest = SHA256.digest(of: contents)
        return digest == file.digest ? nil : "a wrong SHA-256, \(digest.prefix(12))… for \(file.digest.prefix(12))…"
    }
}
