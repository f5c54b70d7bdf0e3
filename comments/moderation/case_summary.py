"""Case summaries: the information beside the text of a post, for a whole page at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from comments.models import Comment, Flag, ModeratorNote
from comments.models.accounts import Account
from comments.models.comment_queryset import AuthorRecord
from comments.moderation.log_lines import describe_line, list_reasons_for_moderators

MAX_EARLIER_DECISIONS = 3  # shown in a summary
LONG_POST_CHARS, LONG_POST_LINES = (1_200, 14)  # A queue folds longer posts.


@dataclass
class CaseSummary:
    """Reasons, earlier decisions, the author's record, notes and the current claim of one case."""

    case: Comment
    title: str = ""  # of the post
    url: str = ""  # of its page
    parent_url: str = ""  # of the post that it answers
    author_url: str = ""  # of the page about its author
    record: str = ""  # of its author
    reasons: list[str] = field(default_factory=list)
    earlier_decisions: list[str] = field(default_factory=list)
    is_long: bool = False
    notes: int = 0
    claimed_by: str = ""
    is_claimed_by_you: bool = False
    needs_other_moderator: bool = False  # for its appeal, so there are no buttons
    last_line_id: int | None = None  # the last line of its log
    next_case_id: int | None = None  # the key of the case to go on with
    flags: list[Flag] = field(default_factory=list)  # the latest

    @property
    def open_flags(self) -> list[Flag]:
        return [flag for flag in self.flags if flag.is_open]

    @property
    def resolved_flags(self) -> list[Flag]:
        return [flag for flag in self.flags if not flag.is_open]

    @property
    def flag_reasons(self) -> list[tuple[int, str]]:
        """Number of flags with each reason, the most frequent one first."""
        counts = Counter(flag.get_reason_display() for flag in self.open_flags)
        return [(n, reason) for reason, n in counts.most_common()]


def build_summaries(cases: list[Comment], *, viewer: Account, case_beyond: Comment | None = None) -> list[CaseSummary]:
    """Summarize the cases of a page.

    Three queries, for records, notes and flags; `for_review` has brought the rest along.
    `case_beyond` is the first case of the next page: it follows the last one.
    """
    keys = {case.author_key for case in cases} - {""}
    records = Comment.objects.records_by_author_key(keys)
    notes = _count_notes(cases, keys)
    flags = Flag.objects.newest_by_comment(case.pk for case in cases)
    summaries = [_build_summary(case, viewer, records.get(case.author_key, AuthorRecord())) for case in cases]
    followers = [case.pk for case in cases[1:]] + [case_beyond.pk if case_beyond else None]
    for summary, next_case_id in zip(summaries, followers, strict=False):
        case = summary.case
        summary.notes = notes[case.pk] + notes[case.author_key]
        summary.flags = flags.get(case.pk, [])
        summary.next_case_id = next_case_id
    return summaries


def _build_summary(case: Comment, viewer: Account, record: AuthorRecord) -> CaseSummary:
    log = list(case.decisions.all())
    # The latest findings of the house rules, and everything after them.
    verdict = next((n for n in reversed(range(len(log))) if log[n].reasons), 0)
    url, author = (reverse(f"comments:{page}", args=[case.pk]) for page in ("case", "moderation_author"))
    summary = CaseSummary(case, str(case), url, author_url=author)
    summary.record = _describe_record(record) if case.author_key else _("no record")
    if case.parent:
        # An imported reply may answer a post that still waits.
        at_case = reverse("comments:case", args=[case.parent.pk])
        summary.parent_url = case.thread.get_post_url(case.parent.number) if case.parent.number else at_case
    summary.is_long = len(case.body) > LONG_POST_CHARS or case.body.count("\n") > LONG_POST_LINES
    summary.earlier_decisions = [describe_line(line) for line in log[:verdict] if line.moderator_id][
        -MAX_EARLIER_DECISIONS:
    ]
    if log:
        summary.reasons = (
            list_reasons_for_moderators(log[verdict]) if log[verdict].reasons else [describe_line(log[verdict])]
        )
        summary.reasons += [describe_line(line) for line in log[verdict + 1 :]]
        summary.last_line_id = log[-1].pk
    appeal = case.appeal_or_none
    summary.needs_other_moderator = bool(appeal and appeal.has_conflict_of_interest(viewer))
    claim = getattr(case, "claim", None)
    if claim and claim.is_active:
        summary.is_claimed_by_you = claim.moderator_id == viewer.pk
        summary.claimed_by = claim.moderator.get_username()
    return summary


def _describe_record(record: AuthorRecord) -> str:
    facts = _("%(approved)s approved, %(refused)s refused, %(waiting)s waiting")
    return facts % record._asdict()


def _count_notes(cases: Iterable[Comment], author_keys: Iterable[str]) -> Counter:
    """Count notes, by comment and by author key."""
    about = Q(comment__in=[case.pk for case in cases]) | Q(author_key__in=author_keys)
    rows = ModeratorNote.objects.filter(about).order_by().values_list("comment", "author_key")
    return Counter({comment or key: n for comment, key, n in rows.annotate(n=Count("pk"))})
