import Engine

/// A picture that was chosen, and what people call it.
public struct ChosenPicture: Sendable, Equatable {
    public var picture: Picture
    public var title: String
}

/// What is drawn on, with the picture under it where it is a mask.
public struct Board: Sendable, Equatable {
    public var editor: Editor
    /// What a mask lies over.
    public var under: ChosenPicture?
    /// What the drawing itself was read from.
    public var title: String?
    /// The file it was last read from or written to.
    public var path: String?

    init() { editor = Editor(Raster(width: DigitUNet.side, height: DigitUNet.side)) }
}

/// What a picture that was asked for is put to.
enum PicturePurpose: String {
    /// What a mask lies over.
    case inpainted
    case mask
    /// The drawing that image-to-image starts from.
    case drawing
}

/// Where pictures to work on come from.
public struct PictureChoices: Sendable, Equatable {
    /// Of the last sampling's pictures the one taken last.
    public var sampled: Int?
    /// Of the held-out images the one taken last.
    public var heldOut: Int?
    /// The class that held-out images are to show; nil takes any.
    public var heldOutClass: Int?
    /// Whether one was asked for and has not come: a data set that was not looked at yet takes a moment.
    public var isAwaited = false
}

extension StudioModel {
    /// The board of this workspace.
    var board: Board {
        get { drawsMask ? mask : drawing }
        set {
            if drawsMask { mask = newValue } else { drawing = newValue }
        }
    }

    /// Whether the board is a mask over a picture.
    var drawsMask: Bool { workspace == .inpaint }

    /// The channels of the pictures that the model makes: digits are grey.
    var takenChannels: Int { DigitUNet.channels }

    /// What is drawn in Edit, as the model takes it.
    var takenDrawing: Picture {
        drawing.editor.raster.picture.fitted(width: DigitUNet.side, height: DigitUNet.side, channels: takenChannels)
    }

    /// Whether the model sees less than what is drawn: a word for the person.
    var losesColors: Bool { takenChannels == 1 && !drawing.editor.raster.picture.isGrey }

    /// Does something with the brush or the drawing.
    mutating func draw(_ body: (inout Editor) -> Void) -> [Effect] {
        body(&board.editor)
        return []
    }

    // MARK: Pictures to work on

    /// Why no sampled picture can be taken.
    var sampledPictureObstacle: String? {
        guard trajectory.current != nil else { return "there is nothing sampled yet: s in Generate samples" }
        return trajectory.current?.estimate == nil
            ? "this is the noise it starts from: ] goes on to where a picture is" : nil
    }

    /// Takes the next or the one before of the pictures that are looked at: of a finished sampling these, elsewhere their clean estimate.
    mutating func takeSampled(by offset: Int) -> [Effect] {
        guard let frame = trajectory.current, let request = engine.sampling?.request, let estimate = frame.estimate
        else {
            return []
        }
        let isFinished = engine.sampling.map { frame.step >= $0.totalSteps } ?? false
        let side = DigitUNet.side
        let pictures = PictureGrid.split(
            (isFinished ? frame.state : estimate).picture, width: side, height: side, count: request.count)
        guard !pictures.isEmpty else { return [] }
        let next = choices.sampled.map { $0 + offset } ?? (offset > 0 ? 0 : pictures.count - 1)
        let index = (next % pictures.count + pictures.count) % pictures.count
        choices.sampled = index
        work(on: ChosenPicture(picture: pictures[index], title: "sampled picture \(index + 1) of \(pictures.count)"))
        return []
    }

    /// Why what is on the board is not what was asked for yet.
    var awaitedObstacle: String? { choices.isAwaited ? "the picture is being read: once more in a moment" : nil }

    var heldOutObstacle: String? { dataSets.isEmpty ? "there are no images here: studio data fetch gets some" : nil }

    /// Asks for the next held-out image, or the one before.
    mutating func takeHeldOut(isBackward: Bool) -> [Effect] {
        let index = choices.heldOut.map { $0 + (isBackward ? -1 : 1) } ?? 0
        choices.isAwaited = true
        let source = PictureSource.heldOut(
            data: heldOutData, index: index, label: choices.heldOutClass, isBackward: isBackward)
        return [.engine(.readPicture(source, purpose: purpose.rawValue))]
    }

    /// The set the sampled model learned, where it is here.
    private var heldOutData: String {
        let wanted = sampledModel?.data ?? recipe.data
        return dataSets.contains(wanted) || KnownSet.named(wanted) == nil ? wanted : dataSets.first ?? wanted
    }

    private var purpose: PicturePurpose { drawsMask ? .inpainted : .drawing }

    /// Takes in a picture that was asked for, fitted where its size is another, which is said.
    mutating func take(_ read: ReadPicture) {
        let side = DigitUNet.side
        let picture = read.picture
        choices.isAwaited = false
        let purpose = PicturePurpose(rawValue: read.purpose)
        // What is drawn on may have colours whatever the model takes; what a mask lies over is what it makes.
        let channels = picture.isGrey || purpose == .mask ? 1 : purpose == .drawing ? 3 : takenChannels
        let fitted = picture.fitted(width: side, height: side, channels: channels)
        var title = ""
        switch read.source {
        case .file(let path):
            title = path
            if let note = picture.fittingNote(width: side, height: side, channels: channels) { say("\(path) \(note)") }
        case .heldOut(_, let index, let label, _):
            choices.heldOut = index
            let name = label.map { classNames.indices.contains($0) ? classNames[$0] : "\($0)" } ?? ""
            title = "test image \(index): \(name)"
        }
        let chosen = ChosenPicture(picture: fitted, title: title)
        switch purpose {
        case .inpainted?: mask.under = chosen
        case .mask?:
            mask.editor.change { $0 = Raster(fitted) }
            (mask.title, mask.path) = (title, title)
        case .drawing?:
            drawing.editor.change { $0 = Raster(fitted) }
            drawing.title = title
            if case .file(let path) = read.source { drawing.path = path }
        case nil: break
        }
    }

    private mutating func work(on chosen: ChosenPicture) {
        if drawsMask {
            mask.under = chosen
        } else {
            drawing.editor.change { $0 = Raster(chosen.picture) }
            drawing.title = chosen.title
        }
    }
}
