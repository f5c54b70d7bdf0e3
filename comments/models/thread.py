"""The thread: a numbered conversation about one page."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import connection, models
from django.db.models import Case, F, When
from django.db.models.functions import Greatest
from django.db.transaction import TransactionManagementError
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from comments.policy import Preset
from comments.web.compiled_query import CompiledQuery

if TYPE_CHECKING:
    from django.contrib.auth.base_user import AbstractBaseUser

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
CLOSING_DAYS_VALIDATORS = [MinValueValidator(1), MaxValueValidator(3650)]
CLOSED_PRESETS = [preset.value for preset in Preset if not preset.accepts_posts]
PK_LIMIT = 2**63  # the first integer that no database can store
COUNTER_COLUMNS = ("version", "post_count", "last_number")


class ThreadQuerySet(models.QuerySet["Thread"]):
    def visible(self) -> ThreadQuerySet:
        """Threads whose page is visible. The clock decides, not a worker."""
        return self.filter(visible_from__lte=now())

    def for_search_engines(self) -> ThreadQuerySet:
        return self.visible().exclude(preset=Preset.SENSITIVE.value)

    def with_named_posts_by(self, account: AbstractBaseUser) -> ThreadQuerySet:
        """Threads that show posts under the account's name. Anonymous ones are left out: the pages
        must not change when the account does."""
        shown = {"comments__number__isnull": False, "comments__author_name__gt": ""}
        return self.filter(comments__author=account, **shown).distinct().order_by("pk")

    def get_visible(self, pk: int) -> Thread | None:
        """The thread with that key, from a URL, if its page is visible."""
        return VISIBLE_THREAD.first(pk=pk, moment=now()) if pk < PK_LIMIT else None


class Thread(models.Model):
    """A numbered conversation about one page, known by its title and address."""

    title = models.CharField(_("title of the page"), max_length=200)
    url = models.CharField(_("address of the page"), max_length=500)
    preset = models.CharField(
        _("how it is moderated"),
        max_length=12,
        choices=PRESET_CHOICES,
        default=Preset.USUAL,
        help_text=PRESET_HELP_TEXT,
    )
    preset_if_reopened = models.CharField(
        max_length=12, choices=PRESET_CHOICES, default=Preset.USUAL, editable=False, db_column="reopens_as"
    )
    closes_after = models.PositiveSmallIntegerField(
        _("closes after (days)"),
        null=True,
        blank=True,
        validators=CLOSING_DAYS_VALIDATORS,
        help_text=_("So many days after its page was first shown, it closes by itself. Empty: never."),
    )
    closes_after_silence = models.PositiveSmallIntegerField(
        _("closes after silence (days)"),
        null=True,
        blank=True,
        validators=CLOSING_DAYS_VALIDATORS,
        help_text=_(
            "So many days after the last post, or after its page was first shown if there is none. Empty: never."
        ),
    )
    last_post_at = models.DateTimeField(null=True, editable=False)
    # Equal to that of its page; None: not visible.
    visible_from = models.DateTimeField(null=True, default=now, editable=False, db_column="shown_from")
    last_number = models.PositiveIntegerField(default=0, editable=False)
    post_count = models.PositiveIntegerField(_("posts"), default=0, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)

    objects = ThreadQuerySet.as_manager()

    class Meta:
        verbose_name = _("discussion")
        verbose_name_plural = _("discussions")

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return f"{self.url}#discussion"

    def get_post_url(self, number: int | None) -> str:
        """Permalink of a post. It finds the right page, whatever the size of the thread."""
        return f"{self.url}?post={number}#post-{number}" if number else self.get_absolute_url()

    def lock(self) -> None:
        """Lock the row until the transaction ends, and read it again."""
        if not connection.in_atomic_block:
            raise TransactionManagementError("There is no transaction that could hold the lock.")
        if not (fresh := THREAD_FOR_UPDATE.first(pk=self.pk)):
            raise Thread.DoesNotExist
        for field in self._meta.concrete_fields:
            setattr(self, field.attname, getattr(fresh, field.attname))

    def reserve_number(self, wanted: int) -> None:
        """Use the number that an imported post has elsewhere. New posts get higher ones."""
        self._update(last_number=Greatest("last_number", wanted))

    @property
    def is_open(self) -> bool:
        """Whether it accepts posts, by its preset and its closing dates. The clock decides, not a
        worker."""
        ends = self.closes_at
        return Preset(self.preset).accepts_posts and not (ends and ends <= now())

    @property
    def closes_at(self) -> datetime | None:
        """The first of its closing dates, past or future."""
        return min(filter(None, self._ends), default=None)

    @property
    def _ends(self) -> tuple[datetime | None, datetime | None]:
        """The dates on which it closes by age and by silence."""
        since = self.visible_from or self.created_at
        return (
            _days_after(since, self.closes_after),
            _days_after(self.last_post_at or since, self.closes_after_silence),
        )

    @property
    def close_reason(self) -> str:
        """The preset that closes it, "age" or "silence"; "" while it is open."""
        if not Preset(self.preset).accepts_posts:
            return self.preset
        if self.is_open:
            return ""
        return "age" if self.closes_at == self._ends[0] else "silence"

    @property
    def is_sensitive(self) -> bool:
        """Whether its posts are kept from search engines."""
        return self.preset == Preset.SENSITIVE

    @property
    def is_archived(self) -> bool:
        return self.preset == Preset.ARCHIVED

    @property
    def is_premoderated(self) -> bool:
        return self.preset in {Preset.PREMODERATED, Preset.SENSITIVE}

    @property
    def accepts_strangers(self) -> bool:
        """Whether posts of strangers are not held."""
        return self.preset == Preset.OPEN

    @property
    def accepts_flags(self) -> bool:
        """Whether readers can report its posts."""
        return Preset(self.preset).accepts_flags

    def set_open(self, is_open: bool) -> None:
        """Open or close it for posts. When it is reopened, it gets its earlier preset, and closing
        dates are deleted."""
        if is_open == self.is_open:
            return
        if is_open:
            change = {"preset": self.preset_if_reopened, "closes_after": None, "closes_after_silence": None}
        else:
            change = {"preset": Preset.CLOSED.value, "preset_if_reopened": self.preset}
        self._update(**change, version=F("version") + 1)

    def update_settings(self, changes: dict[str, object]) -> None:
        """Store the preset and the closing dates that an admin has set."""
        before = When(preset__in=CLOSED_PRESETS, then=F("preset_if_reopened"))
        reopens_as = Case(before, default=F("preset"))
        self._update(**changes, preset_if_reopened=reopens_as, version=F("version") + 1)

    def touch(self, *, posts: int = 0, numbers: int = 0) -> None:
        """Raise the version, since the page has changed, and update the counters.

        `posts` is the change of the number of published posts; `numbers` is how many new numbers
        are given. Locks the row until the transaction ends.
        """
        moment = connection.ops.adapt_datetimefield_value(now())
        # One statement changes the counters and reads them: between two, others could count.
        columns = ", ".join(COUNTER_COLUMNS)
        sql = (
            "UPDATE comments_thread SET version = version + 1, post_count = post_count + %s,"  # noqa: S608
            " last_number = last_number + %s,"
            f" last_post_at = CASE WHEN %s THEN %s ELSE last_post_at END"
            f" WHERE id = %s RETURNING {columns}"
        )
        with connection.cursor() as cursor:
            cursor.execute(sql, [posts, numbers, numbers > 0, moment, self.pk])
            if not (counted := cursor.fetchone()):
                raise Thread.DoesNotExist
        for name, value in zip(COUNTER_COLUMNS, counted, strict=True):
            setattr(self, name, value)

    def _update(self, **changes: object) -> None:
        Thread.objects.filter(pk=self.pk).update(**changes)
        self.refresh_from_db(fields=list(changes))


def _days_after(start: datetime, days: int | None) -> datetime | None:
    try:
        return None if days is None else start + timedelta(days=days)
    except OverflowError:  # A date beyond the calendar, which the admin form refuses.
        return None


# no_key: log lines refer to the thread, and adding one must not wait for the lock.
THREAD_FOR_UPDATE = CompiledQuery(lambda pk: Thread.objects.select_for_update(no_key=True).filter(pk=pk))
VISIBLE_THREAD = CompiledQuery(lambda pk, moment: Thread.objects.filter(pk=pk, visible_from__lte=moment))
