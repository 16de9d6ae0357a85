import CTerminal
import Engine
import Foundation
import StudioCore

/// The window while it is open: waits for keys, the engine and signals; tells the model; shows what changed.
final class WindowLoop {
    /// Between two ticks of the clock, and while a film plays.
    private static let tick = Duration.milliseconds(250)
    private static let filmTick = Duration.milliseconds(66)
    /// How long the clock goes on after the last thing that happened: what fades has faded by then.
    private static let afterglow = Duration.seconds(10)

    private var model: StudioModel
    private let engine: EngineSession
    private let terminal: CursesTerminal
    private let session: StateFile<SessionState>
    private let presets: StateFile<Presets>
    private let errors = ErrorOutput()
    private let signals: Int32
    private let started = ContinuousClock.now
    private var traffic: Traffic
    private var lastEvent = ContinuousClock.now
    private var nextTick = ContinuousClock.now
    /// When the program last went on after it had stopped itself.
    private var continued: ContinuousClock.Instant?
    private var isStale = true
    private var isQuitting = false
    private var hasEnded = false
    private var interrupted = false
    private var terminalIsGone = false
    /// What went wrong after the person asked to quit, for there is no window to show it in.
    private var lastFailure: EngineFailure?

    init(
        model: StudioModel, engine: EngineSession, terminal: CursesTerminal, session: StateFile<SessionState>,
        presets: StateFile<Presets>, signals: Int32,
        ceiling: Int?
    ) {
        traffic = Traffic(ceiling: ceiling)
        self.model = model
        self.engine = engine
        self.terminal = terminal
        self.session = session
        self.presets = presets
        self.signals = signals
    }

    /// Runs until the engine has ended.
    /// - Throws: ``Interrupted`` after a signal; ``EngineFailure`` where the run could not be saved.
    func run() throws {
        // Keys typed before the window was there wait in ncurses, where poll does not see them.
        for event in terminal.readEvents() { happened(event) }
        while !hasEnded {
            draw()
            let ready = wait()
            if ready.signals { takeSignals() }
            // Before the keys: what was written before one was pressed is in the log that it opens.
            if let text = errors.read() { happened(.wrote(text)) }
            if ready.input { takeInput() }
            if ready.engine { takeNews() }
            tickIfDue()
            keepSession()
        }
        session.saveLast(model)
        presets.saveLast(model)
        errors.release()
        if let lastFailure { throw lastFailure }
        if interrupted { throw Interrupted() }
    }

    // MARK: Waiting

    private func wait() -> (signals: Bool, input: Bool, engine: Bool) {
        let now = ContinuousClock.now
        // News that came less than a frame after the last ones wait for the frame to pass.
        let frameIsDue = traffic.nextFrame.map { $0 <= now } ?? true
        var descriptors = [
            pollfd(fd: signals, events: Int16(POLLIN), revents: 0),
            // A terminal that is gone would be told at once, again and again.
            pollfd(fd: terminalIsGone ? -1 : STDIN_FILENO, events: Int16(POLLIN), revents: 0),
            pollfd(fd: engine.wakeDescriptor, events: frameIsDue ? Int16(POLLIN) : 0, revents: 0),
            pollfd(fd: errors.descriptor, events: Int16(POLLIN), revents: 0),
        ]
        let count = poll(&descriptors, nfds_t(descriptors.count), timeout(now, frameIsDue))
        guard count > 0 else { return (false, false, false) }
        let input = descriptors[1].revents
        if input & Int16(POLLHUP | POLLERR | POLLNVAL) != 0, input & Int16(POLLIN) == 0 { loseTerminal() }
        return (descriptors[0].revents != 0, input & Int16(POLLIN) != 0, descriptors[2].revents & Int16(POLLIN) != 0)
    }

    /// Milliseconds to the next thing to do by the clock; -1 where there is none.
    private func timeout(_ now: ContinuousClock.Instant, _ frameIsDue: Bool) -> Int32 {
        var due: [ContinuousClock.Instant] = []
        if !frameIsDue, let next = traffic.nextFrame { due.append(next) }
        if isTicking { due.append(nextTick) }
        guard let first = due.min() else { return -1 }
        return max(0, Int32((now.duration(to: first).seconds * 1000).rounded(.up)))
    }

    private var isTicking: Bool {
        model.isPlaying || model.showsTraffic || lastEvent.duration(to: .now) < Self.afterglow
    }

    private func tickIfDue() {
        let now = ContinuousClock.now
        guard isTicking, nextTick <= now else { return }
        // A film plays as fast as the link takes it.
        nextTick = max(now + (model.isPlaying ? Self.filmTick : Self.tick), traffic.nextFrame ?? now)
        if model.showsTraffic { model.bytesPerSecond = traffic.rate(at: now) }
        tell(.tick(started.duration(to: now).seconds))
    }

    private func keepSession() {
        for failure in [session.save(model), presets.save(model)].compactMap(\.self) {
            tell(.engine(model.engine, [.failed(failure)]))
        }
    }

    // MARK: What came

    private func takeInput() {
        let events = terminal.readEvents()
        // Readable but empty: the terminal is gone.
        if events.isEmpty, inputHasEnded { loseTerminal() }
        for event in events {
            if isQuitting, case .key(.control("c")) = event { hasEnded = true }
            happened(event)
        }
    }

    private var inputHasEnded: Bool {
        var count: Int32 = 0
        var waiting = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
        guard poll(&waiting, 1, 0) > 0 else { return false }
        return ioctl(STDIN_FILENO, UInt(FIONREAD), &count) != 0 || count == 0
    }

    private func takeNews() {
        guard let (snapshot, events) = engine.take() else { return }
        if isQuitting {
            for case .failed(let failure) in events { lastFailure = failure }
        }
        if snapshot.hasEnded { hasEnded = true }
        happened(.engine(snapshot, events))
    }

    private func takeSignals() {
        var bytes = [UInt8](repeating: 0, count: 64)
        let count = read(signals, &bytes, bytes.count)
        guard count > 0 else { return }
        for number in Set(bytes[..<count].map(Int32.init)) {
            switch number {
            case SIGWINCH: resize()
            case SIGTSTP: suspend()
            case SIGCONT:
                // After a stop of our own everything is in order already.
                if let continued, continued.duration(to: .now) < .seconds(1) { continue }
                terminal.enterAgain()
                resize()
            default:
                // Only Ctrl-C means it when it comes twice. A terminal that goes away is told of more than once, by the system and by
                // the shell, and what is being saved must be saved all the same.
                if isQuitting, number == SIGINT { hasEnded = true }
                quit(interrupted: true)
            }
        }
    }

    private func resize() {
        let size = terminal.size
        terminal.forget()
        happened(.resized(width: size.width, height: size.height))
    }

    private func suspend() {
        terminal.suspend()
        continued = .now
        resize()
    }

    private func loseTerminal() {
        terminalIsGone = true
        quit(interrupted: true)
    }

    private func quit(interrupted: Bool) {
        if interrupted { self.interrupted = true }
        guard !isQuitting else { return }
        isQuitting = true
        engine.send(.quit)
    }

    // MARK: The model

    private func happened(_ event: Event) {
        // A clock that stood still while nothing happened is set first.
        if !isTicking { tell(.tick(started.duration(to: .now).seconds)) }
        lastEvent = .now
        tell(event)
    }

    private func tell(_ event: Event) {
        for effect in update(&model, event) {
            switch effect {
            case .engine(let command): engine.send(command)
            case .quit: quit(interrupted: false)
            case .suspend: suspend()
            case .redraw: terminal.forget()
            case .notify(let text): terminal.notify(text)
            case .copy(let text): terminal.copy(text)
            }
        }
        isStale = true
    }

    private func draw() {
        guard isStale else { return }
        isStale = false
        traffic.sent(terminal.show(view(model)), at: .now)
    }
}
