/// The tour: five screens for a person who has never been here.
extension CommandTable {
    static let tour = [
        Command(
            "tour-next", "next", keys: [.enter, .character(" "), .right], place: .tour, rank: 1,
            help: "Shows the next screen; after the last one the studio is yours.",
            titleNow: { $0.tourPage == TourText.pages.count - 1 ? "begin" : "next" }
        ) { model, _ in model.turnTour(by: 1) },
        Command(
            "tour-back", "back", keys: [.left, .backspace], place: .tour, rank: 2, help: "Shows the screen before."
        ) {
            model, _ in model.turnTour(by: -1)
        },
        Command(
            "tour-skip", "skip", keys: [.escape, .character("q")], place: .tour, rank: 3,
            help: "Ends the tour; F2 shows it again."
        ) { model, _ in
            model.overlay = nil
            return []
        },
    ]
}

extension StudioModel {
    var tourPage: Int? { if case .tour(let page)? = overlay { page } else { nil } }

    mutating func turnTour(by offset: Int) -> [Effect] {
        let next = max(0, (tourPage ?? 0) + offset)
        overlay = next < TourText.pages.count ? .tour(page: next) : nil
        return []
    }
}
