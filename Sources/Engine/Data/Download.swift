import Foundation
import Synchronization

#if canImport(FoundationNetworking)
    import FoundationNetworking
#endif

/// One request whose body comes in pieces to the thread that asked for it.
///
/// URLSession calls its delegate on a queue of its own; what it says is put in a line here, and ``next()`` takes it out.
final class Download: NSObject, URLSessionDataDelegate, Sendable {
    enum Event {
        /// The status, and where the body starts in the whole (0 unless the server resumes).
        case response(status: Int, start: Int, total: Int?)
        case data(Data)
        case ended(String?)
    }

    private let events = Mutex<[Event]>([])
    private let ready = DispatchSemaphore(value: 0)

    /// Calls `body` with the events of a GET of `url` from byte `start` on, until it returns false or the request has ended.
    ///
    /// `body` is called with nil every tenth of a second in which nothing came, so that it can be cancelled.
    static func run(_ url: URL, from start: Int, timeout: TimeInterval, _ body: (Event?) throws -> Bool) rethrows {
        let configuration = URLSessionConfiguration.ephemeral
        configuration.timeoutIntervalForRequest = timeout
        configuration.requestCachePolicy = .reloadIgnoringLocalCacheData
        let download = Download()
        let session = URLSession(configuration: configuration, delegate: download, delegateQueue: nil)
        defer { session.invalidateAndCancel() }
        var request = URLRequest(url: url)
        // The bytes as they lie there: a body decompressed on the way could not be resumed.
        request.setValue("identity", forHTTPHeaderField: "Accept-Encoding")
        if start > 0 { request.setValue("bytes=\(start)-", forHTTPHeaderField: "Range") }
        let task = session.dataTask(with: request)
        task.resume()
        defer { task.cancel() }
        var goesOn = true
        while goesOn {
            let event = download.next()
            goesOn = try body(event)
            if case .ended = event { goesOn = false }
        }
    }

    private func next() -> Event? {
        guard ready.wait(timeout: .now() + 0.1) == .success else { return nil }
        return events.withLock { $0.removeFirst() }
    }

    private func add(_ event: Event) {
        events.withLock { $0.append(event) }
        ready.signal()
    }

    func urlSession(
        _ session: URLSession, dataTask: URLSessionDataTask, didReceive response: URLResponse,
        completionHandler: @escaping @Sendable (URLSession.ResponseDisposition) -> Void
    ) {
        let http = response as? HTTPURLResponse
        let status = http?.statusCode ?? 0
        // Content-Range: bytes 100-199/200
        let range = http?.value(forHTTPHeaderField: "Content-Range")?.split { " -/".contains($0) } ?? []
        let start = status == 206 && range.count >= 2 ? Int(range[1]) ?? -1 : 0
        let length = response.expectedContentLength
        add(.response(status: status, start: start, total: length >= 0 ? start + Int(length) : nil))
        completionHandler(.allow)
    }

    func urlSession(_ session: URLSession, dataTask: URLSessionDataTask, didReceive data: Data) { add(.data(data)) }

    func urlSession(_ session: URLSession, task: URLSessionTask, didCompleteWithError error: (any Error)?) {
        add(.ended(error.map(\.localizedDescription)))
    }
}
