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

    init(side: Int = DigitUNet.side) { editor = Editor(Raster(width: side, height: side)) }
}

/// What is drawn for a model of one size.
struct Boards: Sendable, Equatable {
    var mask: Board
    var drawing: Board
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
    var takenChannels: Int { sampledFacts.channels }

    /// What is drawn in Edit, as the model takes it.
    var takenDrawing: Picture { taken(drawing.editor.raster.picture) }

    /// `picture` as the model takes it.
    func taken(_ picture: Picture) -> Picture {
        picture.fitted(width: sampledFacts.side, height: sampledFacts.side, channels: takenChannels)
    }

    /// Puts boards of another size in the place of these: those there were for it, or else what is drawn, fitted.
    mutating func fitBoards(to side: Int) {
        let now = drawing.editor.raster.width
        guard side != now else { return }
        otherBoards[now] = Boards(mask: mask, drawing: drawing)
        if let kept = otherBoards[side] {
            (mask, drawing) = (kept.mask, kept.drawing)
        } else {
            (mask, drawing) = (mask.fitted(to: side), drawing.fitted(to: side))
        }
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
        let pictures = PictureGrid.split(
            (isFinished ? frame.state : estimate).picture, width: frame.tile.width, height: frame.tile.height,
            count: request.count)
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
        let wanted = sampledFacts.data ?? recipe.data
        return dataSets.contains(wanted) || KnownSet.named(wanted) == nil ? wanted : dataSets.first ?? wanted
    }

    private var purpose: PicturePurpose { drawsMask ? .inpainted : .drawing }

    /// Takes in a picture that was asked for, fitted where its size is another, which is said.
    mutating func take(_ read: ReadPicture) {
        let side = sampledFacts.side
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
        let side = sampledFacts.side
        let fitted = chosen.picture.fitted(width: side, height: side, channels: chosen.picture.channels)
        if drawsMask {
            mask.under = ChosenPicture(picture: fitted, title: chosen.title)
        } else {
            drawing.editor.change { $0 = Raster(fitted) }
            drawing.title = chosen.title
        }
    }
}

extension Board {
    /// The same at another size, without what it was before.
    fileprivate func fitted(to side: Int) -> Board {
        func fitted(_ picture: Picture) -> Picture {
            picture.fitted(width: side, height: side, channels: picture.channels)
        }
        var board = Board(side: side)
        board.editor = Editor(Raster(fitted(editor.raster.picture)))
        board.under = under.map { ChosenPicture(picture: fitted($0.picture), title: $0.title) }
        (board.title, board.path) = (title, path)
        return board
    }
}
