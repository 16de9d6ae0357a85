import Testing

@testable import Engine

@Suite struct DenoisingPictureTests {
    private func model(_ objective: Objective) throws -> (LoadedModel, ImageSet) {
        let images = SmallSet.make(train: 20)
        let trainer = try Trainer(recipe: SmallSet.recipe(objective, classes: 0), images: images)
        let card = ModelCard(
            name: "small", configuration: trainer.recipe.model, objective: objective, data: "bars", step: 0)
        return (LoadedModel(card: card, network: trainer.network, computeType: .float32), images)
    }

    /// The line of labels above the grid, with the gap below it.
    private static let head = 11

    private func cell(_ picture: Picture, _ column: Int, _ row: Int, below head: Int = 0) -> [UInt8] {
        (0..<28).flatMap { y in
            let start = (head + row * 30 + y) * picture.width + column * 30
            return picture.pixels[start..<start + 28]
        }
    }

    /// Three rows an image, a column a σ: at σ 0 the noisy image is the clean one, and noise grows along the row.
    @Test func rowsAreCleanNoisyDenoised() throws {
        let (model, images) = try model(.denoise(sigma: 0.5))
        let picture = DenoisingPicture.draw(model, images: images.test, count: 2)
        let columns = DenoisingPicture.sigmas.count
        #expect(picture.width == columns * 30 - 2 && picture.height == Self.head + 6 * 30 - 2)
        for image in 0..<2 {
            let clean = images.test.picture(at: image).pixels
            for column in 0..<columns { #expect(cell(picture, column, 3 * image, below: Self.head) == clean) }
            #expect(cell(picture, 0, 3 * image + 1, below: Self.head) == clean)
            let errors = (0..<columns).map { column in
                zip(cell(picture, column, 3 * image + 1, below: Self.head), clean)
                    .reduce(0) { $0 + abs(Int($1.0) - Int($1.1)) }
            }
            #expect(errors == errors.sorted() && errors[1] > 0)
            #expect(cell(picture, 3, 3 * image + 2, below: Self.head) != clean)
        }
        #expect(picture == DenoisingPicture.draw(model, images: images.test, count: 2))
    }

    /// Above each column stands its σ: the label of 0.5 is where the fourth column is, and is no box.
    @Test func eachColumnIsLabelled() throws {
        let (model, images) = try model(.denoise(sigma: 0.5))
        let picture = DenoisingPicture.draw(model, images: images.test, count: 1)
        func label(_ column: Int) -> [UInt8] {
            (0..<9).flatMap { y in (0..<28).map { picture.pixels[y * picture.width + column * 30 + $0] } }
        }
        #expect(label(3) == BitmapFont.label("σ0.5", width: 28).pixels)
        #expect(Set((0..<7).map(label)).count == 7 && label(6) == BitmapFont.label("σ1", width: 28).pixels)
        #expect(BitmapFont.rows("σ") != BitmapFont.rows("€"))
    }

    /// Beside what comes of pure noise stands the mean of the training set.
    @Test func pureNoiseIsShownBesideTheMean() throws {
        let (model, images) = try model(.denoisePureNoise)
        let picture = try SamplePreview(images: images, objective: .denoisePureNoise).picture(of: model)
        // Two bars a class in twenty images of ten classes: the mean is a tenth where one class is bright.
        let mean = images.train.meanPicture
        #expect(picture.width == 5 * 30 - 2 && cell(picture, 4, 1) == mean.pixels)
        #expect(mean.pixels.max() == 51 && mean.pixels.min() == 0)
        #expect(cell(picture, 0, 0) != cell(picture, 1, 0))
    }
}
