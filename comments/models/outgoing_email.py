"""The outbox: e-mails written in the transaction that causes them, sent by a worker."""

from __future__ import annotations

import logging
import smtplib
from collections.abc import Callable
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
# About five days of waits: so long a mail server may refuse for the moment (RFC 5321, section 4.5.4.1).
MAX_ATTEMPTS = 30
# The mail server refuses the site, not this e-mail.
SERVER_ERRORS = (
    smtplib.SMTPServerDisconnected,
    smtplib.SMTPConnectError,
    smtplib.SMTPHeloError,
    smtplib.SMTPAuthenticationError,
)
MAX_FAILURE_CHARS = 300
PARKED_RETENTION = timedelta(days=30)
AUTHOR_DECISION_KIND = "decided"  # e-mails to authors about decisions

logger = logging.getLogger(__name__)


class OutgoingEmailQuerySet(models.QuerySet["OutgoingEmail"]):
    def due(self) -> OutgoingEmailQuerySet:
        return self.waiting().filter(not_before__lte=now()).order_by("not_before", "pk")

    def waiting(self) -> OutgoingEmailQuerySet:
        """E-mails that will be sent. A parked one must not stand in the way of the next about the same."""
        return self.filter(parked_at=None)

    def parked(self) -> OutgoingEmailQuerySet:
        return self.exclude(parked_at=None)

    def parked_before_retention(self) -> OutgoingEmailQuerySet:
        return self.filter(parked_at__lt=now() - PARKED_RETENTION)

    def retry(self) -> int:
        """Put parked e-mails back into the outbox, and count them."""
        return self.parked().update(parked_at=None, failure="", attempts=0, not_before=now())

    def to_authors(self) -> OutgoingEmailQuerySet:
        return self.filter(kind=AUTHOR_DECISION_KIND)

    def cancel_superseded(self, decision: Decision) -> None:
        """Delete unsent e-mails to the author about this comment: a newer decision replaces
        them."""
        # No join: after tables were emptied, planners would read both as a whole.
        lines = type(decision).objects.filter(comment=decision.comment_id)
        self.to_authors().filter(decision__in=lines).delete()

    def send(self, is_stopping: Callable[[], bool] = lambda: False) -> int:
        """Send each e-mail that is due once, and count them. If the mail server refuses one, it is
        sent later."""
        sent = 0
        for letter in self.due().iterator():
            if is_stopping():
                break
            sent += letter.send()
        return sent


class OutgoingEmail(models.Model):
    """E-mail that has not been sent yet. It is deleted when it is sent.

    One that can never be sent is parked: set aside with the reason, until an admin has it tried again
    or `forget` deletes it.
    """

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
    parked_at = models.DateTimeField(_("parked"), null=True, blank=True, editable=False)
    # Code of the release before inserts rows without it.
    failure = models.CharField(
        _("why it was not sent"), max_length=MAX_FAILURE_CHARS, default="", db_default="", editable=False
    )

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
        except Exception as error:  # Whatever went wrong, the others must be sent.
            if self._is_final(error):
                logger.warning("Letter %s can never be sent, and is parked.", self.pk, exc_info=True)
                self._park(error)
            else:
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

    def _is_final(self, error: Exception) -> bool:
        """Whether the e-mail itself is the cause, and another attempt has no prospect.

        A mail server that does not answer, or refuses all e-mails of the site, is waited for however
        long that takes.
        """
        codes: list[int] = []
        match error:
            case ValueError():
                return True  # It cannot even be written: a wrong header, an impossible address.
            case smtplib.SMTPRecipientsRefused():
                codes = [code for code, _reply in error.recipients.values()]
            case smtplib.SMTPDataError():
                codes = [error.smtp_code]
            case OSError() if isinstance(error, SERVER_ERRORS) or not isinstance(error, smtplib.SMTPException):
                return False
        is_refused_for_good = bool(codes) and all(500 <= code < 600 for code in codes)
        return is_refused_for_good or self.attempts + 1 >= MAX_ATTEMPTS

    def _park(self, error: Exception) -> None:
        failure = f"{type(error).__name__}: {error}"[:MAX_FAILURE_CHARS]
        OutgoingEmail.objects.filter(pk=self.pk).update(parked_at=now(), failure=failure)
