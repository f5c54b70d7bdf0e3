"""Segmented LRU cache with a limit in bytes."""

from collections import OrderedDict
from threading import Lock
from typing import Generic, TypeVar

V = TypeVar("V")

OVERHEAD_BYTES_PER_ENTRY = 500  # bytes, about what keeping one takes


class SegmentedLRUCache(Generic[V]):
    """Values by key within a limit of bytes; the least recently used is evicted first.

    Values that were requested only once are evicted before those that were requested again. So a
    crawler with a million addresses evicts nothing that people read. Thread-safe.
    """

    PROTECTED_SHARE = 0.8  # the part that values asked for again may fill

    def __init__(self, max_bytes: int):
        self.max_bytes = max_bytes
        self.max_entry_bytes = max_bytes // 8
        self.size = 0
        self._protected_size = 0
        self._probation: OrderedDict[str, tuple[V, int]] = OrderedDict()
        self._protected: OrderedDict[str, tuple[V, int]] = OrderedDict()
        self._lock = Lock()

    def __len__(self) -> int:
        return len(self._probation) + len(self._protected)

    def get(self, key: str) -> V | None:
        with self._lock:
            if kept := self._protected.get(key):
                self._protected.move_to_end(key)
            elif kept := self._probation.pop(key, None):
                self._protected[key] = kept
                self._protected_size += kept[1]
                self._demote()
        return kept[0] if kept else None

    def put(self, key: str, value: V, size: int) -> None:
        """Store a value of `size` bytes, unless it is a large part of the whole cache."""
        with self._lock:
            self._put(key, value, size)

    def resize(self, key: str, value: V, size: int) -> None:
        """Record the new size of a value, if that value is still stored."""
        with self._lock:
            kept = self._probation.get(key) or self._protected.get(key)
            if kept and kept[0] is value:
                self._put(key, value, size)

    def delete(self, key: str) -> bool:
        """Delete a value; return whether there was one."""
        with self._lock:
            before = len(self)
            self._remove(key)
            return len(self) < before

    def clear(self) -> None:
        with self._lock:
            self._probation.clear()
            self._protected.clear()
            self.size = self._protected_size = 0

    def _put(self, key: str, value: V, size: int) -> None:
        size += len(key) + OVERHEAD_BYTES_PER_ENTRY
        known = self._remove(key)
        if size > self.max_entry_bytes:
            return
        (self._protected if known else self._probation)[key] = value, size
        self.size += size
        self._protected_size += size if known else 0
        self._demote()
        while self.size > self.max_bytes:
            self._remove(next(iter(self._probation or self._protected)))

    def _remove(self, key: str) -> bool:
        """Remove a value; return whether it was in the protected segment."""
        if kept := self._probation.pop(key, None):
            self.size -= kept[1]
        elif kept := self._protected.pop(key, None):
            self.size -= kept[1]
            self._protected_size -= kept[1]
            return True
        return False

    def _demote(self) -> None:
        while self._protected_size > self.max_bytes * self.PROTECTED_SHARE:
            key, kept = self._protected.popitem(last=False)
            self._protected_size -= kept[1]
            self._probation[key] = kept
