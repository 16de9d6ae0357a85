#define _GNU_SOURCE
#include "terminal.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

// MARK: Signals as bytes in a pipe

static int signal_pipe[2] = {-1, -1};
static atomic_bool is_ending;

static void note_signal(int number) {
    int error = errno;
    if (number == SIGINT || number == SIGTERM || number == SIGHUP) atomic_store(&is_ending, true);
    unsigned char byte = (unsigned char)number;
    // A full pipe holds enough of them.
    ssize_t ignored = write(signal_pipe[1], &byte, 1);
    (void)ignored;
    errno = error;
}

static void catch_signal(int number) {
    // Without SA_RESTART: a write to a terminal that no longer reads must come back.
    struct sigaction action = {.sa_handler = note_signal};
    sigfillset(&action.sa_mask);
    sigaction(number, &action, NULL);
}

int terminal_catch_signals(void) {
    if (signal_pipe[0] < 0 && pipe2(signal_pipe, O_CLOEXEC | O_NONBLOCK) != 0) return -1;
    static const int numbers[] = {SIGINT, SIGTERM, SIGHUP, SIGTSTP, SIGCONT, SIGWINCH};
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) catch_signal(numbers[i]);
    signal(SIGPIPE, SIG_IGN);
    return signal_pipe[0];
}

bool terminal_is_ending(void) { return atomic_load(&is_ending); }

void terminal_stop(void) {
    signal(SIGTSTP, SIG_DFL);
    kill(getpid(), SIGTSTP);
    catch_signal(SIGTSTP);
}

// MARK: The error output, which the window covers

static int error_pipe[2] = {-1, -1};
static int error_output = -1;
/// What was read last: of a crash it may tell why.
static char last_words[4096];
static size_t last_count;

static void write_errors(const char *bytes, size_t count) {
    ssize_t ignored = write(STDERR_FILENO, bytes, count);
    (void)ignored;
}

int terminal_catch_errors(void) {
    if (error_output >= 0) return error_pipe[0];
    // Nobody waits for a pipe that is full: what does not fit is lost.
    if (pipe2(error_pipe, O_CLOEXEC | O_NONBLOCK) != 0) return -1;
    error_output = fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
    if (error_output < 0 || dup2(error_pipe[1], STDERR_FILENO) < 0) return -1;
    return error_pipe[0];
}

size_t terminal_read_errors(char *bytes, size_t size) {
    ssize_t count = read(error_pipe[0], bytes, size);
    if (count <= 0) return 0;
    last_count = (size_t)count < sizeof last_words ? (size_t)count : sizeof last_words;
    memcpy(last_words, bytes + count - last_count, last_count);
    return (size_t)count;
}

void terminal_release_errors(void) {
    if (error_output < 0) return;
    dup2(error_output, STDERR_FILENO);
    error_output = -1;
    char bytes[4096];
    ssize_t count;
    while ((count = read(error_pipe[0], bytes, sizeof bytes)) > 0) write_errors(bytes, (size_t)count);
}

// MARK: Restoring the terminal when the program cannot

enum { most_bytes = 512 };
static const int crashes[] = {SIGSEGV, SIGBUS, SIGILL, SIGTRAP, SIGABRT, SIGFPE};
enum { crash_count = sizeof crashes / sizeof *crashes };

static struct sigaction before[crash_count];
static struct termios guarded_settings;
static char guarded_bytes[most_bytes];
static size_t guarded_count;
static int guarded_descriptor = -1;
static atomic_bool is_guarded;

static void restore(void) {
    if (!atomic_exchange(&is_guarded, false)) return;
    size_t done = 0;
    while (done < guarded_count) {
        ssize_t count = write(guarded_descriptor, guarded_bytes + done, guarded_count - done);
        if (count > 0) {
            done += (size_t)count;
        } else if (errno != EINTR) {
            break;
        }
    }
    tcsetattr(guarded_descriptor, TCSANOW, &guarded_settings);
}

static void crash(int number) {
    restore();
    bool is_caught = error_output >= 0;
    terminal_release_errors();
    if (is_caught) write_errors(last_words, last_count);
    // Whoever handled it before (the runtime's backtrace, or the system) sees the same signal again.
    for (int i = 0; i < crash_count; i++) {
        if (crashes[i] == number) sigaction(number, &before[i], NULL);
    }
    raise(number);
}

void terminal_guard(int descriptor, const struct termios *settings, const char *bytes, size_t count) {
    guarded_descriptor = descriptor;
    guarded_settings = *settings;
    guarded_count = count < most_bytes ? count : most_bytes;
    memcpy(guarded_bytes, bytes, guarded_count);
    static bool is_installed;
    if (!is_installed) {
        is_installed = true;
        // A stack of its own: the crash may be that the stack is full.
        static char stack[64 * 1024];
        stack_t alternative = {.ss_sp = stack, .ss_size = sizeof stack};
        sigaltstack(&alternative, NULL);
        struct sigaction action = {.sa_handler = crash, .sa_flags = SA_ONSTACK | SA_NODEFER};
        for (int i = 0; i < crash_count; i++) sigaction(crashes[i], &action, &before[i]);
        atexit(restore);
    }
    atomic_store(&is_guarded, true);
}

void terminal_unguard(void) { atomic_store(&is_guarded, false); }

// MARK: Pseudo-terminals

int terminal_open_pseudo(char *path, size_t size) {
    int descriptor = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC);
    if (descriptor < 0) return -1;
    if (grantpt(descriptor) == 0 && unlockpt(descriptor) == 0 && ptsname_r(descriptor, path, size) == 0) return descriptor;
    close(descriptor);
    return -1;
}
