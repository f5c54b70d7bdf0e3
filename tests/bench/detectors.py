"""Compare the CPU time that the danger detector of two commits takes for a post: `make bench-detectors BASE=COMMIT`.

Both read the same posts, in turn: A B, B A, and so on. Each has a process and a database of its own.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

from tests.bench.commits import Checkout, Unusable
from tests.bench.ratios import LIMIT, ratio_of

POSTS = Path(__file__).parents[1] / "comments" / "detectors" / "tuning_danger.txt"
ROUNDS = 20
LENGTHS = (1, 8)  # posts of one and of eight sentences
# Run with the code of a commit: it reads a length from each line, and prints the seconds of CPU for all posts.
WORKER = """
import sys, time
from pathlib import Path
import tests.environment, django
django.setup()
from django.test.utils import setup_databases
setup_databases(verbosity=0, interactive=False)
from comments.submission.compiled_list import has_crisis_phrase
lines = [line for line in Path(sys.argv[1]).read_text().splitlines() if line and line[0] not in "#["]
def measure(length):
    posts = [" ".join(lines[at : at + length]) for at in range(0, len(lines), length)]
    began = time.process_time()
    for post in posts:
        has_crisis_phrase(post)
    return (time.process_time() - began) / len(posts)
for line in sys.stdin:
    print(measure(int(line)), flush=True)
"""


class Detector:
    """The detector of a commit, in a process."""

    def __init__(self, checkout: Checkout) -> None:
        environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "mvforum.settings",
            "VAR_DIR": str(checkout.folder / "var"),
        }
        self._process = subprocess.Popen(
            [sys.executable, "-c", WORKER, str(POSTS)],
            cwd=checkout.folder,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def measure(self, length: int) -> float:
        """Seconds of CPU for a post of so many sentences."""
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(f"{length}\n")
        self._process.stdin.flush()
        if not (answer := self._process.stdout.readline()):
            raise Unusable("A detector ended.")
        return float(answer)

    def stop(self) -> None:
        assert self._process.stdin
        self._process.stdin.close()
        self._process.wait()


def main() -> int:
    if len(sys.argv) != 2 or not sys.argv[1]:
        sys.exit("Say the older commit: make bench-detectors BASE=COMMIT")
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="mvforum-bench-")))
        commits = [
            Checkout.of(sys.argv[1], folder / "before"),
            Checkout.of(os.environ.get("COMMIT") or "HEAD", folder / "after"),
        ]
        detectors = [Detector(checkout) for checkout in commits]
        for detector in detectors:
            stack.callback(detector.stop)
        is_slower = False
        for length in LENGTHS:
            pairs = [measure_in_turn(detectors, length, is_turned=turn % 2 == 1) for turn in range(-2, ROUNDS)][2:]
            ratio = ratio_of(pairs)
            before, after = (min(costs) * 1e6 for costs in zip(*pairs, strict=True))
            print(
                f"posts of {length} sentences: {before:.0f} µs at {commits[0].commit}, {after:.0f} µs at {commits[1].commit},"
                f" ratio {ratio.value:.2f} ({ratio.low:.2f} to {ratio.high:.2f}): {ratio.verdict}"
            )
            is_slower |= ratio.low > LIMIT
    return 1 if is_slower else 0


def measure_in_turn(detectors: list[Detector], length: int, *, is_turned: bool) -> tuple[float, float]:
    """The costs before and after, measured in that order or in the other one."""
    order = (1, 0) if is_turned else (0, 1)
    costs = {number: detectors[number].measure(length) for number in order}
    return costs[0], costs[1]


if __name__ == "__main__":
    sys.exit(main())
