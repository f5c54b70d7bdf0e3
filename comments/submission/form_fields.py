"""Form fields for user input: a text of several lines, and a display name."""

from __future__ import annotations

import re

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import normalize_newlines
from django.utils.translation import gettext_lazy as _

from comments.text.normalize import has_visible_text, to_nfc


class MultilineTextField(forms.CharField):
    """Text of several lines.

    A line break, for which browsers send two characters, counts as one. So does a letter with
    its accent. The page has no `maxlength`: it would cut a pasted text silently.
    """

    widget = forms.Textarea(attrs={"rows": 7})

    def to_python(self, value: object) -> str:
        return to_nfc(normalize_newlines(str(super().to_python(value))))

    def widget_attrs(self, widget: forms.Widget) -> dict[str, str]:
        return {}


class DisplayNameField(forms.CharField):
    """A name that a visitor chooses: one visible line without control characters."""

    def clean(self, value: object) -> str:
        name = to_nfc(" ".join(_INVISIBLE_CHARS.sub("", super().clean(value)).split()))
        if _BIDI_CONTROLS.search(name):
            raise ValidationError(_("Please leave out the characters that turn text around."))
        return name if has_visible_text(name) else ""


_INVISIBLE_CHARS = re.compile("[\u00ad\u180e\u200b\u2060-\u2064\ufeff\U000e0000-\U000e007f]")
_BIDI_CONTROLS = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
