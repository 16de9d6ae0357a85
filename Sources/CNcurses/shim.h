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

// The masks below are macros with casts, which Swift does not import.

/// Asks for the left button and the wheel, each reported as it is pressed.
static inline void studio_take_mouse(void) {
    mousemask(BUTTON1_PRESSED | BUTTON4_PRESSED | BUTTON5_PRESSED, NULL);
    mouseinterval(0);
}

/// The mouse event that KEY_MOUSE announced: the button 1, 4 or 5, or 0 where there is none.
static inline int studio_mouse(int *x, int *y) {
    MEVENT event;
    if (getmouse(&event) != OK) return 0;
    *x = event.x;
    *y = event.y;
    if (event.bstate & BUTTON1_PRESSED) return 1;
    if (event.bstate & BUTTON4_PRESSED) return 4;
    return event.bstate & BUTTON5_PRESSED ? 5 : 0;
}

/// The encoding of the locale, such as "UTF-8" (nl_langinfo's argument is a macro of an enumeration).
static inline const char *studio_encoding(void) { return nl_langinfo(CODESET); }
#endif
