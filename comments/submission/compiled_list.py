"""The word lists of admins, compiled for matching.

Each process keeps them compiled. It compiles a list again when the list has changed or one of
its entries has expired.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from threading import Lock
from typing import NamedTuple

from django.utils.timezone import now

from comments.crisis_detection.detector import get_crisis_detector
from comments.models import CrisisPhrase, ListVersion, WatchedWord
from comments.policy import WatchedWordMatch
from comments.text.normalize import fold_for_comparison
from comments.word_lists.matcher import PhraseMatch, PhraseMatcher
from comments.word_lists.pattern import PatternError, parse_pattern

MAX_MATCHES = 50  # in the reasons of a decision
MAX_MATCH_CHARS = 100
NO_EXPIRY = datetime.max.replace(tzinfo=UTC)
ALLOW = WatchedWord.Action.ALLOW
CRISIS = "danger"
# Phrases that are not in use: nothing within the first counts; the second are no exceptions any more.
NO_CRISIS, NOT_HARMLESS = "not danger", "not harmless"
CRISIS_ACTIONS = {  # by (is_harmless, is_in_use)
    (False, True): CRISIS,
    (True, True): ALLOW,
    (False, False): NO_CRISIS,
    (True, False): NOT_HARMLESS,
}


class CompiledVersion(NamedTuple):
    version: str
    expires_at: datetime
    matcher: PhraseMatcher
    actions: dict[str, str]  # by entry

    def is_current(self, version: str) -> bool:
        return self.version == version and now() < self.expires_at


class CompiledList:
    """A word list as this process has compiled it. Thread-safe."""

    def __init__(self, name: str, rows: Callable[[], Iterable[tuple[str, str, datetime | None]]]):
        self.name = name
        self._rows = rows
        self._compiled: CompiledVersion | None = None
        self._lock = Lock()

    def find(self, *texts: str) -> list[tuple[str, PhraseMatch]]:
        """Find the entries of the list in these texts, each match with the action of its entry."""
        compiled = self._get_current()
        matches = [match for text in dict.fromkeys(texts) for match in compiled.matcher.find(text)]
        return [(compiled.actions[match.entry], match) for match in matches]

    def _get_current(self) -> CompiledVersion:
        version = ListVersion.current_versions().get(self.name, "")
        if (compiled := self._compiled) and compiled.is_current(version):
            return compiled
        with self._lock:  # Other threads wait for the first one, instead of compiling as well.
            if not (compiled := self._compiled) or not compiled.is_current(version):
                compiled = self._compiled = self._compile(version)
            return compiled

    def _compile(self, version: str) -> CompiledVersion:
        rows = [row for row in self._rows() if _is_valid_pattern(row[0])]
        actions = {entry: action for entry, action, _ in rows}
        matcher = PhraseMatcher(
            [entry for entry, action in actions.items() if action != ALLOW],
            [entry for entry, action in actions.items() if action == ALLOW],
        )
        return CompiledVersion(version, min((at for *_, at in rows if at), default=NO_EXPIRY), matcher, actions)


class CrisisPhraseList(CompiledList):
    """The patterns of the code, and the phrases by which admins add to them or take from them."""

    def find(self, *texts: str) -> list[tuple[str, PhraseMatch]]:
        compiled = self._get_current()
        return [(CRISIS, match) for text in dict.fromkeys(texts) for match in _find_crisis_signs(text, compiled)]

    def has_match(self, text: str) -> bool:
        compiled = self._get_current()
        return bool(_find_crisis_signs(text, compiled) if compiled.actions else get_crisis_detector().has_signs(text))

    def _compile(self, version: str) -> CompiledVersion:
        actions = {entry: action for entry, action, _ in self._rows() if _is_valid_pattern(entry)}
        return CompiledVersion(version, NO_EXPIRY, PhraseMatcher(actions), actions)


WATCHED_WORD_LIST = CompiledList(
    WatchedWord.LIST_NAME, lambda: WatchedWord.objects.active(now()).values_list("word", "action", "expires_at")
)
CRISIS_PHRASE_LIST = CrisisPhraseList(
    CrisisPhrase.LIST_NAME,
    lambda: (
        (phrase, CRISIS_ACTIONS[is_harmless, is_in_use], None)
        for phrase, is_harmless, is_in_use in CrisisPhrase.objects.values_list("phrase", "is_harmless", "is_in_use")
    ),
)


def find_watched_words(*texts: str) -> tuple[WatchedWordMatch, ...]:
    """Find watched words in these texts. Each is quoted once, as the author has written it."""
    found: dict[tuple[str, str], WatchedWordMatch] = {}
    for action, match in WATCHED_WORD_LIST.find(*texts):
        quoted = " ".join(match.text.split())[:MAX_MATCH_CHARS]
        found.setdefault((action, fold_for_comparison(quoted)), WatchedWordMatch(action, quoted, match.entry))
    return tuple(found.values())[:MAX_MATCHES]


def has_crisis_phrase(text: str) -> bool:
    """Whether the text sounds as if its author, or someone near, were in danger."""
    return CRISIS_PHRASE_LIST.has_match(text)


def _find_crisis_signs(text: str, compiled: CompiledVersion) -> list[PhraseMatch]:
    phrases: dict[str, list[PhraseMatch]] = defaultdict(list)
    for match in compiled.matcher.find(text) if compiled.actions else ():
        phrases[compiled.actions[match.entry]].append(match)
    signs = get_crisis_detector().find(text, unframed=[(match.start, match.end) for match in phrases[NOT_HARMLESS]])
    found = [match for match in phrases[CRISIS] if not _is_within(match, phrases[ALLOW])]
    for sign in signs:
        match = PhraseMatch(sign.start, sign.end, sign.pattern, text[sign.start : sign.end])
        if not _is_within(match, phrases[ALLOW] + phrases[NO_CRISIS]):
            found.append(match)
    return sorted(found)


def _is_within(match: PhraseMatch, phrases: list[PhraseMatch]) -> bool:
    return any(phrase.start <= match.start and match.end <= phrase.end for phrase in phrases)


def _is_valid_pattern(entry: str) -> bool:
    """Admin refuses invalid patterns. One that came in another way must not prevent posting."""
    try:
        return bool(parse_pattern(entry))
    except PatternError:
        return False
