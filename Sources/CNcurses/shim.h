#ifndef STUDIO_CNCURSES_SHIM_H
#define STUDIO_CNCURSES_SHIM_H
#define NCURSES_WIDECHAR 1
#include <langinfo.h>
#include <locale.h>
#include <ncurses.h>
#include <term.h>

// `stdscr` is a global variable, which Swift 6 does not let threads share, and a WINDOW is opaque in ncurses 6.5 and a struct before:
// no declaration that Swift sees may name it.

/// Keys as they come, one at a time, without waiting and without echo; Ctrl-C and its like are keys.
static inline void studio_take_input(void) {
    raw();
    noecho();
    nonl();
    keypad(stdscr, TRUE);
    nodelay(stdscr, TRUE);
    notimeout(stdscr, FALSE);
}

/// Shows what ncurses has to show: the empty screen, and the modes it sets.
static inline void studio_show(void) {
    clearok(curscr, TRUE);
    wrefresh(stdscr);
}

/// The next key: KEY_CODE_YES for a function key, OK for a character, ERR where there is none.
static inline int studio_next_key(wint_t *key) { return wget_wch(stdscr, key); }

/// ncurses' screen for standard input and output; false where the terminal cannot be used.
static inline bool studio_open_screen(void) { return newterm(NULL, stdout, stdin) != NULL; }

/// A capability of the terminal as a string; NULL where it has none (tigetstr's other answer, -1, is no pointer).
static inline const char *studio_capability(const char *name) {
    char *text = tigetstr((NCURSES_CONST char *)name);
    return text == (char *)-1 ? NULL : text;
}

/// The encoding of the locale, such as "UTF-8" (nl_langinfo's argument is a macro of an enumeration).
static inline const char *studio_encoding(void) { return nl_langinfo(CODESET); }
#endif
