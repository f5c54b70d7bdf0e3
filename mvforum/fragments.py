"""Pieces of pages in the memory of one process, within a number of bytes.

Django's own memory cache counts entries, and a piece can be a line or half a megabyte.
"""

from typing import Any

from django.core.cache.backends.base import DEFAULT_TIMEOUT, BaseCache

from mvforum.bounded import Bounded

_memories: dict[str, Bounded[str]] = {}


class FragmentMemory(BaseCache):
    """For strings whose keys name all they depend on: none grows old, it is only left behind."""

    def __init__(self, name: str, params: dict[str, Any]):
        super().__init__(params)
        size = params["OPTIONS"]["MAX_BYTES"]
        self._kept = _memories.setdefault(f"{name} {size}", Bounded(size))

    def get(self, key: str, default: Any = None, version: int | None = None) -> Any:
        found = self._kept.get(self.make_key(key, version))
        return default if found is None else found

    def set(
        self,
        key: str,
        value: str,
        timeout: float | None = DEFAULT_TIMEOUT,
        version: int | None = None,
    ) -> None:
        self._kept.put(self.make_key(key, version), value, len(value.encode()))

    def add(
        self,
        key: str,
        value: str,
        timeout: float | None = DEFAULT_TIMEOUT,
        version: int | None = None,
    ) -> bool:
        is_new = self.get(key, version=version) is None
        if is_new:
            self.set(key, value, timeout, version)
        return is_new

    def delete(self, key: str, version: int | None = None) -> bool:
        return self._kept.drop(self.make_key(key, version))

    def clear(self) -> None:
        self._kept.clear()
