#!/usr/bin/env python3
"""Records the window as an asciinema file: studio in a pseudo-terminal, driven by a list of keys.

    Scripts/record.py PROGRAM OUTPUT.cast < KEYS

A line of KEYS is what is typed, as Python writes a string, after the seconds that go by first; one that begins with # is a word on what
is to be seen, and becomes a marker. The data folder is the one in XDG_DATA_HOME, so that a recording has its own.
"""
import ast
import fcntl
import json
import os
import pty
import select
import struct
import sys
import termios
import time

COLUMNS, ROWS = 120, 36
# What the program asks a terminal, and what one with text only answers.
ANSWERS = {b"\x1b[c": b"\x1b[?62;22c", b"\x1b[>q": b"\x1bP>|recorder 1\x1b\\", b"\x1b[16t": b"\x1b[6;20;10t"}


def steps(lines):
    """The seconds to wait, the bytes to type and the marker of each line."""
    for line in lines:
        line = line.strip()
        if line.startswith("#"):
            yield 0.0, b"", line[1:].strip()
        elif line:
            wait, _, keys = line.partition(" ")
            yield float(wait), ast.literal_eval(keys).encode() if keys else b"", None


def open_program(program):
    child, terminal = pty.fork()
    if child == 0:
        environment = dict(os.environ, TERM="xterm-256color", COLORTERM="truecolor")
        environment.pop("TMUX", None)
        os.execve(program, [program, "--no-tour"], environment)
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, COLUMNS * 10, ROWS * 20))
    return child, terminal


class Recording:
    def __init__(self, program, path):
        self.child, self.terminal = open_program(program)
        self.file = open(path, "w", encoding="utf-8")
        self.began = time.monotonic()
        self.rest = b""
        self.has_ended = False
        header = {"version": 2, "width": COLUMNS, "height": ROWS, "title": "Studio",
                  "env": {"TERM": "xterm-256color"}}
        self.file.write(json.dumps(header) + "\n")

    def note(self, kind, text):
        self.file.write(json.dumps([round(time.monotonic() - self.began, 4), kind, text], ensure_ascii=False) + "\n")

    def take(self, seconds):
        """Takes what is written for so long."""
        until = time.monotonic() + seconds
        while not self.has_ended:
            left = until - time.monotonic()
            ready, _, _ = select.select([self.terminal], [], [], max(0, left))
            if ready:
                self.read()
            elif left <= 0:
                return

    def read(self):
        try:
            chunk = os.read(self.terminal, 65536)
        except OSError:
            chunk = b""
        if not chunk:
            self.has_ended = True
            return
        for question, answer in ANSWERS.items():
            if question in chunk:
                os.write(self.terminal, answer)
        whole = self.rest + chunk
        # A character may come in two pieces.
        for cut in range(min(4, len(whole) + 1)):
            try:
                text = whole[:len(whole) - cut].decode()
            except UnicodeDecodeError:
                continue
            self.rest = whole[len(whole) - cut:]
            self.note("o", text)
            return
        self.rest = b""
        self.note("o", whole.decode(errors="replace"))


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    recording = Recording(os.path.abspath(sys.argv[1]), sys.argv[2])
    for wait, keys, marker in steps(sys.stdin):
        recording.take(wait)
        if marker:
            recording.note("m", marker)
        if keys and not recording.has_ended:
            os.write(recording.terminal, keys)
    recording.take(20)
    if not recording.has_ended:
        os.kill(recording.child, 15)
    status = os.waitstatus_to_exitcode(os.waitpid(recording.child, 0)[1])
    if status != 0:
        sys.exit(f"studio ended with {status}")


if __name__ == "__main__":
    main()
