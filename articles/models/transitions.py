"""What becomes of an article: it is begun, published, retired."""

from __future__ import annotations

import secrets
from datetime import datetime
from functools import partial
from typing import Any

from django.db import transaction
from django.utils.timezone import now

from articles.models.state import TRANSITIONS, State, Transition, TransitionNotAllowed
from comments.models import Thread

# The secret part of a preview's address. Made of the standard library alone: it is the default of
# a field, so migrations name it, and they import nothing of ours.
create_preview_key = partial(secrets.token_urlsafe, 16)


class ArticleTransitions:
    """The states of an article, and the one method that moves it from one to another."""

    objects: Any  # fields and methods of Article
    pk: Any
    title: Any
    state: Any
    published_at: Any
    thread: Any
    preview_key: Any
    discussion: Any
    get_absolute_url: Any
    touch: Any

    @property
    def current_state(self) -> State:
        """As readers have it: what was scheduled is published once its time has come."""
        return State.PUBLISHED if self.is_published else State(self.state)

    @property
    def is_published(self) -> bool:
        dated = self.published_at is not None and self.published_at <= now()
        return dated and not self.is_retired

    @property
    def is_retired(self) -> bool:
        return self.state == State.RETIRED

    @property
    def allowed_transitions(self) -> list[Transition]:
        """What can be done with it now."""
        return [
            transition
            for transition, (sources, _) in TRANSITIONS.items()
            if self.current_state in sources
        ]

    @transaction.atomic
    def transition(
        self, transition: Transition, *, at: datetime | None = None, reason: str = ""
    ) -> None:
        """Do with it what `transition` says: publish it from `at` on, retire it `because` …

        Raises CannotMove, and changes nothing, if it is no longer as it was when it was
        loaded, or cannot move that way.
        """
        sources, target = TRANSITIONS[transition]
        if self.current_state not in sources:
            raise TransitionNotAllowed(self)
        if target in {State.SCHEDULED, State.PUBLISHED} and not self.thread:
            self.thread = Thread.objects.create(
                title=self.title, url=self.get_absolute_url(), visible_from=None
            )
        unmoved = type(self).objects.filter(pk=self.pk, state=self.state)
        changes = {
            "state": target,
            "published_at": self._get_publication_date(target, at),
            "retired_because": reason if target == State.RETIRED else "",
            "thread": self.thread,
        }
        if self.is_published:  # It is taken away, also from those who had its secret address.
            changes["preview_key"] = create_preview_key()
        if not unmoved.update(**changes):
            raise TransitionNotAllowed(self)
        for name, value in changes.items():
            setattr(self, name, value)
        if target == State.RETIRED:
            self.discussion.set_open(False)
        self.touch()

    def _get_publication_date(self, target: State, at: datetime | None) -> datetime | None:
        if target in {State.DRAFT, State.REVIEW}:
            return None
        kept = self.published_at if self.is_published or self.is_retired else None
        return kept or at or now()

    def publish(self, at: datetime | None = None) -> None:
        """Show it from `at` on (now, if not said). Its discussion opens with it."""
        if not self.published_at:
            self.transition(Transition.SCHEDULE if at and at > now() else Transition.PUBLISH, at=at)

    def change_publication_date(self, since: datetime) -> None:
        """Say that it has been shown since another moment."""
        self.published_at = since
        if not self.is_retired:
            self.state = State.SCHEDULED if since > now() else State.PUBLISHED
        type(self).objects.filter(pk=self.pk).update(published_at=since, state=self.state)
        self.touch()

    def unpublish(self) -> None:
        """Take it off the site. The discussion waits where it is."""
        self.transition(Transition.UNPUBLISH)

    def retire(self, reason: str) -> None:
        """Its address says why it is gone, and keeps the discussion for reading."""
        self.transition(Transition.RETIRE, reason=reason)

    def mark_published(self) -> None:
        """It was scheduled and has been readable since its time came; now its neighbours
        learn of it, too."""
        type(self).objects.filter(pk=self.pk, state=State.SCHEDULED).update(state=State.PUBLISHED)
        self.state = State.PUBLISHED
        self.touch()

    def renew_preview_key(self) -> None:
        """The address of the preview that has been given away leads nowhere any more."""
        self.preview_key = create_preview_key()
        type(self).objects.filter(pk=self.pk).update(preview_key=self.preview_key)
