"""One decision about several comments, each by itself: what cannot be done is told."""

from collections.abc import Iterable
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext_lazy

from comments.models import (
    AlreadyDecided,
    Claim,
    Comment,
    Decision,
    Flag,
    Ground,
    TextHasChanged,
)
from comments.models.decision import Account

Case = tuple[int, int | None]  # a comment, and the last line of its log that was seen

DONE = {
    Decision.Verb.APPROVE: ngettext_lazy("%(n)d post approved.", "%(n)d posts approved.", "n"),
    Decision.Verb.REJECT: ngettext_lazy("%(n)d post rejected.", "%(n)d posts rejected.", "n"),
    Decision.Verb.SPAM: ngettext_lazy(
        "%(n)d post marked as spam.", "%(n)d posts marked as spam.", "n"
    ),
    Decision.Verb.REMOVE: ngettext_lazy("%(n)d post removed.", "%(n)d posts removed.", "n"),
    Decision.Verb.HOLD: ngettext_lazy("%(n)d post held.", "%(n)d posts held.", "n"),
}


def decide_all(
    cases: Iterable[Case],
    verb: str,
    *,
    by: Account,
    reason: str,
    ground: Ground | None = None,
    act: UUID | None = None,
) -> tuple[str, list[str]]:
    """Returns what was done, in one sentence or "", and what was not, each in a sentence."""
    cases = list(dict.fromkeys(cases))
    comments = Comment.objects.as_cases().in_bulk([pk for pk, _seen in cases])
    problems, decided = [], []
    for pk, seen in cases:
        try:
            if seen:
                comments[pk].expect(seen)
            with transaction.atomic():
                decision = comments[pk].decide(verb, by=by, reason=reason, ground=ground, act=act)
                Flag.objects.settle(decision)
            decided.append(pk)
        except KeyError:
            problems.append(_("One post is no longer there: its author has taken it back."))
        except TextHasChanged:
            problems.append(
                _(
                    "%(post)s: the author has changed the text since you opened the page."
                    " Please read it again; nothing was decided."
                )
                % {"post": comments[pk]}
            )
        except AlreadyDecided:
            problems.append(_already_decided(comments[pk]))
    Claim.objects.end(decided)
    done = len(cases) - len(problems)
    return DONE[Decision.Verb(verb)] % {"n": done} if done else "", problems


def _already_decided(comment: Comment) -> str:
    """Tell a moderator kindly who was first."""
    last = Decision.objects.of(comment).select_related("moderator").last()
    if not last:
        return _("One post is no longer there: its author has taken it back.")
    return _("%(post)s is %(status)s already, by %(actor)s. Nothing was changed.") % {
        "post": comment,
        "status": Comment.Status(last.status_after).label,
        "actor": last.actor,
    }
