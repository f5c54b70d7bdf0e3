"""House rules: limits and switches that admins set."""

from __future__ import annotations

from dataclasses import fields as fields_of

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Subquery
from django.utils.translation import gettext_lazy as _

from comments.policy import RuleSettings
from comments.web.compiled_query import CompiledQuery

HOUSE_RULES_PK = 1  # the primary key
DEFAULT_RULES = RuleSettings()
PERCENT_VALIDATORS = [MinValueValidator(0), MaxValueValidator(100)]
COUNT_VALIDATORS = [MaxValueValidator(100)]  # comments/submission/queries.py counts no further.
RETENTION_DAYS = 30  # days, after which refused posts and keys of anonymous authors are deleted


class HouseRules(models.Model):
    """The one row of house rules. Read at every post, so a change takes effect at once in all
    processes."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=HOUSE_RULES_PK, editable=False)

    guests_may_post = models.BooleanField(
        _("guests may post"),
        default=DEFAULT_RULES.guests_may_post,
        help_text=_("Without the tick only members can post; guests are asked to log in."),
    )
    trusted_after = models.PositiveSmallIntegerField(
        _("members are trusted after"),
        default=DEFAULT_RULES.trusted_after,
        validators=[MaxValueValidator(20)],
        help_text=_("So many posts approved since the last refusal; until then, moderators read first. 0: at once."),
    )
    max_links = models.PositiveSmallIntegerField(
        _("links in a post"),
        default=DEFAULT_RULES.max_links,
        validators=COUNT_VALIDATORS,
        help_text=_("Posts with more of them are held."),
    )
    seconds_between_posts = models.PositiveIntegerField(
        _("seconds between posts"),
        default=DEFAULT_RULES.seconds_between_posts,
        validators=[MaxValueValidator(3600)],
        help_text=_("A guest may post once within this time, a member twice. 0: there is no such limit."),
    )
    posts_per_ten_minutes = models.PositiveSmallIntegerField(
        _("posts in ten minutes"),
        default=DEFAULT_RULES.posts_per_ten_minutes,
        validators=COUNT_VALIDATORS,
        help_text=_("By a guest; by a member twice as many. 0: there is no such limit."),
    )
    posts_per_day = models.PositiveSmallIntegerField(
        _("posts in a day"),
        default=DEFAULT_RULES.posts_per_day,
        validators=COUNT_VALIDATORS,
        help_text=_("By a guest; by a member twice as many. 0: there is no such limit."),
    )
    refused_share = models.PositiveSmallIntegerField(
        _("share of refused posts, in per cent"),
        default=DEFAULT_RULES.refused_share,
        validators=PERCENT_VALIDATORS,
        help_text=_(
            "If moderators have refused more than this of an author’s posts lately, the next one is held. 100: never."
        ),
    )
    refused_days = models.PositiveSmallIntegerField(
        _("“lately”, in days"),
        default=DEFAULT_RULES.refused_days,
        validators=[MinValueValidator(1), MaxValueValidator(RETENTION_DAYS)],
        help_text=_("At most 30: refused posts that nobody has seen are deleted then."),
    )
    refused_of = models.PositiveSmallIntegerField(
        _("posts decided before the share counts"),
        default=DEFAULT_RULES.refused_of,
        validators=[MinValueValidator(1), *COUNT_VALIDATORS],
        help_text=_("Of the same author, lately. One refusal of a first post is no share yet."),
    )
    asks_about_personal_details = models.BooleanField(
        _("ask about personal details"),
        default=DEFAULT_RULES.asks_about_personal_details,
        help_text=_(
            "Authors are shown telephone numbers and the like before they post; who posts them"
            " all the same, waits for a moderator."
        ),
    )
    looks_for_danger = models.BooleanField(
        _("look for people in danger"),
        default=DEFAULT_RULES.looks_for_danger,
        help_text=_("Authors are shown where help is, and moderators are written to at once."),
    )
    spam_threshold = models.PositiveSmallIntegerField(
        _("spam score that holds, in per cent"),
        default=DEFAULT_RULES.spam_threshold,
        validators=PERCENT_VALIDATORS,
        help_text=_(
            "Posts above it wait, those of known authors too, once enough decisions have been learnt from. 100: none."
        ),
    )
    flags_to_hold = models.PositiveSmallIntegerField(
        _("flags that hold a post"),
        default=DEFAULT_RULES.flags_to_hold,
        validators=COUNT_VALIDATORS,
        help_text=_("Of independent readers, since a moderator last approved it. 0 is never."),
    )
    flags_per_day = models.PositiveSmallIntegerField(
        _("flags in a day"),
        default=DEFAULT_RULES.flags_per_day,
        validators=COUNT_VALIDATORS,
        help_text=_("By one reader. 0 is no limit."),
    )
    log_is_public = models.BooleanField(
        _("public log"),
        default=DEFAULT_RULES.log_is_public,
        help_text=_("Show everybody what was decided, without texts and names."),
    )

    class Meta:
        verbose_name = _("house rules")
        verbose_name_plural = _("house rules")
        constraints = (
            models.CheckConstraint(condition=models.Q(id=HOUSE_RULES_PK), name="there_is_one_set_of_house_rules"),
        )

    def __str__(self) -> str:
        return str(_("House rules"))

    def clean(self) -> None:
        """Refuse contradictory limits."""
        few, many = self.posts_per_day, self.posts_per_ten_minutes
        if few and many and few < many:
            sentence = _("More posts in ten minutes than in a day: that cannot be.")
            raise ValidationError({"posts_per_ten_minutes": sentence})

    @classmethod
    def change(cls, **changes: object) -> None:
        """Set some of the rules; the others stay as they are in the database."""
        cls.objects.get_or_create(pk=HOUSE_RULES_PK)
        cls.objects.filter(pk=HOUSE_RULES_PK).update(**changes)

    @classmethod
    def current(cls) -> RuleSettings:
        """Rules as admins have set them, or the defaults of a new site."""
        row = _ROW.first()
        return row.as_rules() if row else DEFAULT_RULES

    def as_rules(self) -> RuleSettings:
        return RuleSettings(**{name: getattr(self, name) for name in RULE_FIELDS})


RULE_FIELDS = [
    field.name for field in fields_of(RuleSettings) if field.name in {f.name for f in HouseRules._meta.fields}
]
# For queries of pages. None until admins have saved the rules.
GUESTS_MAY_POST_SUBQUERY = Subquery(HouseRules.objects.values("guests_may_post")[:1])
_ROW = CompiledQuery(lambda: HouseRules.objects.filter(pk=HOUSE_RULES_PK))
