"""Processes that end when their parent ends, however that happens."""

import ctypes
import os
import signal
import sys
import threading
import time
from collections.abc import Callable

PR_SET_PDEATHSIG = 1  # linux/prctl.h
POLL_SECONDS = 1.0  # where the kernel has no such signal


def end_with_parent(parent: int, number: signal.Signals = signal.SIGKILL) -> None:
    """Send this process a signal as soon as its parent has ended.

    The parent may be gone before the kernel knows of the wish, so look at the number once more.
    """
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, int(number))
    else:
        threading.Thread(target=watch_parent, args=(parent, number), daemon=True).start()
    if os.getppid() != parent:
        os._exit(1)


def watch_parent(parent: int, number: signal.Signals) -> None:
    while os.getppid() == parent:
        time.sleep(POLL_SECONDS)
    os.kill(os.getpid(), number)


def ending_with_this_process(number: signal.Signals = signal.SIGTERM) -> Callable[[], None]:
    """Return a `preexec_fn` for a child that ends with this process."""
    parent = os.getpid()
    return lambda: end_with_parent(parent, number)
