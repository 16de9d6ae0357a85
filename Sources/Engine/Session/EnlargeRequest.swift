/// Large pictures to make of the finished ones of a branch, by the second stage of a pipeline.
public struct EnlargeRequest: Sendable, Equatable, Codable {
    /// The branch of the sampling shown.
    public var branch: Int
    /// What is asked of the second stage; how many pictures, and the small ones, are the branch's.
    public var request: SamplingRequest
    /// How much noise is put on the small pictures, a timestep.
    public var noiseLevel: Int

    public init(branch: Int, request: SamplingRequest, noiseLevel: Int = Enlargement.usualNoiseLevel) {
        (self.branch, self.request, self.noiseLevel) = (branch, request, noiseLevel)
    }
}
