"""Whether a discussion takes posts, and how it is moderated: its preset and its dates."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from comments.policy import Preset

PRESET_CHOICES = [
    (Preset.USUAL.value, _("usual")),
    (Preset.OPEN.value, _("open")),
    (Preset.PREMODERATED.value, _("pre-moderated")),
    (Preset.SENSITIVE.value, _("sensitive")),
    (Preset.CLOSED.value, _("closed")),
    (Preset.ARCHIVED.value, _("archived")),
]
PRESET_HELP_TEXT = _(
    "Usual: by the house rules; posts of guests, and the first ones of members, wait. Open:"
    " strangers do not wait either. Pre-moderated: everybody’s posts wait. Sensitive: they do,"
    " also those with a single link, one flag is enough to hold a post, and no post is for search"
    " engines. Closed: nothing new; authors may still change their posts. Archived: nothing new,"
    " no changes and no flags; authors may still delete their posts."
)


class Door:
    """Read from the fields of a thread; nothing here asks the database."""

    preset: str
    closes_after: int | None
    closes_after_silence: int | None
    last_post_at: datetime | None
    visible_from: datetime | None
    created_at: datetime

    @property
    def is_open(self) -> bool:
        """Whether it takes posts. Its dates decide, not a worker."""
        ends = self.closes_at
        return Preset(self.preset).accepts_posts and not (ends and ends <= now())

    @property
    def closes_at(self) -> datetime | None:
        """The first of its dates to come, or to have come."""
        return min(filter(None, self._ends), default=None)

    @property
    def _ends(self) -> tuple[datetime | None, datetime | None]:
        """After so long, and after so much silence."""
        since = self.visible_from or self.created_at
        return (
            _days_after(since, self.closes_after),
            _days_after(self.last_post_at or since, self.closes_after_silence),
        )

    @property
    def close_reason(self) -> str:
        """What has closed it: its preset, its age or silence; "" while it is open."""
        if not Preset(self.preset).accepts_posts:
            return self.preset
        if self.is_open:
            return ""
        return "age" if self.closes_at == self._ends[0] else "silence"

    @property
    def is_sensitive(self) -> bool:
        """Whether no post is for search engines."""
        return self.preset == Preset.SENSITIVE

    @property
    def is_archived(self) -> bool:
        return self.preset == Preset.ARCHIVED

    @property
    def is_premoderated(self) -> bool:
        return self.preset in {Preset.PREMODERATED, Preset.SENSITIVE}

    @property
    def accepts_strangers(self) -> bool:
        """Strangers do not wait."""
        return self.preset == Preset.OPEN


def _days_after(start: datetime, days: int | None) -> datetime | None:
    try:
        return None if days is None else start + timedelta(days=days)
    except OverflowError:  # What admin is about to refuse: a day that no calendar has.
        return None
