"""Which sanctions an author stands under, and what they learn of them when they write."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from django.utils.translation import gettext as _

from comments.models import Sanction
from comments.models.sanction import moment_at_the_end
from comments.policy import codes

FOR_GOOD = datetime.max.replace(tzinfo=UTC)
# The checks of the house rules that a sanction answers.
BARRED, WARNED = codes.BANNED_AUTHORS_STAY_OUT, codes.WARNINGS_ARE_READ_FIRST


@dataclass(frozen=True)
class Standing:
    """The sanctions in force on an author: those on the name under which they write now, and
    those on the other one, of which moderators must not learn here that it is theirs."""

    here: tuple[Sanction, ...] = ()
    elsewhere: tuple[Sanction, ...] = ()
    is_named: bool = False  # A member's name stands above the words.

    @property
    def is_barred(self) -> bool:
        return bool(_bars(self.all))

    @property
    def is_warned(self) -> bool:
        return bool(self.warnings)

    @property
    def is_premoderated(self) -> bool:
        """On this name: the reason stands in the log."""
        return _waits(self.here)

    @property
    def is_distrusted(self) -> bool:
        """On the other name: without a name, a post waits like that of somebody who is not known
        yet. Under a name it does not: moderators, who see the record of that name, would wonder
        why, and learn that something nameless is by the same author."""
        return _waits(self.elsewhere) and not self.is_named

    @property
    def waits(self) -> bool:
        return self.is_premoderated or self.is_distrusted

    @property
    def all(self) -> tuple[Sanction, ...]:
        return self.here + self.elsewhere

    @property
    def warnings(self) -> list[Sanction]:
        """Oldest first."""
        warned = (sanction for sanction in self.all if sanction.kind == Sanction.Kind.WARNING)
        return sorted(warned, key=lambda warning: warning.pk)

    @property
    def untold(self) -> list[str]:
        """Checks whose findings only the author may see."""
        is_warned_here = any(s.kind == Sanction.Kind.WARNING for s in self.here)
        told = {BARRED: bool(_bars(self.here)), WARNED: is_warned_here}
        return [check for check, is_told in told.items() if not is_told]

    @property
    def words_of_the_bar(self) -> list[str]:
        """Why the author may not write, and until when: by the one that lasts longest."""
        if not (bars := _bars(self.all)):
            return []
        longest = max(bars, key=lambda bar: bar.until or FOR_GOOD)
        end = _("It has no end.")
        if longest.until:
            moment = moment_at_the_end(longest.until)
            end = _("It ends on %(moment)s.") % {"moment": moment}
        reason = _("The moderators’ reason: “%(reason)s”") % {"reason": longest.reason}
        return [reason, end]


def _bars(sanctions: Iterable[Sanction]) -> list[Sanction]:
    return [sanction for sanction in sanctions if sanction.kind in Sanction.BARS]


def _waits(sanctions: Iterable[Sanction]) -> bool:
    return any(sanction.kind == Sanction.Kind.PREMODERATION for sanction in sanctions)
