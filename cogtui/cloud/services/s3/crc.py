"""CRCs that the standard library lacks, fast enough for megabytes.

A CRC is linear: a long message is folded onto its own second half until little is left, and each fold is a handful of
table look-ups that `bytes.translate` does for the whole half at once. Names and test values as in the CRC catalogue
("CRC-32/ISCSI", "CRC-64/NVME").
"""

from __future__ import annotations

from functools import cache

_SMALL = 256
"""Blocks that are not worth folding."""

CRC32C = 0x82F63B78
"""The polynomial of CRC-32C, reflected."""
CRC64NVME = 0x9A6C9329AC4BC9B5
"""The polynomial of CRC-64/NVME, reflected."""


def crc(polynomial: int, width: int, message: bytes) -> int:
    """Return the CRC of `width` octets by a reflected polynomial; it begins and ends with all ones."""
    ones = (1 << 8 * width) - 1
    whole = len(message) - len(message) % width
    if whole <= _SMALL * width:
        return _walked(polynomial, ones, message) ^ ones
    begun = (int.from_bytes(message[:width], "little") ^ ones).to_bytes(width, "little")
    folded = _folded(polynomial, width, begun + message[width:whole])
    return _walked(polynomial, 0, folded + message[whole:]) ^ ones


def _walked(polynomial: int, state: int, message: bytes) -> int:
    """Take the state through the message, octet by octet."""
    table = _table(polynomial)
    for octet in message:
        state = table[(state ^ octet) & 0xFF] ^ (state >> 8)
    return state


def _folded(polynomial: int, width: int, blocks: bytes) -> bytes:
    """Return a short message with the same effect on a state of zeros: the head comes to lie on what is behind it."""
    while len(blocks) > _SMALL * width:
        level = (len(blocks) // width - 1).bit_length() - 1
        head_size = len(blocks) - width * (1 << level)
        head, kept, tail = blocks[:head_size], blocks[head_size:-head_size], blocks[-head_size:]
        moved = _moved(_moves(polynomial, width, level), width, head)
        mixed = int.from_bytes(moved, "little") ^ int.from_bytes(tail, "little")
        blocks = kept + mixed.to_bytes(head_size, "little")
    return blocks


def _moved(moves: tuple[tuple[bytes, ...], ...], width: int, blocks: bytes) -> bytes:
    """Return every block as it is after as many blocks of zeros as the tables stand for."""
    lanes = [blocks[lane::width] for lane in range(width)]
    moved = bytearray(len(blocks))
    for to in range(width):
        mixed = 0
        for lane, octets in enumerate(lanes):
            mixed ^= int.from_bytes(octets.translate(moves[lane][to]), "little")
        moved[to::width] = mixed.to_bytes(len(blocks) // width, "little")
    return bytes(moved)


@cache
def _table(polynomial: int) -> tuple[int, ...]:
    """Return what each octet becomes when the state moves on by one."""
    entries: list[int] = []
    for octet in range(256):
        state = octet
        for _ in range(8):
            state = (state >> 1) ^ polynomial if state & 1 else state >> 1
        entries.append(state)
    return tuple(entries)


@cache
def _images(polynomial: int, width: int, level: int) -> tuple[int, ...]:
    """Return what each bit of a state becomes after 2**level blocks of zeros."""
    if level == 0:
        return tuple([_walked(polynomial, 1 << bit, bytes(width)) for bit in range(8 * width)])
    half = _images(polynomial, width, level - 1)
    return tuple([_applied(half, image) for image in half])


def _applied(images: tuple[int, ...], state: int) -> int:
    moved = 0
    while state:
        low = state & -state
        moved ^= images[low.bit_length() - 1]
        state ^= low
    return moved


@cache
def _moves(polynomial: int, width: int, level: int) -> tuple[tuple[bytes, ...], ...]:
    """Return tables: what each value of an octet of a block adds to each octet of the moved block."""
    images = _images(polynomial, width, level)
    tables: list[tuple[bytes, ...]] = []
    for lane in range(width):
        values = [_applied(images, value << 8 * lane) for value in range(256)]
        tables.append(tuple([bytes([value >> 8 * to & 0xFF for value in values]) for to in range(width)]))
    return tuple(tables)
