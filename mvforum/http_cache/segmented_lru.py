"""A memory of so many bytes and no more."""

from collections import OrderedDict
from threading import Lock
from typing import Generic, TypeVar

V = TypeVar("V")

PER_VALUE = 500  # bytes, about what keeping one takes


class Bounded(Generic[V]):
    """Values by key, within a number of bytes; the least recently used leaves first.

    What was asked for only once leaves before what was asked for again, so that a crawler
    with a million addresses pushes out nothing that people read. Safe among threads.
    """

    AGAIN = 0.8  # the part that values asked for again may fill

    def __init__(self, max_bytes: int):
        self.max_bytes = max_bytes
        self.largest = max_bytes // 8
        self.size = 0
        self._size_of_again = 0
        self._once: OrderedDict[str, tuple[V, int]] = OrderedDict()
        self._again: OrderedDict[str, tuple[V, int]] = OrderedDict()
        self._lock = Lock()

    def __len__(self) -> int:
        return len(self._once) + len(self._again)

    def get(self, key: str) -> V | None:
        with self._lock:
            if kept := self._again.get(key):
                self._again.move_to_end(key)
            elif kept := self._once.pop(key, None):
                self._again[key] = kept
                self._size_of_again += kept[1]
                self._step_back()
        return kept[0] if kept else None

    def put(self, key: str, value: V, size: int) -> None:
        """Keep a value of that many bytes, unless it is a large part of all."""
        with self._lock:
            self._put(key, value, size)

    def resize(self, key: str, value: V, size: int) -> None:
        """Take notice that a value has grown, if it is still the one that is kept."""
        with self._lock:
            kept = self._once.get(key) or self._again.get(key)
            if kept and kept[0] is value:
                self._put(key, value, size)

    def drop(self, key: str) -> bool:
        """Says whether there was something."""
        with self._lock:
            before = len(self)
            self._remove(key)
            return len(self) < before

    def clear(self) -> None:
        with self._lock:
            self._once.clear()
            self._again.clear()
            self.size = self._size_of_again = 0

    def _put(self, key: str, value: V, size: int) -> None:
        size += len(key) + PER_VALUE
        known = self._remove(key)
        if size > self.largest:
            return
        (self._again if known else self._once)[key] = value, size
        self.size += size
        self._size_of_again += size if known else 0
        self._step_back()
        while self.size > self.max_bytes:
            self._remove(next(iter(self._once or self._again)))

    def _remove(self, key: str) -> bool:
        """Says whether the value had been asked for again."""
        if kept := self._once.pop(key, None):
            self.size -= kept[1]
        elif kept := self._again.pop(key, None):
            self.size -= kept[1]
            self._size_of_again -= kept[1]
            return True
        return False

    def _step_back(self) -> None:
        while self._size_of_again > self.max_bytes * self.AGAIN:
            key, kept = self._again.popitem(last=False)
            self._size_of_again -= kept[1]
            self._once[key] = kept
