"""Bodies of requests, read before a thread is used: limits of size and time."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from tempfile import SpooledTemporaryFile
from typing import IO

MAX_BYTES_IN_MEMORY = 256 * 1024  # bytes; a longer body is on disk


class BodyTooLarge(Exception):
    """The body is, or says that it will be, over the limit of its path."""


class BodyTooSlow(Exception):
    """The client sends nothing, or next to nothing, for too long."""


class BodyIncomplete(Exception):
    """The connection ended before the body."""


@dataclass(frozen=True)
class BodyDeadline:
    """Time limits of a body. A slow phone passes; a client that only occupies the server does not."""

    idle_seconds: float = 10
    window_seconds: float = 30
    min_bytes_per_second: int = 4_000


class BodyReader:
    """Reader of one body. It reads ahead by one chunk, so that an answer can be sent meanwhile.

    granian ends the stream of a body that breaks off like any other, after one more empty chunk.
    """

    def __init__(
        self,
        chunks: AsyncIterator[bytes],
        *,
        length: int | None,
        limit: int,
        deadline: BodyDeadline = BodyDeadline(),
        clock: Callable[[], float] = time.monotonic,
    ):
        self.chunks = chunks
        self.length = length
        self.limit = limit
        self.deadline = deadline
        self.clock = clock
        self.received_bytes = 0

    async def read(self) -> IO[bytes]:
        """Return the whole body as a file at its beginning."""
        if self.length is not None and self.length > self.limit:
            raise BodyTooLarge
        file = SpooledTemporaryFile(max_size=MAX_BYTES_IN_MEMORY)  # noqa: SIM115 (closed with the request)
        try:
            await self._read_into(file)
        except BaseException:
            file.close()
            raise
        file.seek(0)
        return file

    async def _read_into(self, file: IO[bytes]) -> None:
        window_began, window_bytes = self.clock(), 0
        was_empty = False
        while True:
            try:
                chunk = await self._read_chunk(self.deadline.idle_seconds)
            except StopAsyncIteration:
                break
            if was_empty:
                raise BodyIncomplete
            was_empty = not chunk
            self.received_bytes += len(chunk)
            window_bytes += len(chunk)
            if self.received_bytes > self.limit:
                raise BodyTooLarge
            file.write(chunk)
            passed = self.clock() - window_began
            if passed >= self.deadline.window_seconds:
                if window_bytes < passed * self.deadline.min_bytes_per_second:
                    raise BodyTooSlow
                window_began, window_bytes = self.clock(), 0
        if self.length is not None and self.received_bytes != self.length:
            raise BodyIncomplete

    async def _read_chunk(self, seconds: float) -> bytes:
        try:
            async with asyncio.timeout(seconds):
                return await anext(self.chunks)
        except TimeoutError:
            raise BodyTooSlow from None

    async def discard_rest(self, max_bytes: int, seconds: float) -> None:
        """Read on for a while after an early answer: a browser that is cut off while it sends shows
        no answer at all."""
        try:
            async with asyncio.timeout(seconds):
                while self.received_bytes < max_bytes:
                    self.received_bytes += len(await anext(self.chunks))
        except (StopAsyncIteration, TimeoutError):
            pass
