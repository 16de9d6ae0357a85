// What has to happen inside signal handlers, where Swift may not run: it allocates and takes locks.
#ifndef STUDIO_TERMINAL_H
#define STUDIO_TERMINAL_H
#include <stdbool.h>
#include <stddef.h>
#include <termios.h>

/// Begins to catch SIGINT, SIGTERM, SIGHUP, SIGTSTP, SIGCONT and SIGWINCH: each writes its number as one byte into a pipe. Returns the
/// pipe's end to read from, which does not block, or -1 with errno set. May be called again to catch them anew.
int terminal_catch_signals(void);

/// Whether SIGINT, SIGTERM or SIGHUP has come.
bool terminal_is_ending(void);

/// Stops this process as SIGTSTP does by itself; returns when it goes on, and catches the signal again.
void terminal_stop(void);

/// Sends what is written to the error output into a pipe. Returns the pipe's end to read from, which does not block, or -1 with errno set.
/// After a crash what was written last goes to where it should have gone.
int terminal_catch_errors(void);

/// Takes what is in that pipe, at most `size` bytes; 0 where there is nothing.
size_t terminal_read_errors(char *bytes, size_t size);

/// Gives the error output back, with what was written to it and not read.
void terminal_release_errors(void);

/// From now on a crash, and any exit, first writes `bytes` to `descriptor` and gives it `settings`; the crash then goes its way.
void terminal_guard(int descriptor, const struct termios *settings, const char *bytes, size_t count);

/// The terminal is as it was: nothing is to be restored any more.
void terminal_unguard(void);

/// Opens a pseudo-terminal and writes the path of its other end to `path`, of `size` bytes; -1 with errno set where there is none. Swift
/// does not see these functions of the system.
int terminal_open_pseudo(char *path, size_t size);
#endif
