"""The outbox: e-mails written in the transaction that causes them, sent by a worker."""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import TYPE_CHECKING

from django.core.mail import EmailMessage
from django.db import models
from django.db.models import F
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from comments.models.decision import Decision

FIRST_RETRY_DELAY = timedelta(minutes=1)  # before the first new attempt; doubled after each
MAX_RETRY_DELAY = timedelta(hours=6)
SENDING_LEASE = timedelta(minutes=5)  # time for a worker, before another one tries
AUTHOR_DECISION_KIND = "decided"  # e-mails to authors about decisions

logger = logging.getLogger(__name__)


class OutgoingEmailQuerySet(models.QuerySet["OutgoingEmail"]):
    def due(self) -> OutgoingEmailQuerySet:
        return self.filter(not_before__lte=now()).order_by("not_before", "pk")

    def to_authors(self) -> OutgoingEmailQuerySet:
        return self.filter(kind=AUTHOR_DECISION_KIND)

    def cancel_superseded(self, decision: Decision) -> None:
        """Delete unsent e-mails to the author about this comment: a newer decision replaces
        them."""
        # No join: after tables were emptied, planners would read both as a whole.
        lines = type(decision).objects.filter(comment=decision.comment_id)
        self.to_authors().filter(decision__in=lines).delete()

    def send(self) -> int:
        """Send each e-mail that is due once, and count them. If the mail server refuses one, it is
        sent later."""
        return sum(letter.send() for letter in self.due().iterator())


class OutgoingEmail(models.Model):
    """E-mail that has not been sent yet. It is deleted when it is sent."""

    to = models.EmailField(_("to"))
    subject = models.CharField(_("subject"), max_length=200)
    body = models.TextField(_("text"))
    kind = models.CharField(_("kind"), max_length=40)
    # The decision that it is about. If that is undone first, the e-mail is not sent.
    decision = models.ForeignKey(
        "comments.Decision", models.SET_NULL, null=True, blank=True, editable=False, related_name="letters"
    )
    written_at = models.DateTimeField(_("written"), default=now, editable=False)
    not_before = models.DateTimeField(_("not before"), default=now)
    attempts = models.PositiveIntegerField(_("attempts"), default=0, editable=False)

    objects = OutgoingEmailQuerySet.as_manager()

    class Meta:
        db_table = "comments_letter"
        verbose_name = _("letter")
        verbose_name_plural = _("letters")
        indexes = (models.Index(fields=["not_before", "id"], name="letters_in_turn"),)

    def __str__(self) -> str:
        return f"{self.kind}: {self.subject}"

    def send(self) -> bool:
        """Try to send. Returns whether it was sent; after each failure the wait is longer."""
        if not self._claim():
            return False
        try:
            EmailMessage(self.subject, self.body, to=[self.to]).send()
        except Exception:  # Whatever went wrong, the others must be sent.
            logger.warning("Letter %s could not be sent yet.", self.pk, exc_info=True)
            self._wait()
            return False
        self.delete()
        return True

    def _claim(self) -> bool:
        """Claim the e-mail for this worker, by moving its time: of two workers, the first one
        sends it."""
        mine = OutgoingEmail.objects.filter(pk=self.pk, not_before=self.not_before)
        return bool(mine.update(not_before=now() + SENDING_LEASE, attempts=F("attempts") + 1))

    def _wait(self) -> None:
        patience = min(FIRST_RETRY_DELAY * 2 ** min(self.attempts, 20), MAX_RETRY_DELAY)
        OutgoingEmail.objects.filter(pk=self.pk).update(not_before=now() + patience)
