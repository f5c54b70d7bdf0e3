"""Crisis phrases: by these, admins add to the patterns of `comments.crisis_detection`, or take from them."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from comments.models.list_version import VersionedListEntry, VersionedListQuerySet


class CrisisPhrase(VersionedListEntry):
    """Phrase that somebody in danger may use; or a harmless one that only sounds like it."""

    LIST_NAME = "danger"

    phrase = models.CharField(_("phrase"), max_length=100, unique=True)
    language = models.CharField(_("language"), max_length=10, default="en")
    is_harmless = models.BooleanField(
        _("harmless"), default=False, help_text=_("No sign of danger, whatever is in it: “not suicidal”.")
    )
    is_in_use = models.BooleanField(
        _("in use"),
        default=True,
        help_text=_("If not, the patterns that come with the site find nothing within it, either."),
    )

    objects = VersionedListQuerySet.as_manager()

    class Meta:
        db_table = "comments_dangerphrase"
        ordering = ("language", "phrase")
        verbose_name = _("phrase of danger")
        verbose_name_plural = _("phrases of danger")

    def __str__(self) -> str:
        return self.phrase
