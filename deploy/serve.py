"""The site's server: granian, with workers that never outlive it.

`make run`, the image and the systemd unit start it, each below something that starts it again. It
replaces a worker that dies. It gives up when no worker can start.

After SIGTERM or SIGINT nothing new is accepted, and requests in progress have KILL_SECONDS. All
processes have ended a second later, at any moment of the start.
"""

import argparse
import gc
import mmap
import os
import signal
import socket
import struct
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from end_with_parent import end_with_parent
from granian.constants import Interfaces, Loops, RuntimeModes
from granian.log import LogLevels, logger
from granian.server.mp import MPServer, WorkerProcess

ROOT = Path(__file__).resolve().parent.parent
APPLICATION = "mvforum.rsgi:application"
KILL_SECONDS = 8  # granian's --workers-kill-timeout
READY_SECONDS = 30  # for a new worker to load the application, before it replaces an old one
FAILED_STARTS_PER_WORKER = 3  # in a row, with no worker that got ready in between
# Somebody else ends a process by these: the worker itself did not fail.
KILLED = {-signal.SIGKILL, -signal.SIGTERM}
STOP_SIGNALS = {signal.SIGTERM, signal.SIGINT, signal.SIGHUP}


class Server(MPServer):
    """granian's server for several processes, with another way of replacing and ending workers.

    granian's own one ends the site when a worker dies twice in five seconds. It loses a signal
    to a worker that still loads the application. Its reload waits for each old worker in turn,
    whatever signals arrive.
    """

    def __init__(self, host: str, port: int, workers: int):
        super().__init__(
            APPLICATION,
            address=host,
            port=port,
            interface=Interfaces.RSGI,
            # With these, cached pages cost least: mvforum/http_cache/front.py.
            runtime_mode=RuntimeModes.mt,
            loop=Loops.asyncio,
            workers=workers,
            websockets=False,
            respawn_failed_workers=True,
            workers_kill_timeout=KILL_SECONDS,
            log_level=LogLevels.warning,
        )
        self._ready = ReadyCount()
        self._ready_before = 0
        self._failed_starts = 0

    def load(self, target: str) -> Callable:
        """Load the application, in a worker."""
        from granian._internal import load_target

        application = load_target(target)
        self._ready.increment()
        return application

    def _serve_loop(self, spawn_target: Any, target_loader: Any) -> None:
        while not self.interrupt_signal:
            self.main_loop_interrupt.wait()
            self.main_loop_interrupt.clear()
            while self.interrupt_children and not self.interrupt_signal:
                index = self.interrupt_children.pop()
                if self.wrks[index].is_alive():
                    continue  # replaced already: the dead one was its predecessor
                if self._is_crash_loop(self.wrks[index]):
                    self.interrupt_children.append(index)  # for a status that is not 0
                    logger.error("mvforum ends: its workers fail as soon as they start.")
                    return
                self.wrks[index] = self._start_worker(index, spawn_target, target_loader)
            if self.reload_signal and not self.interrupt_signal:
                self._reload(spawn_target, target_loader)

    def _is_crash_loop(self, dead: WorkerProcess) -> bool:
        """Whether workers have failed again and again, and none of them got ready in between."""
        if dead.inner.exitcode in KILLED:
            return False
        if self._ready.value > self._ready_before:
            self._ready_before, self._failed_starts = self._ready.value, 0
        self._failed_starts += 1
        return not self._ready_before or self._failed_starts >= FAILED_STARTS_PER_WORKER * self.workers

    def _start_worker(self, index: int, spawn_target: Any, target_loader: Any) -> WorkerProcess:
        worker = self._spawn_worker(idx=index, target=spawn_target, callback_loader=target_loader)
        worker.start()
        return worker

    def _reload(self, spawn_target: Any, target_loader: Any) -> None:
        self.reload_signal = False
        for index in range(self.workers):
            if not self._replace_worker(index, spawn_target, target_loader):
                return

    def _replace_worker(self, index: int, spawn_target: Any, target_loader: Any) -> bool:
        """End a worker when its successor is ready. Returns False if it has none, or if somebody ends
        the site meanwhile: the old one then ends with the others."""
        old, ready = self.wrks[index], self._ready.value
        new = self._start_worker(index, spawn_target, target_loader)
        self.wrks[index] = new
        self.wrks.append(old)
        if not self._wait(lambda: self._ready.value > ready, READY_SECONDS):
            if not self.interrupt_signal:
                logger.error("The new worker does not start: the old ones stay.")
                self.wrks[index] = self.wrks.pop()
                new.kill()
            return False
        old.terminate()
        if not self._wait(lambda: not old.is_alive(), KILL_SECONDS):
            if self.interrupt_signal:
                return False
            old.kill()
            old.join()
        self.wrks.remove(old)
        return True

    def _wait(self, is_so: Callable[[], bool], seconds: float) -> bool:
        """Wait until something is so, or somebody ends the site."""
        deadline = time.monotonic() + seconds
        while not is_so():
            if self.interrupt_signal or time.monotonic() > deadline:
                return False
            time.sleep(0.05)
        return True


class ReadyCount:
    """The number of workers that have got ready, in memory that all of them share."""

    def __init__(self) -> None:
        self._memory = mmap.mmap(-1, 8)

    @property
    def value(self) -> int:
        return struct.unpack("q", self._memory[:])[0]

    def increment(self) -> None:
        """Two workers at once may count as one: only whether it has grown is asked."""
        self._memory[:] = struct.pack("q", self.value + 1)


def prepare_workers() -> None:
    """Let processes that are forked from now on end with this one.

    A new worker has the signal handlers of its parent, which note a signal for the parent's loop:
    in the worker it would be lost. So signals wait until the worker has none.
    """
    parent = os.getpid()

    def unblock() -> None:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, STOP_SIGNALS)

    def start_worker() -> None:
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        signal.signal(signal.SIGHUP, signal.SIG_IGN)
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C: the parent sends SIGTERM.
        end_with_parent(parent)
        unblock()

    os.register_at_fork(
        before=lambda: signal.pthread_sigmask(signal.SIG_BLOCK, STOP_SIGNALS),
        after_in_parent=unblock,
        after_in_child=start_worker,
    )


def prepare_site() -> None:
    """Set up Django before workers are forked: these start at once, and share its memory."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mvforum.settings")
    sys.path[0] = str(ROOT)
    from mvforum.startup import prepare_django

    try:
        prepare_django()
    except ImproperlyConfigured as error:
        sys.exit(f"mvforum cannot start: {error}")
    gc.freeze()


def require_free_port(host: str, port: int) -> None:
    """Refuse to serve beside another server: granian itself would share the port with it."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as sock:
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            sock.bind((host, port))
        except OSError as error:
            sys.exit(f"mvforum cannot start: {host} port {port}: {error.strerror}")


def main() -> None:
    # At once: without a handler the first process of a container ignores the signal.
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: os._exit(0))
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--workers", type=int, default=2, help="one for each core")
    options = parser.parse_args()
    os.chdir(ROOT)
    require_free_port(options.host, options.port)
    server = Server(options.host, options.port, options.workers)
    prepare_site()
    prepare_workers()
    server.serve(target_loader=server.load)


if __name__ == "__main__":
    main()
