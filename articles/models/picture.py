"""Pictures of the library, which texts name by their address."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import IntegrityError, models, transaction
from django.urls import reverse
from django.utils.text import slugify
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from articles.pictures.decoding import require_allowed_size
from articles.pictures.files import (
    JPEG,
    MEDIA_FOLDER,
    PNG,
    WEBP,
    EncodedPicture,
    build_file_name,
    encode_picture,
    get_copy_widths,
    scale_height,
)
from articles.slugs import choose_free_slug

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractUser, AnonymousUser

ORPHAN_GRACE_PERIOD = timedelta(days=1)  # A file without a row may belong to an unfinished upload.


class PictureQuerySet(models.QuerySet["Picture"]):
    def in_bulk_by_slug(self, slugs: Iterable[str]) -> dict[str, Picture]:
        """Return the pictures with these slugs, by slug."""
        return {picture.slug: picture for picture in self.filter(slug__in=list(slugs))}

    def create_with_files(self, picture: Picture, encoded: EncodedPicture) -> Picture:
        """Store a new picture with its files, or return the stored picture with the same content.

        Files come first: a file without a row does no harm.
        """
        encoded.store()
        picture.format, picture.digest = encoded.format, encoded.digest
        picture.width, picture.height = encoded.width, encoded.height
        try:
            with transaction.atomic():
                picture.save()
        except IntegrityError:
            if there := self.filter(digest=encoded.digest).first():
                return there
            raise
        return picture

    def import_file(self, path: Path, *, slug: str = "", **words: str) -> Picture:
        """Import a file of this machine. `words` are alt, caption and credit.

        Returns the stored picture if its content is known, also if it was exported from here.
        Raises OSError or ValidationError.
        """
        require_allowed_size(path.stat().st_size)
        data = path.read_bytes()
        if there := self.filter(digest=hashlib.sha256(data).hexdigest()).first():
            return there
        picture = Picture(slug=slug or self.find_free_slug(path.stem), **words)
        return self.create_with_files(picture, encode_picture(data))

    def find_free_slug(self, wish: str) -> str:
        """Return the wish as a slug, with a number behind it if it is taken."""
        base = slugify(wish)[:60] or "picture"
        taken = set(self.filter(slug__startswith=base).values_list("slug", flat=True))
        return choose_free_slug(base, taken)

    def delete_orphan_files(self, moment: datetime) -> int:
        """Delete files without a picture that are a day older than the moment. Returns how many."""
        if not default_storage.exists(MEDIA_FOLDER):
            return 0
        names = [f"{MEDIA_FOLDER}/{name}" for name in default_storage.listdir(MEDIA_FOLDER)[1]]
        old = [n for n in names if default_storage.get_modified_time(n) < moment - ORPHAN_GRACE_PERIOD]
        known = {name for picture in self.all() for name in picture.file_names}
        forgotten = [name for name in old if name not in known]
        for name in forgotten:
            default_storage.delete(name)
        return len(forgotten)


class Picture(models.Model):
    """A picture with a description for people who do not see it."""

    slug = models.SlugField(
        _("address"),
        max_length=80,
        unique=True,
        help_text=_("How texts name it. Empty: made of the name of the file. It stays for good."),
    )
    alt = models.CharField(
        _("description"), max_length=300, help_text=_("What there is to see, for those who do not see it.")
    )
    caption = models.CharField(_("caption"), max_length=300, blank=True)
    credit = models.CharField(
        _("credit"), max_length=200, blank=True, help_text=_("Who made it, and under which licence.")
    )
    format = models.CharField(_("format"), max_length=4, choices=((JPEG, "JPEG"), (PNG, "PNG")), editable=False)
    width = models.PositiveIntegerField(_("width"), editable=False)
    height = models.PositiveIntegerField(_("height"), editable=False)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("uploaded by"),
    )
    uploaded_at = models.DateTimeField(_("uploaded"), default=now, editable=False)

    objects = PictureQuerySet.as_manager()

    class Meta:
        ordering = ("-uploaded_at", "-pk")
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")

    def __str__(self) -> str:
        return self.slug

    def get_absolute_url(self) -> str:
        return reverse("articles:picture", args=[self.slug])

    def is_editable_by(self, user: AbstractUser | AnonymousUser) -> bool:
        """Editors change every description; others change their own, until an article with it is
        public. A description changes those articles at once."""
        is_own = self.uploaded_by_id == user.pk
        unseen = not self.articles.filter(published_at__isnull=False).exists()
        return user.has_perm("articles.publish") or (is_own and unseen)

    @property
    def markdown(self) -> str:
        return f"![]({self.get_absolute_url()})"

    @property
    def widths(self) -> list[int]:
        return get_copy_widths(self.width)

    def get_height_at(self, width: int) -> int:
        return scale_height(width, self.width, self.height)

    def get_file_url(self, format_: str, width: int) -> str:
        return default_storage.url(build_file_name(self.digest, format_, width))

    @property
    def url(self) -> str:
        """The address of the largest file that every browser shows."""
        return self.get_file_url(self.format, self.widths[-1])

    @property
    def file_names(self) -> list[str]:
        copies = [
            build_file_name(self.digest, format_, width) for format_ in (self.format, WEBP) for width in self.widths
        ]
        return [build_file_name(self.digest, self.format), *copies]


class PictureUse(models.Model):
    """A picture in the text of an article, which protects it from deletion."""

    article = models.ForeignKey("articles.Article", models.CASCADE)
    picture = models.ForeignKey(Picture, models.PROTECT)

    class Meta:
        verbose_name = _("article that shows it")
        verbose_name_plural = _("articles that show it")
        constraints = (models.UniqueConstraint(fields=["article", "picture"], name="an_article_uses_a_picture_once"),)

    def __str__(self) -> str:
        return str(self.article)
