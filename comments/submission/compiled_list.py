"""What the lists of admins find in a text. Each process keeps them compiled, and compiles one
anew when it has changed or something on it has expired."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from threading import Lock
from typing import NamedTuple

from django.utils.timezone import now

from comments.models import DangerPhrase, Edition, WatchedWord
from comments.policy import Watched
from comments.word_lists.matcher import Hit, Watch
from comments.word_lists.pattern import BadEntry, words_of_entry

MOST_HITS = 50  # that reasons name
LONGEST_HIT = 100  # characters
NEVER = datetime.max.replace(tzinfo=UTC)
ALLOW = WatchedWord.Action.ALLOW
DANGEROUS = "danger"


class Compiled(NamedTuple):
    mark: str
    expires_at: datetime
    watch: Watch
    actions: dict[str, str]  # of the entries

    def serves(self, mark: str) -> bool:
        return self.mark == mark and now() < self.expires_at


class Lookout:
    """A list as this process has compiled it. Safe among threads."""

    def __init__(self, name: str, rows: Callable[[], Iterable[tuple[str, str, datetime | None]]]):
        self.name = name
        self._rows = rows
        self._compiled: Compiled | None = None
        self._lock = Lock()

    def find(self, *texts: str) -> list[tuple[str, Hit]]:
        """What is found in each of the texts, and the action that the list names for it."""
        compiled = self._present(Edition.marks().get(self.name, ""))
        hits = [hit for text in dict.fromkeys(texts) for hit in compiled.watch.find(text)]
        return [(compiled.actions[hit.entry], hit) for hit in hits]

    def _present(self, mark: str) -> Compiled:
        if (compiled := self._compiled) and compiled.serves(mark):
            return compiled
        with self._lock:  # Others wait for the first, instead of doing the same.
            if not (compiled := self._compiled) or not compiled.serves(mark):
                compiled = self._compiled = self._compile(mark)
            return compiled

    def _compile(self, mark: str) -> Compiled:
        rows = [row for row in self._rows() if _can_be_watched_for(row[0])]
        actions = {entry: action for entry, action, _ in rows}
        watch = Watch(
            [entry for entry, action in actions.items() if action != ALLOW],
            [entry for entry, action in actions.items() if action == ALLOW],
        )
        return Compiled(mark, min((at for *_, at in rows if at), default=NEVER), watch, actions)


WORDS = Lookout(
    WatchedWord.LIST,
    lambda: WatchedWord.objects.in_force(now()).values_list("word", "action", "expires_at"),
)
DANGER = Lookout(
    DangerPhrase.LIST,
    lambda: (
        (phrase, ALLOW if is_harmless else DANGEROUS, None)
        for phrase, is_harmless in DangerPhrase.objects.filter(is_in_use=True).values_list(
            "phrase", "is_harmless"
        )
    ),
)


def watched_in(*texts: str) -> tuple[Watched, ...]:
    """The watched words in these texts, in the words of the author, each once."""
    found: dict[tuple[str, str], Watched] = {}
    for action, hit in WORDS.find(*texts):
        said = " ".join(hit.text.split())[:LONGEST_HIT]
        found.setdefault((action, said.casefold()), Watched(action, said, hit.entry))
    return tuple(found.values())[:MOST_HITS]


def sounds_like_danger(text: str) -> bool:
    """Whether somebody who writes this may be in danger just now."""
    return bool(DANGER.find(text))


def _can_be_watched_for(entry: str) -> bool:
    """Admin refuses others; nothing that came in another way shall stop people from posting."""
    try:
        return bool(words_of_entry(entry))
    except BadEntry:
        return False
