/// Making a part of a picture new: after every step what lies outside the mask is put back, noised as much as the state is (the course's
/// inpainting; Lugmayr et al., 2022, algorithm 1).
struct Inpainting {
    /// The picture, `[1, H, W, C]`, clean.
    let original: Tensor
    /// `[H · W]`, 1 where all is new, 0 where the picture stays, between for a soft edge.
    var mask: [Float]
    /// How often each step is taken (RePaint's resampling); 1 is the course's way.
    let resampling: Int

    /// The values of a mask for pictures of `side` × `side`, in 0…1.
    ///
    /// - Throws: ``EngineFailure`` where it is of another size or all black.
    static func values(of mask: Picture, side: Int) throws -> [Float] {
        guard mask.width == side, mask.height == side, mask.channels == 1 else {
            throw EngineFailure(
                "the mask does not fit the picture", expected: "\(side)×\(side) grey",
                found: "\(mask.width)×\(mask.height)\(mask.channels == 1 ? "" : " colour")")
        }
        guard mask.pixels.contains(where: { $0 > 0 }) else {
            throw EngineFailure(
                "the mask is empty: nothing would be made new", expected: "some white", found: "all black",
                hint: "white is made new, black is kept")
        }
        return mask.pixels.map { Float($0) / 255 }
    }

    /// - Throws: ``EngineFailure`` where a step is to be taken more than once by a sampler that cannot.
    static func check(resampling: Int, _ sampler: any Sampler, named name: String) throws {
        guard resampling == 1 || sampler.isMemoryless else {
            throw EngineFailure(
                "this sampler remembers earlier steps, so a step cannot be taken again",
                expected: "ddpm, ddim, euler, euler-a or flow-euler", found: name,
                hint: "choose another --sampler, or --resampling 1")
        }
    }

    /// The state `x` `[N, H, W, C]` with the picture, noised to `level`, put back outside the mask.
    func restored(_ x: Tensor, level: NoiseLevel, generator: inout Generator) -> Tensor {
        let N = x.shape[0]
        let known = original.repeatedRows(N)
        let noisy = level.noise > 0 ? level.noised(known, with: generator.noise(x.shape)) : known
        let (C, size) = (x.shape[3], mask.count * x.shape[3])
        let result = Tensor(uninitialized: x.shape)
        x.withFloats { new in
            noisy.withFloats { old in
                result.withMutableFloats { values in
                    for i in values.indices {
                        let m = mask[i % size / C]
                        // Outside the mask the picture is kept to the bit.
                        values[i] = m == 0 ? old[i] : m == 1 ? new[i] : m * new[i] + (1 - m) * old[i]
                    }
                }
            }
        }
        return result
    }

    /// A state of `next` noised again to the level before it: `(a/a′) x + √(s² − (a/a′ s′)²) z`.
    static func renoised(_ x: Tensor, from next: NoiseLevel, to level: NoiseLevel, generator: inout Generator) -> Tensor
    {
        let ratio = level.signal / next.signal
        let variance = level.noise * level.noise - ratio * ratio * next.noise * next.noise
        return mix(ratio, x, max(variance, 0).squareRoot(), generator.noise(x.shape))
    }
}
