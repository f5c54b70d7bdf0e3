"""Sanctions in force on an author, and what the author reads about them in the form."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from django.utils.translation import gettext as _

from comments.models import Sanction
from comments.policy import Verdict, codes
from comments.web.date_formats import format_moment_without_stop

NO_END = datetime.max.replace(tzinfo=UTC)
# The checks of the house rules that read sanctions.
BANNED_CHECK, WARNING_CHECK = codes.BANNED_AUTHORS_STAY_OUT, codes.WARNINGS_ARE_READ_FIRST

# Findings that would show whether an anonymous author is known here.
IDENTITY_REVEALING_CHECKS = (codes.KNOWN_AUTHORS_PASS, codes.STRANGERS_WAIT)


@dataclass(frozen=True)
class ActiveSanctions:
    """The sanctions in force on an author, by identity: the one of this text, and the other one.

    An account and its anonymous posts are two identities. Moderators must not learn that both
    are one person.
    """

    on_this_identity: tuple[Sanction, ...] = ()
    on_other_identity: tuple[Sanction, ...] = ()
    is_named: bool = False  # A member's name is shown above the text.

    @property
    def is_blocked(self) -> bool:
        return bool(_select_blocking(self.sanctions))

    @property
    def is_warned(self) -> bool:
        return bool(self.warnings)

    @property
    def is_premoderated(self) -> bool:
        """Whether this identity is pre-moderated. The log names it as the reason."""
        return _has_premoderation(self.on_this_identity)

    @property
    def is_held_for_other_identity(self) -> bool:
        """Whether pre-moderation of the other identity holds this text, too.

        A nameless post then waits like that of a new author. A post under a name does not wait:
        moderators see the record of that name. They would wonder why, and learn that something
        nameless is by the same author.
        """
        return _has_premoderation(self.on_other_identity) and not self.is_named

    @property
    def is_held_for_review(self) -> bool:
        return self.is_premoderated or self.is_held_for_other_identity

    @property
    def sanctions(self) -> tuple[Sanction, ...]:
        return self.on_this_identity + self.on_other_identity

    @property
    def warnings(self) -> list[Sanction]:
        """Warnings that the author must read first, oldest first."""
        warned = (sanction for sanction in self.sanctions if sanction.kind == Sanction.Kind.WARNING)
        return sorted(warned, key=lambda warning: warning.pk)

    @property
    def hidden_checks(self) -> list[str]:
        """Checks whose findings are left out of the log: they come from the other identity."""
        is_warned_here = any(s.kind == Sanction.Kind.WARNING for s in self.on_this_identity)
        is_visible = {BANNED_CHECK: bool(_select_blocking(self.on_this_identity)), WARNING_CHECK: is_warned_here}
        return [check for check, is_shown in is_visible.items() if not is_shown]

    @property
    def block_explanation(self) -> list[str]:
        """Sentences that say why the author may not write, and until when: of the longest ban."""
        if not (bars := _select_blocking(self.sanctions)):
            return []
        longest = max(bars, key=lambda bar: bar.until or NO_END)
        end = _("It has no end.")
        if longest.until:
            moment = format_moment_without_stop(longest.until)
            end = _("It ends on %(moment)s.") % {"moment": moment}
        reason = _("The moderators’ reason: “%(reason)s”") % {"reason": longest.reason}
        return [reason, end]


def exclude_revealing_findings(verdict: Verdict, sanctions: ActiveSanctions, *, has_name: bool) -> Verdict:
    """The verdict as the log may keep it: without findings that come from the author's other
    identity, or show that there is one."""
    hidden_checks = sanctions.hidden_checks
    # Where a nameless post waits for another reason, this would only tell members from guests.
    first = next(iter(verdict.findings), None)
    if first and not has_name and first.check not in IDENTITY_REVEALING_CHECKS:
        hidden_checks = [*hidden_checks, *IDENTITY_REVEALING_CHECKS]
    return verdict.exclude_findings(hidden_checks)


def _select_blocking(sanctions: Iterable[Sanction]) -> list[Sanction]:
    return [sanction for sanction in sanctions if sanction.kind in Sanction.BLOCKING_KINDS]


def _has_premoderation(sanctions: Iterable[Sanction]) -> bool:
    return any(sanction.kind == Sanction.Kind.PREMODERATION for sanction in sanctions)
