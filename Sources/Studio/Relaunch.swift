import Foundation

#if canImport(Glibc)
    import Glibc
#endif

/// Starting this program again, as the same process, where its libraries need to find something in the environment from the first.
enum Relaunch {
    /// Makes idle workers of libgomp, on which oneDNN, OpenBLAS and the kernels run, go to sleep after a short spin.
    ///
    /// By itself an idle worker spins for milliseconds, waiting for the next loop to share; here for some 0.1 ms, which bridges the gaps
    /// between the loops of one evaluation. Where another program wants the core too,
    /// every loop then waits until the spinning thread's time is up, and a training step takes ten times as long. libgomp reads the
    /// setting before `main`, so it must be there when the program is loaded; a person's own setting stands.
    static func withQuietWorkers() {
        guard getenv("GOMP_SPINCOUNT") == nil, getenv("OMP_WAIT_POLICY") == nil else { return }
        // The file and not the link, or the process would be called `exe`.
        guard let program = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe") else { return }
        setenv("GOMP_SPINCOUNT", "4000", 1)
        execv(program, CommandLine.unsafeArgv)
        // Where that fails everything works all the same, only slower on a busy machine.
    }
}
