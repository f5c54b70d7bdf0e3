"""User model. It is our own from the first migration on, so that it can grow."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib.auth.models import AbstractUser, UserManager
from django.db import models, transaction
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from comments.models import OutgoingEmail, Thread
from comments.models.comment import MAX_NAME_CHARS
from comments.text.confusables import build_skeleton

CONFIRMATION_SECONDS = 3 * 24 * 3600  # seconds


class Users(UserManager):
    use_in_migrations = False  # Else migrations would have to import it.

    def unconfirmed(self, *, before: datetime) -> models.QuerySet[Any]:
        """Return accounts that never confirmed their address, and so could never log in."""
        nobody_yet = self.filter(last_login=None, is_staff=False, date_joined__lt=before)
        return nobody_yet.exclude(emailaddress__verified=True)


class User(AbstractUser):
    """Account with a name, an e-mail address and a password. Real names are not asked for."""

    username = models.CharField(
        _("name"),
        max_length=MAX_NAME_CHARS,
        unique=True,
        validators=[AbstractUser.username_validator],
        error_messages={"unique": _("Somebody has this name already.")},
    )
    wants_letters = models.BooleanField(_("letters about own posts"), default=True, db_default=True)
    first_name = None  # type: ignore[assignment]
    last_name = None  # type: ignore[assignment]
    # The same for all names that read alike. Null only until `save()` has been here.
    name_skeleton = models.CharField(max_length=1000, null=True, editable=False)  # noqa: DJ001

    objects = Users()  # type: ignore[misc]

    class Meta(AbstractUser.Meta):
        indexes = (
            # Few accounts of many: moderators get an e-mail when a post waits.
            models.Index(fields=["id"], condition=Q(is_superuser=True), name="the_admins"),
            models.Index(fields=["name_skeleton"], name="names_that_read_alike"),
        )
        constraints = (
            models.UniqueConstraint(
                Lower("username"),
                name="usernames_differ_in_more_than_case",
                violation_error_message=_("Somebody has this name already."),
            ),
        )

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.name_skeleton = build_skeleton(self.username)
        if (named := kwargs.get("update_fields")) and "username" in named:
            kwargs["update_fields"] = {*named, "name_skeleton"}
        super().save(*args, **kwargs)

    @transaction.atomic
    def set_wants_emails(self, wants: bool) -> None:
        """Switch e-mails about decisions on or off. Switching them off also deletes those not sent
        yet."""
        type(self).objects.filter(pk=self.pk).update(wants_letters=wants)
        if not wants:
            OutgoingEmail.objects.to_authors().filter(to=self.email).delete()

    @transaction.atomic
    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Delete the account. Its posts stay, without the name of an account."""
        for thread in Thread.objects.with_named_posts_by(self):
            thread.touch()
        OutgoingEmail.objects.to_authors().filter(to=self.email).delete()
        return super().delete(*args, **kwargs)

    def get_full_name(self) -> str:
        return self.get_username()

    def get_short_name(self) -> str:
        return self.get_username()
