"""Models as bytes, and back. Damaged models, and those of other versions, are refused."""

import struct
import sys
import zlib
from array import array
from typing import Any

from comments.spam.classifier.feature_hashing import BUCKET_COUNT
from comments.spam.classifier.logistic_regression import Model

FORMAT_VERSION = 1  # Raise it when the meaning of features, buckets or weights changes.
MAGIC_BYTES = b"mvspam"

_HEAD = struct.Struct("<6sHI")  # magic number, version, checksum of the rest
_LESSONS = struct.Struct("<QQ")  # numbers of examples: spam, others
_COUNTS, _MOVED = 8 * BUCKET_COUNT, 4 * BUCKET_COUNT  # bytes


class UnreadableModelError(Exception):
    """These bytes are not a model of this version."""


def serialize_model(model: Model) -> bytes:
    tables = _table_to_bytes(model.counts) + _table_to_bytes(model.weights)
    # Mostly zeros: the fastest compression is enough.
    rest = _LESSONS.pack(model.spam_lessons, model.ham_lessons) + zlib.compress(tables, 1)
    return _HEAD.pack(MAGIC_BYTES, FORMAT_VERSION, zlib.crc32(rest)) + rest


def deserialize_model(saved: bytes) -> Model:
    """Raises UnreadableModelError."""
    if len(saved) < _HEAD.size + _LESSONS.size:
        raise UnreadableModelError("It is too short.")
    mark, version, checksum = _HEAD.unpack_from(saved)
    rest = saved[_HEAD.size :]
    if mark != MAGIC_BYTES or version != FORMAT_VERSION:
        raise UnreadableModelError("It was made by another program, or by other rules.")
    if checksum != zlib.crc32(rest):
        raise UnreadableModelError("It is damaged.")
    tables = _decompress(rest[_LESSONS.size :])
    if len(tables) != _COUNTS + _MOVED:
        raise UnreadableModelError("It is of another size.")
    counts, weights = array("Q", tables[:_COUNTS]), array("f", tables[_COUNTS:])
    return Model(_to_little_endian(counts), _to_little_endian(weights), *_LESSONS.unpack_from(rest))


def _decompress(packed: bytes) -> bytes:
    try:
        return zlib.decompressobj().decompress(packed, _COUNTS + _MOVED + 1)
    except zlib.error as error:
        raise UnreadableModelError("It cannot be unpacked.") from error


def _table_to_bytes(table: "array[Any]") -> bytes:
    return (table if sys.byteorder == "little" else _to_little_endian(table[:])).tobytes()


def _to_little_endian(table: "array[Any]") -> "array[Any]":
    """Convert to the byte order in which models are saved."""
    if sys.byteorder == "big":
        table.byteswap()
    return table
