import Foundation
import Testing

@testable import Engine

@Suite struct AtomicFileTests {
    private struct Trouble: Error {}

    private func contents(_ path: String) -> String? {
        FileManager.default.contents(atPath: path).map { String(decoding: $0, as: UTF8.self) }
    }

    @Test func aFileIsReplacedWhole() throws {
        try Fixtures.withTemporaryFolder { folder in
            try AtomicFile.write(Data("old".utf8), to: folder + "/a")
            try AtomicFile.write(Data("new".utf8), to: folder + "/a")
            #expect(contents(folder + "/a") == "new")
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["a"])
        }
    }

    @Test func aHalfWrittenFileReplacesNothingAndLeavesNothing() throws {
        try Fixtures.withTemporaryFolder { folder in
            try AtomicFile.write(Data("old".utf8), to: folder + "/a")
            #expect(throws: Trouble.self) {
                try AtomicFile.write(to: folder + "/a") { descriptor in
                    try AtomicFile.writeAll(Data("ne".utf8), descriptor, folder + "/a")
                    throw Trouble()
                }
            }
            #expect(contents(folder + "/a") == "old")
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["a"])
        }
    }

    /// What a crash between writing and renaming leaves beside the file is taken for nothing: neither for the file nor for another.
    @Test func whatACrashLeavesIsNotTakenForTheFile() throws {
        try Fixtures.withTemporaryFolder { folder in
            do {
                // A run that is gone holds its folder no longer, as after a crash.
                let run = try TrainingRun(
                    TrainingRequest(recipe: SmallSet.recipe(), output: folder + "/run"), images: SmallSet.make())
                _ = try run.advance()
                try run.save()
            }
            for name in ["checkpoints/step-00000009.safetensors.77.1.tmp", "model.safetensors.77.1.tmp"] {
                try Data("junk".utf8).write(to: URL(fileURLWithPath: "\(folder)/run/\(name)"))
            }
            let again = try TrainingRun(
                TrainingRequest(recipe: SmallSet.recipe(), output: folder + "/run", resume: true),
                images: SmallSet.make())
            #expect(again.trainer.step == 1)
            #expect(try ModelFolder.load(folder + "/run").card.step == 1)
        }
    }

    @Test(arguments: [
        ("/missing/a", "No such file or directory", "make that folder first"),
        ("/file/a", "Not a directory", "make that folder first"), ("/folder", "Is a directory", nil),
    ])
    func whatCannotBeWrittenSaysWhy(_ place: String, _ reason: String, _ hint: String?) throws {
        try Fixtures.withTemporaryFolder { folder in
            try Data().write(to: URL(fileURLWithPath: folder + "/file"))
            try FileManager.default.createDirectory(atPath: folder + "/folder", withIntermediateDirectories: false)
            let failure = #expect(throws: EngineFailure.self) {
                try AtomicFile.write(Data("x".utf8), to: folder + place)
            }
            #expect(failure?.found == reason)
            #expect(failure?.place == folder + place)
            #expect(failure?.hint == hint)
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder).sorted() == ["file", "folder"])
        }
    }

    @Test func aFullDiskIsNamed() throws {
        let descriptor = open("/dev/full", O_WRONLY)
        defer { close(descriptor) }
        let failure = #expect(throws: EngineFailure.self) {
            try AtomicFile.writeAll(Data("x".utf8), descriptor, "somewhere")
        }
        #expect(failure?.found == "No space left on device")
        #expect(failure?.hint == "make room on that disk")
    }
}
