"""Cache of template fragments in the memory of one process, limited in bytes.

Django's own memory cache counts entries, but a fragment can be a line or half a megabyte.
"""

import sys
from time import monotonic
from typing import Any

from django.core.cache.backends.base import DEFAULT_TIMEOUT, BaseCache

from mvforum.http_cache.segmented_lru import SegmentedLRUCache

_caches: dict[str, SegmentedLRUCache[tuple[str, float]]] = {}


class FragmentMemory(BaseCache):
    """Cache backend for `{% cache %}`. Its keys name all that a fragment depends on."""

    def __init__(self, name: str, params: dict[str, Any]):
        super().__init__(params)
        size = params["OPTIONS"]["MAX_BYTES"]
        self._cache = _caches.setdefault(f"{name} {size}", SegmentedLRUCache(size))

    def get(self, key: str, default: Any = None, version: int | None = None) -> Any:
        found, ends = self._cache.get(self.make_key(key, version)) or (None, 0.0)
        return default if found is None or ends < monotonic() else found

    def set(self, key: str, value: str, timeout: float | None = DEFAULT_TIMEOUT, version: int | None = None) -> None:
        lasts = self.default_timeout if timeout is DEFAULT_TIMEOUT else timeout
        ends = float("inf") if lasts is None else monotonic() + lasts
        # One rare character makes each of a string's characters four bytes wide.
        self._cache.put(self.make_key(key, version), (value, ends), sys.getsizeof(value))

    def delete(self, key: str, version: int | None = None) -> bool:
        return self._cache.delete(self.make_key(key, version))

    def clear(self) -> None:
        self._cache.clear()
