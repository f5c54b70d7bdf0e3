"""The states of an article, and the moves between them."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime
from functools import partial

from django.db import models, transaction
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from articles.models.state import TRANSITIONS, State, Transition, TransitionNotAllowed
from comments.models import Thread

# The secret part of a preview's address. Made of the standard library alone: it is the default of
# a field, so migrations name it, and they import nothing of ours.
create_preview_key = partial(secrets.token_urlsafe, 16)


class ArticleTransitions(models.Model):
    """The state of an article, the fields that depend on it, and the one method that changes it.

    Methods here store the article alone. `articles.publication` also updates the pages that show
    it.
    """

    state = models.CharField(_("state"), max_length=10, choices=State, default=State.DRAFT, editable=False)
    retired_because = models.CharField(
        _("why it is retired"),
        max_length=300,
        blank=True,
        help_text=_("A sentence for readers who come to its address."),
    )
    published_at = models.DateTimeField(_("published"), null=True, editable=False)
    preview_key = models.CharField(max_length=22, default=create_preview_key, editable=False, db_index=True)
    thread = models.OneToOneField(Thread, models.PROTECT, null=True, editable=False)

    class Meta:
        abstract = True

    def get_absolute_url(self) -> str:
        raise NotImplementedError

    @property
    def current_state(self) -> State:
        """The state that readers see: a scheduled article counts as published once its time has
        come."""
        return State.PUBLISHED if self.is_published else State(self.state)

    @property
    def is_published(self) -> bool:
        dated = self.published_at is not None and self.published_at <= now()
        return dated and not self.is_retired

    @property
    def is_retired(self) -> bool:
        return self.state == State.RETIRED

    @property
    def discussion(self) -> Thread:
        """The thread. Raises Thread.DoesNotExist for an article that was never published."""
        if not self.thread:
            raise Thread.DoesNotExist(self)
        return self.thread

    @property
    def allowed_transitions(self) -> list[Transition]:
        return [transition for transition, (sources, _) in TRANSITIONS.items() if self.current_state in sources]

    @transaction.atomic(savepoint=False)
    def transition(self, transition: Transition, *, at: datetime | None = None, reason: str = "") -> None:
        """Move the article to another state: publish it `at` a moment, retire it for a `reason`.

        Raises TransitionNotAllowed if its state does not allow that, or has changed since it was
        loaded.
        """
        sources, target = TRANSITIONS[transition]
        if self.current_state not in sources:
            raise TransitionNotAllowed(self)
        if target in {State.SCHEDULED, State.PUBLISHED} and not self.thread:
            self.thread = Thread.objects.create(title=str(self), url=self.get_absolute_url(), visible_from=None)
        unmoved = type(self)._default_manager.filter(pk=self.pk, state=self.state)
        changes = {
            "state": target,
            "published_at": self._get_publication_date(target, at),
            "retired_because": reason if target == State.RETIRED else "",
            "thread": self.thread,
        }
        if self.is_published:  # The secret address given away must not show the draft.
            changes["preview_key"] = create_preview_key()
        if not unmoved.update(**changes):
            raise TransitionNotAllowed(self)
        for name, value in changes.items():
            setattr(self, name, value)
        if target == State.RETIRED:
            self.discussion.set_open(False)

    def _get_publication_date(self, target: State, at: datetime | None) -> datetime | None:
        if target in {State.DRAFT, State.REVIEW}:
            return None
        kept = self.published_at if self.is_published or self.is_retired else None
        return (kept or at or now()).astimezone(UTC)  # as it is loaded

    def change_publication_date(self, since: datetime) -> None:
        """Change the publication date. A date in the future makes the article scheduled."""
        self.published_at = since
        if not self.is_retired:
            self.state = State.SCHEDULED if since > now() else State.PUBLISHED
        self._update(published_at=since, state=self.state)

    def mark_published(self) -> None:
        """Mark a scheduled article as published, once its time has come."""
        unmoved = type(self)._default_manager.filter(pk=self.pk, state=State.SCHEDULED)
        unmoved.update(state=State.PUBLISHED)
        self.state = State.PUBLISHED

    def renew_preview_key(self) -> None:
        """Give the preview a new secret address. The old one stops working."""
        self.preview_key = create_preview_key()
        self._update(preview_key=self.preview_key)

    def _update(self, **fields: object) -> None:
        type(self)._default_manager.filter(pk=self.pk).update(**fields)
