"""Threads that run requests: a few of them, so that waiting for a lock never takes all."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from typing import TypeVar

T = TypeVar("T")


class NoThreadFree(Exception):
    """No thread became free within the patience of a request."""


class RequestThreads:
    """Bounded pool of threads for the event loop. Some requests may wait for locks of the database;
    these never take all threads, and the others always find one.

    Requests beyond the limits wait outside threads, in their order. All methods but the function
    itself run in the event loop, so no lock is needed.
    """

    def __init__(self, threads: int, max_waiting_for_locks: int):
        self.threads = threads
        self.max_waiting_for_locks = max_waiting_for_locks
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="request")
        self._busy = 0
        self._busy_with_locks = 0
        self._arrivals = count()
        self._queues: dict[bool, deque[tuple[int, asyncio.Future[None]]]] = {False: deque(), True: deque()}

    async def run(self, function: Callable[[], T], *, may_wait_for_locks: bool, patience: float) -> T:
        """Run a function in a thread. Raises NoThreadFree if none is free within `patience` seconds."""
        if not self._has_room(may_wait_for_locks) or self._queues[may_wait_for_locks]:
            await self._wait_for_room(may_wait_for_locks, patience)
        else:
            self._enter(may_wait_for_locks)
        running = asyncio.get_running_loop().run_in_executor(self._pool, function)
        running.add_done_callback(lambda _done: self._leave(may_wait_for_locks))
        # The thread goes on if the request is cancelled, and is busy until it ends.
        return await asyncio.shield(running)

    def _has_room(self, may_wait_for_locks: bool) -> bool:
        if may_wait_for_locks and self._busy_with_locks >= self.max_waiting_for_locks:
            return False
        return self._busy < self.threads

    def _enter(self, may_wait_for_locks: bool) -> None:
        self._busy += 1
        self._busy_with_locks += may_wait_for_locks

    def _leave(self, may_wait_for_locks: bool) -> None:
        self._busy -= 1
        self._busy_with_locks -= may_wait_for_locks
        while kinds := [kind for kind, queue in self._queues.items() if queue and self._has_room(kind)]:
            kind = min(kinds, key=lambda kind: self._queues[kind][0])
            _arrival, waiting = self._queues[kind].popleft()
            if not waiting.done():
                self._enter(kind)
                waiting.set_result(None)

    async def _wait_for_room(self, may_wait_for_locks: bool, patience: float) -> None:
        waiting: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        queue, entry = self._queues[may_wait_for_locks], (next(self._arrivals), waiting)
        queue.append(entry)
        try:
            async with asyncio.timeout(patience):
                await waiting
        except BaseException as error:
            if entry in queue:  # Else nobody enters before the next one leaves.
                queue.remove(entry)
            elif not waiting.cancelled():
                self._leave(may_wait_for_locks)  # It came too late.
            if isinstance(error, TimeoutError):
                raise NoThreadFree from None
            raise
