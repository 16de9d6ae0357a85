// swift-tools-version: 6.0
import PackageDescription

// The C kernels are always optimised: a debug build of the engine would otherwise crawl.
let kernelFlags: [CSetting] = [
    .unsafeFlags(["-O3", "-fno-math-errno", "-fno-trapping-math", "-ffp-contract=fast", "-Wall", "-Wextra"])
]

let package = Package(
    name: "Studio",
    products: [
        .executable(name: "studio", targets: ["Studio"]),
        .library(name: "Engine", targets: ["Engine"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.5.0"),
        .package(url: "https://github.com/LebJe/TOMLKit", from: "0.6.0"),
    ],
    targets: [
        .systemLibrary(name: "CNcurses", providers: [.apt(["libncursesw5-dev"])]),
        .systemLibrary(name: "COpenBLAS", providers: [.apt(["libopenblas-dev"])]),
        .systemLibrary(name: "COneDNN", providers: [.apt(["libdnnl-dev"])]),
        .systemLibrary(name: "CPNG", providers: [.apt(["libpng-dev"])]),
        .systemLibrary(name: "CZlib", providers: [.apt(["zlib1g-dev"])]),
        .systemLibrary(name: "CGIF", providers: [.apt(["libgif-dev"])]),
        .systemLibrary(name: "CCrypto", providers: [.apt(["libssl-dev"])]),
        .target(name: "Kernels", cSettings: kernelFlags, linkerSettings: [.linkedLibrary("gomp")]),
        .target(name: "CSentencePiece", linkerSettings: [.linkedLibrary("sentencepiece")]),
        .target(
            name: "Engine",
            dependencies: [
                "Kernels", "COpenBLAS", "COneDNN", "CPNG", "CZlib", "CGIF", "CCrypto", "CSentencePiece", "TOMLKit",
            ]
        ),
        .target(name: "StudioCore", dependencies: ["Engine", "TOMLKit"]),
        .target(name: "CTerminal", cSettings: [.unsafeFlags(["-Wall", "-Wextra"])]),
        .target(name: "VirtualTerminal", dependencies: ["CTerminal", "CZlib"]),
        .executableTarget(
            name: "Studio",
            dependencies: [
                "StudioCore", "Engine", "CNcurses", "CTerminal", "VirtualTerminal",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ]
        ),
        .target(
            name: "TestSupport", dependencies: ["CPNG", "CGIF", "CZlib"], path: "Tests/TestSupport"),
        .testTarget(name: "KernelsTests", dependencies: ["Kernels"]),
        .testTarget(name: "EngineTests", dependencies: ["Engine", "TestSupport"]),
        .testTarget(name: "StudioCoreTests", dependencies: ["StudioCore", "VirtualTerminal"], exclude: ["Golden"]),
        .testTarget(
            name: "StudioTests", dependencies: ["Studio", "StudioCore", "Engine", "VirtualTerminal", "TestSupport"]),
    ],
    swiftLanguageModes: [.v6],
    cLanguageStandard: .c11,
    cxxLanguageStandard: .cxx17
)
