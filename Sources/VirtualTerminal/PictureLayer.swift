import CZlib
import Foundation

/// The pixels over a virtual terminal's cells.
public struct PictureLayer: Sendable {
    private struct Place: Sendable, Hashable {
        var x: Int
        var y: Int
    }

    private struct Shown: Sendable {
        var left: Int
        var top: Int
        var source: (x: Int, y: Int, width: Int, height: Int)
    }

    private let cellWidth: Int
    private let cellHeight: Int
    /// Sixel pixels, by cell: `cellWidth` × `cellHeight` of them.
    private var painted: [Place: [[UInt8]?]] = [:]
    private var stored: [String: (width: Int, height: Int, pixels: [UInt8])] = [:]
    private var shown: [String: [String: Shown]] = [:]
    private var incoming: (command: KittyCommand, data: [UInt8])?
    /// Every sixel picture received, in order.
    public private(set) var sixels: [SixelPicture] = []
    /// How many pictures were received by the kitty protocol.
    public private(set) var transmissions = 0

    init(cellWidth: Int, cellHeight: Int) {
        self.cellWidth = cellWidth
        self.cellHeight = cellHeight
    }

    public var isEmpty: Bool { painted.isEmpty && shown.values.allSatisfy(\.isEmpty) }

    /// The colour of a pixel of the whole screen; nil where no picture is.
    public func pixel(_ x: Int, _ y: Int) -> [UInt8]? {
        for (number, pieces) in shown {
            guard let picture = stored[number] else { continue }
            for piece in pieces.values {
                let (column, row) = (x - piece.left, y - piece.top)
                guard column >= 0, row >= 0, column < piece.source.width, row < piece.source.height else { continue }
                let index = ((piece.source.y + row) * picture.width + piece.source.x + column) * 3
                return Array(picture.pixels[index..<index + 3])
            }
        }
        let cell = painted[Place(x: x / cellWidth, y: y / cellHeight)]
        return cell?[y % cellHeight * cellWidth + x % cellWidth]
    }

    mutating func erase(x: Int, y: Int) { painted[Place(x: x, y: y)] = nil }

    mutating func removeAll() {
        painted = [:]
        shown = [:]
    }

    mutating func scroll() {
        painted = Dictionary(
            uniqueKeysWithValues: painted.compactMap { place, pixels in
                place.y > 0 ? (Place(x: place.x, y: place.y - 1), pixels) : nil
            })
    }

    mutating func paint(_ picture: SixelPicture, x: Int, y: Int) {
        sixels.append(picture)
        for row in 0..<picture.height {
            for column in 0..<picture.width {
                guard let color = picture.pixels[row * picture.width + column] else { continue }
                let place = Place(x: x + column / cellWidth, y: y + row / cellHeight)
                painted[place, default: Array(repeating: nil, count: cellWidth * cellHeight)][
                    row % cellHeight * cellWidth + column % cellWidth] = color
            }
        }
    }

    /// Obeys a kitty command; false where it makes no sense.
    mutating func obey(_ command: KittyCommand, x: Int, y: Int) -> Bool {
        switch command.keys["a"] {
        case "p": return show(command, x, y)
        case "d": return delete(command)
        case "t", nil: return receive(command)
        default: return false
        }
    }

    private mutating func receive(_ command: KittyCommand) -> Bool {
        if command.keys["a"] == "t" {
            incoming = (command, command.data)
        } else {
            guard incoming != nil else { return false }
            incoming?.data += command.data
        }
        guard command.keys["m"] != "1" else { return true }
        defer { incoming = nil }
        guard let incoming, let number = incoming.command.keys["i"], let width = incoming.command.number("s"),
            let height = incoming.command.number("v"), incoming.command.keys["f"] == "24",
            let data = Data(base64Encoded: Data(incoming.data))
        else { return false }
        var pixels = [UInt8](repeating: 0, count: width * height * 3)
        var count = uLong(pixels.count)
        guard uncompress(&pixels, &count, Array(data), uLong(data.count)) == Z_OK, count == pixels.count else {
            return false
        }
        stored[number] = (width, height, pixels)
        shown[number] = nil
        transmissions += 1
        return true
    }

    private mutating func show(_ command: KittyCommand, _ x: Int, _ y: Int) -> Bool {
        guard let number = command.keys["i"], let picture = stored[number], let left = command.number("x"),
            let top = command.number("y"), let width = command.number("w"), let height = command.number("h"),
            left + width <= picture.width, top + height <= picture.height
        else { return false }
        shown[number, default: [:]][command.keys["p"] ?? "0"] = Shown(
            left: x * cellWidth, top: y * cellHeight, source: (left, top, width, height))
        return true
    }

    private mutating func delete(_ command: KittyCommand) -> Bool {
        let number = command.keys["i"] ?? ""
        switch command.keys["d"] {
        case "A": (shown, stored) = ([:], [:])
        case "I": (shown[number], stored[number]) = (nil, nil)
        case "i": shown[number] = nil
        default: return false
        }
        return true
    }
}

/// One command of the kitty graphics protocol.
struct KittyCommand: Sendable {
    private(set) var keys: [String: String] = [:]
    let data: [UInt8]

    init(_ body: ArraySlice<UInt8>) {
        let parts = body.split(separator: UInt8(ascii: ";"), maxSplits: 1, omittingEmptySubsequences: false)
        for pair in String(decoding: parts[0], as: UTF8.self).split(separator: ",") {
            let sides = pair.split(separator: "=", maxSplits: 1)
            if sides.count == 2 { keys[String(sides[0])] = String(sides[1]) }
        }
        data = parts.count > 1 ? Array(parts[1]) : []
    }

    func number(_ key: String) -> Int? { keys[key].flatMap { Int($0) } }
}
