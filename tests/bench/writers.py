"""Clients that write: each post from an address, or by a member, of its own, so that the limits
which the site has for everybody stay as they are."""

from __future__ import annotations

import http.client
import re
import statistics
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from urllib.parse import urlencode

from tests.bench.cases import Act
from tests.bench.load import Slice, measured
from tests.bench.site import Site, ask

POSTS_PER_MEMBER = 2  # in a row: the third would have to wait
FORM = {"Content-Type": "application/x-www-form-urlencoded", "Sec-Fetch-Site": "same-origin"}
WORDS = "I was told to walk every day, first to the gate, then to the mill and *back*. " * 4


class Refused(Exception):
    """The site has not done what was asked: the figures would be about something else."""


class Crowd:
    """The people who write on one site. Nobody comes twice too often."""

    def __init__(self, site: Site):
        self.site = site
        self._turns, self._addresses, self._cases = count(), count(), count()
        self._members: Iterator[str] = (
            session for session in site.facts["sessions"][1:] for _ in range(POSTS_PER_MEMBER)
        )
        self.numbers: list[int] = []  # of the posts published last

    def request(self, act: Act) -> tuple[str, dict[str, str], str]:
        """Address, headers and form of the next one."""
        headers, facts = FORM | self._person(act.who), self.site.facts
        mark = self.site.read_account_mark(headers)
        if act.decides:
            turn = next(self._cases)
            case = f"{facts['first_held'] + turn}@{facts['first_held_line'] + turn}"
            return ("/moderation/decisions/", headers, urlencode({"verb": "approve", "comment": case} | mark))
        fields = {"body": f"{WORDS}{next(self._turns)}"} | mark
        if act.replies:
            fields["reply_to"] = facts["deepest"]
        return f"/threads/{facts['thread']}/comments/", headers, urlencode(fields)

    def _person(self, who: str) -> dict[str, str]:
        turn = next(self._addresses)
        address = {"X-Forwarded-For": f"10.{turn >> 16 & 255}.{turn >> 8 & 255}.{turn & 255}"}
        if who != "member":
            return address | self.site.headers_of(who)
        return address | {"Cookie": f"session={next(self._members)}"}

    def write(self, act: Act, times: int) -> Slice:
        """So many posts, by `act.writers` clients at once. Raises Refused."""
        requests = [self.request(act) for _ in range(times)]
        self.numbers.clear()
        began = time.monotonic()
        with measured(self.site) as slice_, ThreadPoolExecutor(act.writers) as pool:
            shares = [requests[turn :: act.writers] for turn in range(act.writers)]
            waits = [wait for share in pool.map(self._send, shares) for wait in share]
            slice_.requests = len(waits)
            slice_.per_second = len(waits) / (time.monotonic() - began)
        self._check(act, times)
        ordered = sorted(waits)
        slice_.p50, slice_.longest = statistics.median(ordered), ordered[-1]
        slice_.p99 = ordered[int(len(ordered) * 0.99)]
        return slice_

    def _send(self, requests: list[tuple[str, dict[str, str], str]]) -> list[float]:
        """One after the other, on one connection. Returns the milliseconds of each."""
        connection = http.client.HTTPConnection("127.0.0.1", self.site.port, timeout=60)
        waits = []
        for path, headers, form in requests:
            began = time.monotonic()
            connection.request("POST", path, form, headers)
            answer = connection.getresponse()
            words = answer.read()
            waits.append((time.monotonic() - began) * 1000)
            if answer.status != http.client.FOUND:
                raise Refused(f"{path}: {answer.status}\n{words.decode()[-3000:]}")
            if number := re.search(r"\?post=(\d+)", answer.headers["Location"]):
                self.numbers.append(int(number[1]))
        connection.close()
        return waits

    def _check(self, act: Act, times: int) -> None:
        """Each post has a number of its own, none was left out, and the last one is shown."""
        if act.who != "member":
            return
        first, last = min(self.numbers), max(self.numbers)
        if sorted(self.numbers) != [*range(first, last + 1)] or len(self.numbers) != times:
            raise Refused(f"Of {times} posts there are {sorted(self.numbers)}.")
        page = f"/articles/{self.site.facts['slug']}/?post={last}"
        if ask(self.site.port, page).status != http.client.OK:
            raise Refused(f"{page} is not there.")
