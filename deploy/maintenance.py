"""Maintenance commands on their schedule, in UTC: deletion of personal data, and other chores.

Each runs at multiples of its interval. Those of a day or less also run at once, so that a machine
that is switched off at night still deletes what it must.
"""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from end_with_parent import ending_with_this_process

ROOT = Path(__file__).resolve().parent.parent
MINUTE, DAY, WEEK = 60, 86_400, 604_800  # seconds
INTERVALS = {
    "note_due_articles": 5 * MINUTE,
    "forget": DAY,
    "forget_unconfirmed": DAY,
    "clearsessions": WEEK,
    "forget_pictures": WEEK,
    "relate_articles": WEEK,
}


def get_next_time(interval: int, now: float) -> float:
    return (now // interval + 1) * interval


def plan(now: float) -> dict[str, float]:
    """When each command runs for the first time."""
    return {
        command: now if interval <= DAY else get_next_time(interval, now) for command, interval in INTERVALS.items()
    }


def run(command: str) -> None:
    manage = [sys.executable, str(ROOT / "manage.py"), command]
    done = subprocess.run(manage, cwd=ROOT, preexec_fn=ending_with_this_process(), check=False)
    if done.returncode:
        print(f"{command} failed with status {done.returncode}. It runs again in its turn.", file=sys.stderr)


def main() -> None:
    # At once: without a handler the first process of a container ignores the signal.
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: os._exit(0))
    due = plan(time.time())
    while True:
        command = min(due, key=due.__getitem__)
        time.sleep(max(0.0, due[command] - time.time()))
        run(command)
        due[command] = get_next_time(INTERVALS[command], time.time())


if __name__ == "__main__":
    main()
