"""Writes the small PNG files the reader is tested on, with nothing but Python's own library: python3 make_pictures.py"""
import struct
import zlib


def chunk(kind, body):
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def png(name, width, height, depth, colour, rows, interlace=0, extra=b""):
    header = struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, interlace)
    data = zlib.compress(b"".join(b"\0" + bytes(row) for row in rows), 9)
    with open(f"{name}.png", "wb") as file:
        file.write(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + extra + chunk(b"IDAT", data) + chunk(b"IEND", b""))


# 16-bit grey: 0, 1/3, 2/3, 1 of 65535.
grey = b"".join(struct.pack(">H", v) for v in (0, 21845, 43690, 65535))
png("grey16", 4, 2, 16, 0, [grey, grey])
# Red, opaque then fully transparent, twice a row.
png("transparent", 4, 2, 8, 6, [[255, 0, 0, 255, 255, 0, 0, 0] * 2] * 2)
# Palette of red, green, blue, yellow; the second row begins blue, yellow.
colours = chunk(b"PLTE", bytes([255, 0, 0, 0, 255, 0, 0, 0, 255, 255, 255, 0]))
png("palette", 4, 2, 8, 3, [[0, 1, 2, 3], [2, 3, 0, 1]], extra=colours)
# The same, interlaced (Adam7): for 4 × 2 the passes are (0,0); (4,0) none; rows at 4 none; (2,0); rows at 2 none; (1,0) (3,0); row 1.
first, second = [0, 1, 2, 3], [2, 3, 0, 1]
png("interlaced", 4, 2, 8, 3, [[first[0]], [first[2]], [first[1], first[3]], second], interlace=1, extra=colours)
# One bit a pixel: 0, 1, 0, 1.
png("bit", 4, 2, 1, 0, [[0b01010000]] * 2)
# Promises 65535 × 65535 pixels and holds one byte.
png("bomb", 65535, 65535, 8, 2, [[0]])
