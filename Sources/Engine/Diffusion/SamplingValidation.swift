extension SamplingRequest {
    /// - Throws: ``EngineFailure`` where the request does not fit a model called `name` with `classes` classes.
    func validate(classes count: Int, of name: String) throws {
        try validateLabels(classes: count, of: name)
        try validateNumbers()
    }

    /// - Throws: ``EngineFailure`` where a number is out of range, whatever the model.
    func validateNumbers() throws {
        guard (1...Self.mostPictures).contains(self.count) else {
            throw EngineFailure(
                "the number of pictures is out of range", expected: "1…\(Self.mostPictures)", found: "\(self.count)")
        }
        guard (1...Self.mostSteps).contains(steps) else {
            throw EngineFailure(
                "the number of steps is out of range", expected: "1…\(Self.mostSteps)", found: "\(steps)")
        }
        guard (0...1).contains(eta) else {
            throw EngineFailure("the randomness η is out of range", expected: "0…1", found: "\(eta)", place: "--eta")
        }
        try guiding.validate()
        for case .guidance(let scale) in changes.map(\.change) { try Guidance(scale: scale).validate() }
    }

    /// - Parameters:
    ///   - usual: the model's sampler where none is named.
    ///   - require: refuses a sampler that the model cannot change to.
    /// - Throws: ``EngineFailure`` where a sampler or mask that is changed to does not fit.
    func validateChanges(usual: String, require: (String) throws -> Void) throws {
        let first = sampler.isEmpty ? usual : sampler
        var names = [first]
        for case .sampler(let name) in changes.map(\.change) {
            try require(name)
            names.append(name)
        }
        guard eta == 0 || names.contains(DDIM.name) else {
            throw EngineFailure(
                "η is the randomness of ddim, and this sampler has none to turn", expected: "--sampler ddim",
                found: first)
        }
        guard names.count > 1 || changes.contains(where: { if case .mask = $0.change { true } else { false } }) else {
            return
        }
        switch edit {
        case .imageToImage(_, .steps(let starts)):
            let last = starts.max() ?? 0
            let early = changes.first { if case .sampler = $0.change { $0.step < last } else { false } }
            guard let early else { break }
            throw EngineFailure(
                "pictures of the row still wait for their start with the first sampler",
                expected: "a change at step \(last) or later", found: "\(early.step)")
        case .inpaint(let picture, _, _):
            for case .mask(let mask) in changes.map(\.change) {
                guard let shown = mask.picture else { throw EngineFailure("the mask's file was not read") }
                _ = try Inpainting.values(of: shown, side: picture.width)
            }
            return
        case .none, .imageToImage, .anagram, .hybrid, .interpolate: break
        }
        guard !changes.contains(where: { if case .mask = $0.change { true } else { false } }) else {
            throw EngineFailure("there is no mask to change", expected: "an inpainting", found: "another sampling")
        }
    }

    /// - Throws: ``EngineFailure`` where the request asks a model called `name`, which reads no text, for what only such models do.
    func refuseText(of name: String, title: String) throws {
        let changesPrompt = changes.contains { logged in
            switch logged.change {
            case .prompts, .negativePrompt: true
            case .guidance, .classes, .negativeClass, .sampler, .mask: false
            }
        }
        guard prompts.isEmpty, otherPrompts.isEmpty, negativePrompt == nil, !changesPrompt else {
            throw EngineFailure(
                "this model does not read text", expected: "--class", found: "--prompt", place: name)
        }
        guard enlargement == nil else {
            throw EngineFailure(
                "this model does not enlarge pictures", expected: "the second stage of a pipeline", found: title,
                place: name)
        }
    }

    /// - Throws: ``EngineFailure`` where the request does not fit a model called `name` that makes pictures of prompts.
    func validatePrompts(of name: String) throws {
        func failure(_ what: String, _ expected: String, _ found: String? = nil) -> EngineFailure {
            EngineFailure(what, expected: expected, found: found, place: name)
        }
        let changesClass = changes.contains {
            switch $0.change {
            case .classes, .negativeClass: true
            case .prompts, .negativePrompt, .guidance, .sampler, .mask: false
            }
        }
        let dropsPrompts = changes.contains { if case .prompts(let all) = $0.change { all.isEmpty } else { false } }
        var labels = classes + [negativeClass].compactMap { $0 }
        switch edit {
        case .anagram(let others, _), .hybrid(let others, _):
            labels += others
            guard !labels.isEmpty || !prompts.isEmpty && !otherPrompts.isEmpty else {
                throw failure("two pictures in one need two prompts", "--prompt twice")
            }
        case .none, .imageToImage, .inpaint, .interpolate: break
        }
        guard labels.isEmpty, !changesClass else { throw failure("this model has no classes", "--prompt", "--class") }
        guard !prompts.isEmpty, !dropsPrompts else { throw failure("this model needs a prompt", "--prompt TEXT") }
    }

    private func validateLabels(classes count: Int, of name: String) throws {
        var labels = classes + [negativeClass].compactMap { $0 }
        switch edit {
        case .anagram(let others, _), .hybrid(let others, _):
            guard !classes.isEmpty, !others.isEmpty else {
                throw EngineFailure(
                    "two pictures in one need two classes", expected: "--class twice", found: "\(classes + others)",
                    place: name)
            }
            labels += others
        case .none, .imageToImage, .inpaint, .interpolate: break
        }
        for change in changes.map(\.change) {
            switch change {
            case .classes(let changed): labels += changed
            case .negativeClass(let changed): labels += [changed].compactMap { $0 }
            case .prompts, .negativePrompt, .guidance, .sampler, .mask: break
            }
        }
        for label in labels where !(0..<count).contains(label) {
            throw EngineFailure(
                count == 0 ? "this model has no classes" : "there is no such class",
                expected: count == 0 ? "no class" : "0…\(count - 1)", found: "\(label)", place: name,
                hint: count == 0 ? "choose a class-conditioned model, such as digits-flow-class" : nil)
        }
    }
}
