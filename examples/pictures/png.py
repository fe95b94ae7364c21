"""Small PNG files: at most 256 colours, which is enough for text and charts."""

from __future__ import annotations

import struct
import zlib

import numpy as np
import numpy.typing as npt

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
Pixels = npt.NDArray[np.uint8]


def png(pixels: Pixels, colours: int = 64) -> bytes:
    """Pixels (height, width, 3) as a PNG with the colours that count, 256 at most; the others become the nearest.

    >>> png(np.zeros((2, 3, 3), np.uint8))[:4]
    b'\\x89PNG'
    """
    height, width, _ = pixels.shape
    palette, places = _palette(pixels.reshape(-1, 3), colours)
    rows = places.reshape(height, width)
    lines = np.concatenate([np.zeros((height, 1), np.uint8), rows], axis=1)  # no filter: best for few colours
    chunks = [
        _chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)),
        _chunk(b"PLTE", palette.tobytes()),
        _chunk(b"IDAT", zlib.compress(lines.tobytes(), 9)),
        _chunk(b"IEND", b""),
    ]
    return _SIGNATURE + b"".join(chunks)


def _palette(flat: Pixels, most: int) -> tuple[Pixels, Pixels]:
    codes = flat.astype(np.uint32) @ np.array([65536, 256, 1], np.uint32)
    found, places, counts = np.unique(codes, return_inverse=True, return_counts=True)
    colours = np.stack([(found >> shift) & 255 for shift in (16, 8, 0)], axis=1).astype(np.int64)
    chosen = [int(counts.argmax())]
    nearest = np.zeros(len(colours), np.uint8)
    far = ((colours - colours[chosen[0]]) ** 2).sum(axis=1)
    while len(chosen) < most and far.any():
        # What costs most if it is left out: common colours, and rare ones that are like no other.
        chosen.append(int((counts * far).argmax()))
        distances = ((colours - colours[chosen[-1]]) ** 2).sum(axis=1)
        nearest[distances < far] = len(chosen) - 1
        far = np.minimum(far, distances)
    return colours[chosen].astype(np.uint8), nearest[places.reshape(-1)]


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
