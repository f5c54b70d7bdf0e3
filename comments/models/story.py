"""What the log tells of a comment: what stands, who has refused it, what its author may ask."""

from __future__ import annotations

from typing import Any

from comments.models.appeal import Appeal
from comments.models.decision import Decision
from comments.models.status import REFUSED_STATUSES, Status


class Story:
    """Read from the lines of a comment's log, oldest first: ask for them `with_log()`."""

    decisions: Any
    status: str

    @property
    def last_decision(self) -> Decision | None:
        return next(iter([*self.decisions.all()][-1:]), None)

    @property
    def effective_decisions(self) -> list[Decision]:
        """Those that have not been undone, nor undo one."""
        lines = [*self.decisions.all()]
        undone = {line.undoes_id for line in lines}
        return [line for line in lines if line.pk not in undone and not line.undoes_id]

    @property
    def standing_decision(self) -> Decision | None:
        """The last one that has not been undone, nor undoes one."""
        return next(iter(self.effective_decisions[-1:]), None)

    @property
    def effective_decision(self) -> Decision | None:
        """The decision that has made it what it is: what its author reads the reasons of."""
        lines = [line for line in self.effective_decisions if line.verb != Decision.Verb.UPHOLD]
        return next(iter(lines[-1:]), None)

    @property
    def is_refused(self) -> bool:
        return self.status in REFUSED_STATUSES

    @property
    def is_spam(self) -> bool:
        return self.status == Status.SPAM

    @property
    def refusal_decision(self) -> Decision | None:
        """The decision of a moderator by which it is not, or no longer, published."""
        decision = self.effective_decision
        return decision if self.is_refused and decision and decision.moderator_id else None

    @property
    def appeal_or_none(self) -> Appeal | None:
        return getattr(self, "appeal", None)

    @property
    def is_appealable(self) -> bool:
        """Refused by a moderator; and its author has not asked for a second look yet."""
        return bool(self.refusal_decision and not self.appeal_or_none)
