"""What admins fill in to keep the lists of words, phrases and places of help."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.contrib.admin.widgets import (
    AdminSplitDateTime,
    AdminTextareaWidget,
    AdminTextInputWidget,
)
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from comments.models import DangerPhrase, WatchedWord
from comments.word_lists.pattern import (
    LONGEST_ENTRY,
    MOST_WORDS,
    SHORTEST_WITH_STAR,
    BadEntry,
    Problem,
    words_of_entry,
)

LONGEST_TEXT = 20_000  # characters to try
MOST_AT_ONCE = 5_000  # words
MOST_TOLD = 20  # of the lines that cannot be added

PROBLEMS = {
    Problem.EMPTY: _("There is no word in it."),
    Problem.NO_LETTERS: _("There are no letters or digits in it."),
    Problem.GAP_AT_END: _("“…” stands between two words, once at a time."),
    Problem.STAR_WITHIN: _(
        "A star stands at the beginning or the end of a word, not within it."
        " Patterns of other kinds are taken by their letters."
    ),
    Problem.TOO_SHORT: _("One letter is in every text. Please give a whole word."),
    Problem.TOO_SHORT_WITH_STAR: _(
        "Beside a star there must be at least %(letters)s letters, or it finds half of every text."
    ),
    Problem.TOO_LONG: _("That is longer than %(characters)s characters."),
    Problem.TOO_MANY_WORDS: _("That is more than %(words)s words."),
}
HOW_TO_WRITE = _(
    "Whole words; case, accents, look-alike letters, and digits in the place of letters do not"
    " matter. A star at an end of a word stands for any letters: “pharma*”. “…” stands for up to"
    " six words of the same sentence: “chest pain … now”."
)


def checked(entry: str) -> str:
    """An entry as it is kept. Raises ValidationError with what is wrong about it."""
    entry = " ".join(entry.split())
    try:
        words_of_entry(entry)
    except BadEntry as refusal:
        sentence = PROBLEMS[refusal.problem] % {
            "letters": SHORTEST_WITH_STAR,
            "characters": LONGEST_ENTRY,
            "words": MOST_WORDS,
        }
        raise ValidationError(sentence) from None
    return entry


class EntryForm(forms.ModelForm):
    """A row whose first field is an entry. The same in other letters is the same entry."""

    entry: str

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if self.entry in self.fields:  # not for those who may only look
            self.fields[self.entry].help_text = HOW_TO_WRITE

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        if typed := self.cleaned_data.get(self.entry):
            try:
                self.cleaned_data[self.entry] = self._not_there_yet(checked(typed))
            except ValidationError as problem:
                self.add_error(self.entry, problem)
        return cleaned

    def _not_there_yet(self, entry: str) -> str:
        others = self._meta.model.objects.exclude(pk=self.instance.pk)
        if there := others.filter(**{f"{self.entry}__iexact": entry}).first():
            raise ValidationError(_("It is on the list already: “%(entry)s”.") % {"entry": there})
        return entry


class WatchedWordForm(EntryForm):
    entry = "word"

    class Meta:
        model = WatchedWord
        fields = ("word", "action", "expires_at", "note")


class DangerPhraseForm(EntryForm):
    entry = "phrase"

    class Meta:
        model = DangerPhrase
        fields = ("phrase", "language", "is_harmless", "is_in_use")


class HelpLineForm(forms.ModelForm):
    def clean_phone(self) -> str:
        phone = self.cleaned_data["phone"]
        if phone and not _PHONE.fullmatch(phone):
            raise ValidationError(_("Please write digits, spaces, and “+” before the country."))
        return phone

    def clean_language(self) -> str:
        language = self.cleaned_data["language"]
        if language and not _LANGUAGE.fullmatch(language):
            raise ValidationError(_("Please write a code like “en” or “pt-br”."))
        return language


class TryForm(forms.Form):
    text = forms.CharField(
        label=_("Try this text"),
        max_length=LONGEST_TEXT,
        widget=AdminTextareaWidget(attrs={"rows": 5}),
        help_text=_("It is not kept. You see what the list finds in it."),
    )


class ManyWordsForm(forms.Form):
    """Many watched words at once: all of them, or none if one cannot be watched for."""

    words = forms.CharField(
        label=_("Words and phrases, one a line"),
        widget=AdminTextareaWidget(attrs={"rows": 15}),
        help_text=HOW_TO_WRITE,
    )
    action = forms.ChoiceField(
        label=_("Action"), choices=WatchedWord.Action, initial=WatchedWord.Action.HOLD
    )
    expires_at = forms.SplitDateTimeField(
        label=_("Expires"), required=False, widget=AdminSplitDateTime
    )
    note = forms.CharField(
        label=_("Note"),
        required=False,
        max_length=WatchedWord._meta.get_field("note").max_length,
        widget=AdminTextInputWidget,
    )

    def clean_words(self) -> list[str]:
        lines = [line for line in self.cleaned_data["words"].splitlines() if line.strip()]
        if len(lines) > MOST_AT_ONCE:
            raise ValidationError(_("Please add at most %(n)d at once.") % {"n": MOST_AT_ONCE})
        words: dict[str, str] = {}
        problems = []
        for line in lines:
            try:
                word = checked(line)
                words.setdefault(word.casefold(), word)
            except ValidationError as problem:
                problems.append(f"“{line[:LONGEST_ENTRY]}”: {problem.messages[0]}")
        if problems:
            raise ValidationError(problems[:MOST_TOLD])
        return [*words.values()]

    def save(self) -> tuple[int, int]:
        """How many are new on the list, and how many were there already."""
        words = self.cleaned_data["words"]
        known = {word.casefold() for word in WatchedWord.objects.values_list("word", flat=True)}
        new = [word for word in words if word.casefold() not in known]
        WatchedWord.objects.bulk_create(
            WatchedWord(
                word=word,
                action=self.cleaned_data["action"],
                expires_at=self.cleaned_data["expires_at"],
                note=self.cleaned_data["note"],
            )
            for word in new
        )
        return len(new), len(words) - len(new)


_PHONE = re.compile(r"\+?[0-9][0-9 ()/-]*")
_LANGUAGE = re.compile(r"[a-zA-Z]{2,3}(-[a-zA-Z0-9]{2,8})?")
