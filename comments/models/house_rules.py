"""The house rules' numbers and switches, as admins have set them."""

from __future__ import annotations

from dataclasses import fields as fields_of

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from comments.policy import Rules
from comments.prepared import Prepared

THE_ONE = 1  # the primary key
USUAL = Rules()
SHARE = [MinValueValidator(0), MaxValueValidator(100)]


class HouseRules(models.Model):
    """One row. Read at every post, so that a change takes effect at once, in all processes."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=THE_ONE, editable=False)

    guests_may_post = models.BooleanField(
        _("guests may post"),
        default=USUAL.guests_may_post,
        help_text=_("Without this, only members can."),
    )
    trusted_after = models.PositiveSmallIntegerField(
        _("members are trusted after"),
        default=USUAL.trusted_after,
        help_text=_("Approved posts since the last refusal. Until then, moderators read first."),
    )
    max_links = models.PositiveSmallIntegerField(
        _("links in a post"),
        default=USUAL.max_links,
        help_text=_("Posts with more of them are held."),
    )
    seconds_between_posts = models.PositiveIntegerField(
        _("seconds between posts"),
        default=USUAL.seconds_between_posts,
        help_text=_("Of a guest. Members may post twice as often. 0 is no limit."),
    )
    posts_per_ten_minutes = models.PositiveSmallIntegerField(
        _("posts in ten minutes"),
        default=USUAL.posts_per_ten_minutes,
        help_text=_("By a guest; by a member twice as many. 0 is no limit."),
    )
    posts_per_day = models.PositiveSmallIntegerField(
        _("posts in a day"),
        default=USUAL.posts_per_day,
        help_text=_("By a guest; by a member twice as many. 0 is no limit."),
    )
    refused_share = models.PositiveSmallIntegerField(
        _("share of refused posts, in per cent"),
        default=USUAL.refused_share,
        validators=SHARE,
        help_text=_("Of an author’s posts decided lately. If it was more, the next one is held."),
    )
    refused_days = models.PositiveSmallIntegerField(
        _("“lately”, in days"), default=USUAL.refused_days, validators=[MaxValueValidator(365)]
    )
    refused_of = models.PositiveSmallIntegerField(
        _("posts decided before the share counts"), default=USUAL.refused_of
    )
    asks_about_personal_details = models.BooleanField(
        _("ask about personal details"), default=USUAL.asks_about_personal_details
    )
    looks_for_danger = models.BooleanField(
        _("look for people in danger"), default=USUAL.looks_for_danger
    )
    spam_threshold = models.PositiveSmallIntegerField(
        _("spam score that holds, in per cent"),
        default=USUAL.spam_threshold,
        validators=SHARE,
        help_text=_("Also for known authors, once enough decisions have been learnt from."),
    )
    flags_to_hold = models.PositiveSmallIntegerField(
        _("flags that hold a post"),
        default=USUAL.flags_to_hold,
        help_text=_("Of independent readers, since a moderator last approved it. 0 is never."),
    )
    flags_per_day = models.PositiveSmallIntegerField(
        _("flags in a day"),
        default=USUAL.flags_per_day,
        help_text=_("By one reader. 0 is no limit."),
    )
    log_is_public = models.BooleanField(
        _("public log"),
        default=USUAL.log_is_public,
        help_text=_("Show everybody what was decided, without texts and names."),
    )

    class Meta:
        verbose_name = _("house rules")
        verbose_name_plural = _("house rules")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(id=THE_ONE), name="there_is_one_set_of_house_rules"
            ),
        )

    def __str__(self) -> str:
        return str(_("House rules"))

    @classmethod
    def now(cls) -> Rules:
        """As admins have set them, or as on a new site."""
        row = _ROW.first(THE_ONE)
        return row.as_rules() if row else USUAL

    def as_rules(self) -> Rules:
        return Rules(**{name: getattr(self, name) for name in SETTABLE})


SETTABLE = [
    field.name
    for field in fields_of(Rules)
    if field.name in {f.name for f in HouseRules._meta.fields}
]
_ROW = Prepared(HouseRules, lambda pk: HouseRules.objects.filter(pk=pk))
