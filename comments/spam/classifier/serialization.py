"""A model as bytes, and back. What is damaged, or was made by other rules, is refused."""

import struct
import sys
import zlib
from array import array
from typing import Any

from comments.spam.classifier.feature_hashing import BUCKETS
from comments.spam.classifier.logistic_regression import Model

VERSION = 1  # Raise it when traits, buckets or weights come to mean something else.
MARK = b"mvspam"

_HEAD = struct.Struct("<6sHI")  # mark, version, checksum of what follows
_LESSONS = struct.Struct("<QQ")  # of spam, and of the others
_COUNTS, _MOVED = 8 * BUCKETS, 4 * BUCKETS  # bytes


class Unreadable(Exception):
    """These bytes are not a model of this version."""


def to_bytes(model: Model) -> bytes:
    tables = _in_order(model.counts) + _in_order(model.moved)
    # Mostly zeros: the quickest way makes them small enough.
    rest = _LESSONS.pack(model.spam_lessons, model.ham_lessons) + zlib.compress(tables, 1)
    return _HEAD.pack(MARK, VERSION, zlib.crc32(rest)) + rest


def from_bytes(saved: bytes) -> Model:
    """Raises Unreadable."""
    if len(saved) < _HEAD.size + _LESSONS.size:
        raise Unreadable("It is too short.")
    mark, version, checksum = _HEAD.unpack_from(saved)
    rest = saved[_HEAD.size :]
    if mark != MARK or version != VERSION:
        raise Unreadable("It was made by another program, or by other rules.")
    if checksum != zlib.crc32(rest):
        raise Unreadable("It is damaged.")
    tables = _unpacked(rest[_LESSONS.size :])
    if len(tables) != _COUNTS + _MOVED:
        raise Unreadable("It is of another size.")
    counts, moved = array("Q", tables[:_COUNTS]), array("f", tables[_COUNTS:])
    return Model(_turned(counts), _turned(moved), *_LESSONS.unpack_from(rest))


def _unpacked(packed: bytes) -> bytes:
    try:
        return zlib.decompressobj().decompress(packed, _COUNTS + _MOVED + 1)
    except zlib.error as error:
        raise Unreadable("It cannot be unpacked.") from error


def _in_order(table: "array[Any]") -> bytes:
    return (table if sys.byteorder == "little" else _turned(table[:])).tobytes()


def _turned(table: "array[Any]") -> "array[Any]":
    """Saved the same way on every machine."""
    if sys.byteorder == "big":
        table.byteswap()
    return table
