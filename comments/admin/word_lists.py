"""The lists of watched words, phrases of danger and places of help in Django admin."""

from __future__ import annotations

from typing import Any, ClassVar, NamedTuple

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, models, transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from comments.admin.moderation import ListedFilters
from comments.admin.word_list_forms import (
    DangerPhraseForm,
    HelpLineForm,
    ManyWordsForm,
    TryForm,
    WatchedWordForm,
)
from comments.models import DangerPhrase, HelpLine, WatchedWord
from comments.submission.compiled_list import DANGER, WORDS, Lookout
from comments.word_lists.matcher import Hit


class Piece(NamedTuple):
    """A part of a text that was tried, marked or not."""

    text: str
    is_marked: bool


class TriesTexts(ListedFilters):
    """A list with a box in which a text is tried."""

    change_list_template = "admin/comments/tries_texts.html"
    lookout: Lookout

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        try_text = path("try/", wrap(self.try_view), name=f"comments_{self._name}_try")
        return [try_text, *super().get_urls()]

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        extra = {"try_form": TryForm(), "try_url": self._try_url}
        return super().changelist_view(request, extra | (extra_context or {}))

    def try_view(self, request: HttpRequest) -> HttpResponse:
        """What the list finds in a text. Nothing is kept of it."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        form = TryForm(request.POST or None)
        context = {
            **self.admin_site.each_context(request),
            "title": _("Try this text"),
            "opts": self.opts,
            "try_form": form,
            "try_url": self._try_url,
            "is_tried": form.is_valid(),
        }
        if form.is_valid():
            text = form.cleaned_data["text"]
            found = self.lookout.find(text)
            context["pieces"] = _pieces(text, [hit for _action, hit in found])
            context["found"] = [(self.label_of(action), hit) for action, hit in found]
        status = 422 if form.errors else 200
        return TemplateResponse(request, "admin/comments/try.html", context, status=status)

    def label_of(self, action: str) -> str:
        return ""

    @property
    def _name(self) -> str:
        return str(self.opts.model_name)

    @property
    def _try_url(self) -> str:
        return reverse(f"admin:comments_{self._name}_try")


@admin.register(WatchedWord)
class WatchedWordAdmin(TriesTexts):
    form = WatchedWordForm
    lookout = WORDS
    list_display = ("word", "action", "expires_at", "is_in_force", "note", "created_at")
    list_filter = ("action",)
    search_fields = ("word", "note")
    list_per_page = 200
    fields = ("word", "action", "expires_at", "note")

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        return [
            path("many/", wrap(self.many_view), name="comments_watchedword_many"),
            *super().get_urls(),
        ]

    def many_view(self, request: HttpRequest) -> HttpResponse:
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = ManyWordsForm(request.POST or None)
        if form.is_valid() and (told := self._add_all(form)):
            self.message_user(request, told, messages.SUCCESS)
            return redirect("admin:comments_watchedword_changelist")
        context = {
            **self.admin_site.each_context(request),
            "title": _("Add many words"),
            "opts": self.opts,
            "form": form,
            "media": self.media + form.media,
        }
        status = 422 if form.errors else 200
        return TemplateResponse(request, "admin/comments/many.html", context, status=status)

    def _add_all(self, form: ManyWordsForm) -> str:
        try:
            with transaction.atomic():
                new, known = form.save()
        except IntegrityError:
            sentence = _("Somebody else has just added some of them. Please send it once more.")
            form.add_error("words", sentence)
            return ""
        told = ngettext("%(n)d word added.", "%(n)d words added.", new) % {"n": new}
        if known:
            there = ngettext(
                "%(n)d was on the list already, and stays as it is.",
                "%(n)d were on the list already, and stay as they are.",
                known,
            )
            told = f"{told} {there % {'n': known}}"
        return told

    def label_of(self, action: str) -> str:
        return str(WatchedWord.Action(action).label)

    @admin.display(description=_("in force"), boolean=True)
    def is_in_force(self, word: WatchedWord) -> bool:
        return not word.expires_at or word.expires_at > now()


@admin.register(DangerPhrase)
class DangerPhraseAdmin(TriesTexts):
    form = DangerPhraseForm
    lookout = DANGER
    list_display = ("phrase", "language", "is_harmless", "is_in_use")
    list_filter = ("language", "is_harmless", "is_in_use")
    search_fields = ("phrase",)
    list_per_page = 200
    actions = ("use", "do_not_use")

    @admin.action(description=_("Use them"), permissions=["change"])
    def use(self, request: HttpRequest, phrases: QuerySet) -> None:
        phrases.update(is_in_use=True)

    @admin.action(description=_("Do not use them"), permissions=["change"])
    def do_not_use(self, request: HttpRequest, phrases: QuerySet) -> None:
        phrases.update(is_in_use=False)


@admin.register(HelpLine)
class HelpLineAdmin(ListedFilters):
    form = HelpLineForm
    fields = ("name", "place", "text", "phone", "url", "language", "position", "is_shown")
    list_display = ("name", "place", "phone", "url", "position", "is_shown")
    list_editable = ("position", "is_shown")
    list_filter = ("is_shown",)
    search_fields = ("name", "place", "text")
    formfield_overrides: ClassVar = {models.URLField: {"assume_scheme": "https"}}


def _pieces(text: str, hits: list[Hit]) -> list[Piece]:
    """The text, with the words that were found marked."""
    pieces = []
    place = 0
    for hit in hits:  # in the order of the text; they may overlap
        if hit.end <= place:
            continue
        start = max(hit.start, place)
        pieces += [Piece(text[place:start], False), Piece(text[start : hit.end], True)]
        place = hit.end
    pieces.append(Piece(text[place:], False))
    return [piece for piece in pieces if piece.text]
