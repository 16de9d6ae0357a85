import Engine

/// What the Edit and Inpaint workspaces ask for beside the picture.
public struct EditChoices: Sendable, Equatable {
    /// The first step that image-to-image takes, from 0.
    public var start = 10
    /// RePaint's passes over each step.
    public var resampling = 1

    /// The course's row of starts.
    static let row = [1, 3, 5, 7, 10, 20]
}

extension StudioModel {
    /// What `s` asks for in this workspace.
    var workspaceRequest: SamplingRequest {
        var request = samplingRequest
        switch workspace {
        case .inpaint:
            guard let picture = mask.under?.picture else { break }
            request.edit = .inpaint(
                taken(picture), mask: mask.editor.raster.picture, resampling: edits.resampling)
        case .edit: request.edit = .imageToImage(takenDrawing, start: .step(edits.start))
        case .illusions:
            request.negativeClass = nil
            guard readsText else {
                (request.classes, request.edit) = ([illusion.first], illusion.edit(with: [illusion.second]))
                break
            }
            request.edit = illusion.edit(with: [])
            (request.prompts, request.otherPrompts) = (prompts.wanted.first.map { [$0] } ?? [], prompts.other)
        case .train, .generate, .noise, .gallery, .models: break
        }
        return request
    }

    /// The picture from each start of the course's row, a row for each class.
    var rowRequest: SamplingRequest {
        var request = workspaceRequest
        let starts = EditChoices.row
        request.edit = .imageToImage(takenDrawing, start: .steps(starts))
        request.count = starts.count * max(1, request.classes.count, request.prompts.count)
        request.classes = request.classes.flatMap { label in starts.map { _ in label } }
        request.prompts = request.prompts.flatMap { prompt in starts.map { _ in prompt } }
        return request
    }

    /// Why nothing can be made from a picture or two conditions now; nil where it can.
    private var editObstacle: String? {
        if let sampleObstacle { return sampleObstacle }
        return sampledFacts.mostSteps == 1
            ? "this model makes its picture in one step, so there is nothing to edit on the way" : nil
    }

    var inpaintObstacle: String? {
        if let obstacle = editObstacle ?? awaitedObstacle { return obstacle }
        if mask.under == nil {
            return "there is no picture yet: PageDown takes a test image, p a sampled one, o reads a PNG"
        }
        return mask.editor.raster.isEmpty ? "the mask is empty: paint what is to be made new first" : nil
    }

    var imageToImageObstacle: String? {
        if let obstacle = editObstacle ?? awaitedObstacle { return obstacle }
        let steps = workspaceRequest.stepCount
        guard edits.start < steps else {
            return "the edit starts at step \(edits.start) of \(steps): start earlier, or take more steps"
        }
        return drawing.editor.raster.isEmpty
            ? "there is nothing to start from: draw something, PageDown takes a test image, o reads a PNG" : nil
    }

    var rowObstacle: String? {
        let (steps, last) = (workspaceRequest.stepCount, EditChoices.row.max() ?? 0)
        guard last < steps else { return "the row starts at steps up to \(last) of \(steps): take more steps" }
        return edits.start < steps ? imageToImageObstacle : nil
    }

    var illusionObstacle: String? {
        if let editObstacle { return editObstacle }
        if readsText {
            return prompts.other.isEmpty ? "two pictures in one need two prompts: ↓ and Enter write the other" : nil
        }
        return classNames.count < 2 ? "two pictures in one need classes, and this model has none" : nil
    }
}
