/// The tutor: lessons that watch what is done.
extension CommandTable {
    static let tutor = [
        Command(
            "lesson-next", "next lesson", keys: [.function(3)], place: .window,
            help: "Goes to the tutor's next lesson; brings the tutor where there is none.",
            titleNow: { $0.tutor == nil ? "tutor" : "next lesson" },
            rankNow: { $0.tutor?.isDone == true ? 1 : nil },
            unless: { $0.tutor?.lesson == Lesson.all.count - 1 ? "this is the last lesson" : nil }
        ) { model, _ in
            if model.tutor == nil { model.tutor = Tutor() } else { model.tutor?.go(by: 1) }
            return []
        },
        Command(
            "lesson-back", "lesson before", keys: [.function(4)], place: .window,
            help: "Goes to the tutor's lesson before.",
            unless: { ($0.tutor?.lesson ?? 0) == 0 ? "there is no lesson before" : nil }
        ) { model, _ in
            model.tutor?.go(by: -1)
            return []
        },
        Command(
            "lesson-fold", "fold the lesson", keys: [.function(7)], place: .window,
            help: "Folds the lesson to one line, or opens it.", unless: { $0.tutor == nil ? noTutor : nil }
        ) { model, _ in
            model.tutor?.isOpen.toggle()
            return []
        },
        Command(
            "lesson-end", "end the lessons", keys: [.function(8)], place: .window, help: "Sends the tutor away.",
            unless: { $0.tutor == nil ? noTutor : nil }
        ) { model, _ in
            model.tutor = nil
            return []
        },
    ]

    private static let noTutor = "there is no tutor here: F3 brings one"
}
