"""Forms of the word lists in Django admin."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.contrib.admin.widgets import AdminSplitDateTime, AdminTextareaWidget, AdminTextInputWidget
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from comments.models import CrisisPhrase, WatchedWord
from comments.text.normalize import fold_for_comparison
from comments.word_lists.pattern import (
    MAX_PATTERN_CHARS,
    MAX_PATTERN_WORDS,
    MIN_LETTERS_WITH_STAR,
    PatternError,
    PatternProblem,
    parse_pattern,
)

MAX_TRIAL_CHARS = 20_000  # in the box to try a text
MAX_WORDS_PER_IMPORT = 5_000
MAX_ERRORS_SHOWN = 20  # about lines that cannot be added

PATTERN_MESSAGES = {
    PatternProblem.EMPTY: _("There is no word in it."),
    PatternProblem.NO_LETTERS: _("There are no letters or digits in it."),
    PatternProblem.GAP_AT_END: _("“…” stands between two words, once at a time."),
    PatternProblem.STAR_WITHIN: _(
        "A star stands at the beginning or the end of a word, not within it."
        " Patterns of other kinds are taken by their letters."
    ),
    PatternProblem.TOO_SHORT: _("One letter is in every text. Please give a whole word."),
    PatternProblem.TOO_SHORT_WITH_STAR: _(
        "Beside a star there must be at least %(letters)s letters, or it finds half of every text."
    ),
    PatternProblem.TOO_LONG: _("That is longer than %(characters)s characters."),
    PatternProblem.TOO_MANY_WORDS: _("That is more than %(words)s words."),
}
PATTERN_HELP_TEXT = _(
    "Whole words; case, accents, look-alike letters, and digits in the place of letters do not"
    " matter. A star at an end of a word stands for any letters: “pharma*”. “…” stands for up to"
    " six words of the same sentence: “chest pain … now”."
)


def clean_pattern(entry: str) -> str:
    """Normalize an entry. Raises ValidationError if it is invalid."""
    entry = " ".join(entry.split())
    try:
        parse_pattern(entry)
    except PatternError as refusal:
        sentence = PATTERN_MESSAGES[refusal.problem] % {
            "letters": MIN_LETTERS_WITH_STAR,
            "characters": MAX_PATTERN_CHARS,
            "words": MAX_PATTERN_WORDS,
        }
        raise ValidationError(sentence) from None
    return entry


class PatternForm(forms.ModelForm):
    """Form of a row whose first field is a pattern. Patterns that differ in case only are equal."""

    pattern_field: str

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if self.pattern_field in self.fields:  # absent for users with read permission only
            self.fields[self.pattern_field].help_text = PATTERN_HELP_TEXT

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        if typed := self.cleaned_data.get(self.pattern_field):
            try:
                self.cleaned_data[self.pattern_field] = self._require_new(clean_pattern(typed))
            except ValidationError as problem:
                self.add_error(self.pattern_field, problem)
        return cleaned

    def _require_new(self, entry: str) -> str:
        others = self._meta.model.objects.exclude(pk=self.instance.pk)
        if duplicate := others.filter(**{f"{self.pattern_field}__iexact": entry}).first():
            raise ValidationError(_("It is on the list already: “%(entry)s”.") % {"entry": duplicate})
        return entry


class WatchedWordForm(PatternForm):
    pattern_field = "word"

    class Meta:
        model = WatchedWord
        fields = ("word", "action", "expires_at", "note")


class CrisisPhraseForm(PatternForm):
    pattern_field = "phrase"

    class Meta:
        model = CrisisPhrase
        fields = ("phrase", "language", "is_harmless", "is_in_use")


class HelplineForm(forms.ModelForm):
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


class TrialForm(forms.Form):
    text = forms.CharField(
        label=_("Try this text"),
        max_length=MAX_TRIAL_CHARS,
        widget=AdminTextareaWidget(attrs={"rows": 5}),
        help_text=_("It is not kept. You see what the list finds in it."),
    )


class BulkWordForm(forms.Form):
    """Form for many watched words at once: all are added, or none if one is invalid."""

    words = forms.CharField(
        label=_("Words and phrases, one a line"),
        widget=AdminTextareaWidget(attrs={"rows": 15}),
        help_text=PATTERN_HELP_TEXT,
    )
    action = forms.ChoiceField(label=_("Action"), choices=WatchedWord.Action, initial=WatchedWord.Action.HOLD)
    expires_at = forms.SplitDateTimeField(label=_("Expires"), required=False, widget=AdminSplitDateTime)
    note = forms.CharField(
        label=_("Note"),
        required=False,
        max_length=WatchedWord._meta.get_field("note").max_length,
        widget=AdminTextInputWidget,
    )

    def clean_words(self) -> list[str]:
        lines = [line for line in self.cleaned_data["words"].splitlines() if line.strip()]
        if len(lines) > MAX_WORDS_PER_IMPORT:
            raise ValidationError(_("Please add at most %(n)d at once.") % {"n": MAX_WORDS_PER_IMPORT})
        words: dict[str, str] = {}
        problems = []
        for line in lines:
            try:
                word = clean_pattern(line)
                words.setdefault(fold_for_comparison(word), word)
            except ValidationError as problem:
                problems.append(f"“{line[:MAX_PATTERN_CHARS]}”: {problem.messages[0]}")
        if problems:
            raise ValidationError(problems[:MAX_ERRORS_SHOWN])
        return [*words.values()]

    def save(self) -> tuple[int, int]:
        """Add the words; count the new ones and those that existed."""
        words = self.cleaned_data["words"]
        known = {fold_for_comparison(word) for word in WatchedWord.objects.values_list("word", flat=True)}
        new = [word for word in words if fold_for_comparison(word) not in known]
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
