import Engine
import Foundation

/// The kitty graphics protocol: pictures with numbers, sent once, shown in parts and deleted.
enum Kitty {
    /// The most bytes of base64 in one escape sequence.
    private static let chunkSize = 4096

    /// Sends `picture` under `number` without showing it; 24 bits a pixel, compressed.
    static func transmission(of picture: Picture, number: Int) -> [UInt8] {
        let pixels = picture.channels == 3 ? picture.pixels : picture.pixels.flatMap { [$0, $0, $0] }
        let data = [UInt8](Data(Deflate.compress(pixels)).base64EncodedData())
        var output = TerminalBytes()
        var start = 0
        repeat {
            let end = min(start + chunkSize, data.count)
            let more = end < data.count ? 1 : 0
            let keys =
                start == 0
                ? "a=t,q=2,f=24,o=z,i=\(number),s=\(picture.width),v=\(picture.height),m=\(more)" : "q=2,m=\(more)"
            output.text("\u{1B}_G\(keys);")
            output.raw(Array(data[start..<end]))
            output.text("\u{1B}\\")
            start = end
        } while start < data.count
        return output.bytes
    }

    /// Shows the part `pixels` of picture `number` at the cursor, which stays.
    static func showing(of number: Int, piece: Int, pixels: Rect) -> [UInt8] {
        command("a=p,q=2,i=\(number),p=\(piece),x=\(pixels.x),y=\(pixels.y),w=\(pixels.width),h=\(pixels.height),C=1")
    }

    /// Takes picture `number` from the screen; the terminal keeps it.
    static func hiding(of number: Int) -> [UInt8] { command("a=d,q=2,d=i,i=\(number)") }

    /// Takes picture `number` from the screen and from the terminal.
    static func deletion(of number: Int) -> [UInt8] { command("a=d,q=2,d=I,i=\(number)") }

    static let deletionOfAll = command("a=d,q=2,d=A")

    private static func command(_ keys: String) -> [UInt8] { Array("\u{1B}_G\(keys)\u{1B}\\".utf8) }
}
