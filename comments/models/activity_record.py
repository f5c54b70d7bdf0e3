"""Record of what each author did lately, for rate limits and for their share of refused posts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from django.db import models
from django.db.models import Q
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from comments.policy.rate_limits import RateLimit, seconds_to_wait
from comments.web.locks import acquire_advisory_lock

DAY = timedelta(days=1)
MONTH = timedelta(days=30)


class ActivityRecordQuerySet(models.QuerySet["ActivityRecord"]):
    def outdated(self) -> ActivityRecordQuerySet:
        """Records that no rule reads any more."""
        fates = Q(kind__in=[ActivityRecord.Kind.APPROVED, ActivityRecord.Kind.REFUSED])
        return self.filter(~fates & Q(left_at__lte=now() - DAY) | Q(left_at__lte=now() - MONTH))

    def record_once_per(self, span: timedelta, *, author_key: str, kind: ActivityRecord.Kind) -> bool:
        """Create a record unless there is one within that time; say whether it was created."""
        acquire_advisory_lock(author_key)
        lately = self.filter(author_key=author_key, kind=kind, left_at__gt=now() - span)
        if is_first := not lately.exists():
            self.create(author_key=author_key, kind=kind)
        return is_first

    def get_seconds_to_wait(self, author_key: str, kind: ActivityRecord.Kind, limits: Sequence[RateLimit]) -> int:
        """Seconds until the next record of this kind is allowed; 0 if it is now. The widest limit is the last."""
        if not limits:
            return 0
        moment, (times, seconds) = now(), limits[-1]
        lately = self.filter(author_key=author_key, kind=kind, left_at__gt=moment - timedelta(seconds=seconds))
        newest = lately.order_by("-left_at").values_list("left_at", flat=True)[:times]
        return seconds_to_wait([(moment - left_at).total_seconds() for left_at in newest], limits)


class ActivityRecord(models.Model):
    """A post, an edit or a flag, under the key of its author.

    It is kept when the comment is deleted: otherwise deleting would be a way around the limits.
    For the same reason the outcome of a comment is kept when its author deletes or edits it. Also
    used as a marker "admins were e-mailed about this rule within the last hour".
    """

    class Kind(models.TextChoices):
        POST = "post", _("post")
        EDIT = "edit", _("edit")
        FLAG = "flag", _("flag")
        APPROVED = "approved", _("approved")
        REFUSED = "refused", _("refused")
        BROKEN = "broken", _("broken rule")
        LETTER = "letter", _("letter")  # e-mail to moderators
        WRONG_LINK = "wrong_link", _("wrong private link")
        ATTEMPT = "attempt", _("preview or refused post")

    author_key = models.CharField(max_length=64)
    kind = models.CharField(max_length=10, choices=Kind)
    left_at = models.DateTimeField(default=now)

    objects = ActivityRecordQuerySet.as_manager()

    class Meta:
        db_table = "comments_footprint"
        verbose_name = "footprint"  # in the titles of permissions
        indexes = (
            models.Index(fields=["author_key", "kind", "left_at"], name="lately_by_an_author"),
            models.Index(fields=["left_at"], name="outdated_footprints"),
        )

    def __str__(self) -> str:
        return f"{self.kind}, {self.left_at}"
