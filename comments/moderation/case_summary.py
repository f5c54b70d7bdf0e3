"""What moderators see beside a post's words: gathered for a whole page, in as many queries as
for one post."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from comments.models import Comment, Decision, Note
from comments.models.comment_queryset import Record

FEW = 3  # earlier decisions
LONG, LONG_LINES = 1_200, 14  # characters and lines of a post that a queue does not show whole


@dataclass
class Dossier:
    """The reasons for which a post is where it is, what was decided about it earlier, how its
    author has fared, how many notes there are, and who is reading it."""

    title: str = ""  # of the post
    address: str = ""  # of its page
    author_address: str = ""  # of the page about its author
    record: str = ""  # of its author
    reasons: list[str] = field(default_factory=list)
    earlier: list[str] = field(default_factory=list)
    is_long: bool = False
    notes: int = 0
    reader: str = ""
    is_read_by_you: bool = False
    waits_for_another: bool = False  # its appeal does, and so there is nothing to press
    seen: int | None = None  # the last line of its log
    following: int | None = None  # the key of the case to go on with


def add_dossiers(cases: list[Comment], *, reader: Any, beyond: Comment | None = None) -> None:
    """Two queries, for records and notes; the rest `as_cases` has brought along. What stands
    `beyond` the last one is what one goes on with after it."""
    keys = {case.author_key for case in cases} - {""}
    records = Comment.objects.records_of(keys)
    notes = _notes_on(cases, keys)
    for case in cases:
        if case.parent:
            case.parent.thread = case.thread  # for its address
        case.record = records.get(case.author_key, Record())
        case.dossier = _dossier(case, notes, reader)
    for case, following in pairwise([*cases, beyond] if beyond else cases):
        case.dossier.following = following.pk


def _dossier(case: Comment, notes: Counter, reader: Any) -> Dossier:
    log = list(case.decisions.all())
    # What the house rules said last, and what has happened since.
    verdict = next((n for n in reversed(range(len(log))) if log[n].reasons), 0)
    address, author = (reverse(f"comments:{page}", args=[case.pk]) for page in ("case", "author"))
    dossier = Dossier(str(case), address, author, _record(case))
    dossier.is_long = len(case.body) > LONG or case.body.count("\n") > LONG_LINES
    dossier.notes = notes[case.pk] + notes[case.author_key]
    dossier.earlier = [_line(line) for line in log[:verdict] if line.moderator_id][-FEW:]
    if log:
        dossier.reasons = log[verdict].words if log[verdict].reasons else [_line(log[verdict])]
        dossier.reasons += [_line(line) for line in log[verdict + 1 :]]
        dossier.seen = log[-1].pk
    appeal = case.its_appeal
    dossier.waits_for_another = bool(appeal and appeal.waits_for_another_than(reader))
    claim = getattr(case, "claim", None)
    if claim and claim.is_in_force:
        dossier.is_read_by_you = claim.moderator_id == reader.pk
        dossier.reader = claim.moderator.get_username()
    return dossier


def _record(case: Comment) -> str:
    if not case.author_key:
        return _("no record")
    told = _("%(approved)s approved, %(refused)s refused, %(waiting)s waiting")
    return told % case.record._asdict()


def _line(line: Decision) -> str:
    """One line of the log in a few words."""
    told = {"deed": line.deed, "actor": line.actor, "why": line.reason}
    if line.reason:
        return _("%(deed)s by %(actor)s: %(why)s") % told
    return _("%(deed)s by %(actor)s") % told


def _notes_on(cases: Iterable[Comment], author_keys: Iterable[str]) -> Counter:
    """How many notes, by comment and by author key."""
    about = Q(comment__in=[case.pk for case in cases]) | Q(author_key__in=author_keys)
    rows = Note.objects.filter(about).order_by().values_list("comment", "author_key")
    return Counter({comment or key: n for comment, key, n in rows.annotate(n=Count("pk"))})
