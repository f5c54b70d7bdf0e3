"""The forms for a picture: its file is uploaded once, its description can be changed."""

from __future__ import annotations

from pathlib import PurePath
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from articles.models import Picture
from articles.pictures.decoding import require_allowed_size
from articles.pictures.files import EncodedPicture, encode_picture


class PictureForm(forms.ModelForm):
    """The form of a stored picture."""

    class Meta:
        model = Picture
        fields = ("slug", "alt", "caption", "credit")


class UploadForm(PictureForm):
    file = forms.FileField(
        label=_("File"),
        help_text=_(
            "JPEG, PNG, WebP or a still GIF, at most 10 MB. Where and when it was taken, and all "
            "else that cameras write into it, is removed."
        ),
    )
    encoded: EncodedPicture

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["slug"].required = False

    def clean_file(self) -> UploadedFile:
        upload: UploadedFile = self.cleaned_data["file"]
        require_allowed_size(upload.size or 0)
        self.encoded = encode_picture(upload.read())
        if there := Picture.objects.filter(digest=self.encoded.digest).first():
            raise build_duplicate_error(there)
        return upload

    def clean(self) -> dict[str, Any]:
        super().clean()
        upload = self.cleaned_data.get("file")
        if upload and not self.cleaned_data.get("slug") and "slug" not in self.errors:
            self.cleaned_data["slug"] = Picture.objects.find_free_slug(PurePath(upload.name or "").stem)
        return self.cleaned_data


def build_duplicate_error(picture: Picture) -> ValidationError:
    address = reverse("admin:articles_picture_change", args=[picture.pk])
    link = format_html('<a href="{}">{}</a>', address, picture)
    sentence = str(_("This picture is in the library already: {}."))
    return ValidationError(format_html(sentence, link))
