"""What moderators write down for each other."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from comments.models.moderator_note import MAX_NOTE_CHARS

NOTE_SUBJECTS = [("post", _("On this post")), ("author", _("On its author"))]


class NoteForm(forms.Form):
    about = forms.ChoiceField(choices=NOTE_SUBJECTS, required=False)
    words = forms.CharField(
        label=_("Note, for moderators only"),
        max_length=MAX_NOTE_CHARS,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Please write something first.")},
    )

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **{"auto_id": "note-%s"} | kwargs)
        self.fields["words"].widget.attrs.pop("maxlength", None)  # It would cut in silence.

    @property
    def is_about_the_author(self) -> bool:
        return self.cleaned_data["about"] == "author"
