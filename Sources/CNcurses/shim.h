#ifndef STUDIO_CNCURSES_SHIM_H
#define STUDIO_CNCURSES_SHIM_H
#define NCURSES_WIDECHAR 1
#include <locale.h>
#include <ncurses.h>
#include <term.h>
#endif
