import Testing

@testable import Engine

@Suite struct PictureGridTests {
    @Test(arguments: [1, 2, 3, 7, 10, 16], [1, 3]) func aGridComesApartAgain(_ count: Int, _ channels: Int) {
        let pictures = (0..<count).map { index -> Picture in
            let pixels = (0..<20 * channels).map { place -> UInt8 in UInt8((place * 7 + index * 31) % 256) }
            return Picture(width: 5, height: 4, channels: channels, pixels: pixels)
        }
        for columns in [nil, 1, 3, 6] {
            let grid = PictureGrid.compose(pictures, columns: columns)
            #expect(PictureGrid.split(grid, width: 5, height: 4, count: count) == pictures)
        }
        let row = PictureGrid.compose(pictures, columns: count)
        #expect(PictureGrid.columns(of: row, width: 5) == count)
        #expect(PictureGrid.split(row, width: 5, height: 4, count: 99) == pictures)
        #expect(PictureGrid.split(row, width: 500, height: 4, count: 1).isEmpty)
    }
}
