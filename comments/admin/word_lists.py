"""Django admin of the word lists: watched words, crisis phrases, helplines."""

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

from comments.admin.moderation import RestrictedLookupAdmin
from comments.admin.word_list_forms import BulkWordForm, CrisisPhraseForm, HelplineForm, TrialForm, WatchedWordForm
from comments.models import CrisisPhrase, Helpline, WatchedWord
from comments.submission.compiled_list import CRISIS_PHRASE_LIST, WATCHED_WORD_LIST, CompiledList
from comments.word_lists.matcher import PhraseMatch


class TextPart(NamedTuple):
    """Part of a tried text, highlighted or not."""

    text: str
    is_marked: bool


class WordListAdmin(RestrictedLookupAdmin):
    """List with a box in which admins can try a text."""

    change_list_template = "admin/comments/word_list.html"
    compiled_list: CompiledList

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        try_text = path("try/", wrap(self.try_text_view), name=f"comments_{self._name}_try")
        return [try_text, *super().get_urls()]

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        extra = {"try_form": TrialForm(), "try_url": self._try_url}
        return super().changelist_view(request, extra | (extra_context or {}))

    def try_text_view(self, request: HttpRequest) -> HttpResponse:
        """Show the matches of the list in a text. The text is not stored."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        form = TrialForm(request.POST or None)
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
            found = self.compiled_list.find(text)
            context["parts"] = _split_at_matches(text, [match for _action, match in found])
            context["found"] = [(self.get_action_label(action), match) for action, match in found]
        status = 422 if form.errors else 200
        return TemplateResponse(request, "admin/comments/try_text.html", context, status=status)

    def get_action_label(self, action: str) -> str:
        return ""

    @property
    def _name(self) -> str:
        return str(self.opts.model_name)

    @property
    def _try_url(self) -> str:
        return reverse(f"admin:comments_{self._name}_try")


@admin.register(WatchedWord)
class WatchedWordAdmin(WordListAdmin):
    form = WatchedWordForm
    compiled_list = WATCHED_WORD_LIST
    list_display = ("word", "action", "expires_at", "is_in_force", "note", "created_at")
    list_filter = ("action",)
    search_fields = ("word", "note")
    list_per_page = 200
    fields = ("word", "action", "expires_at", "note")

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        return [path("many/", wrap(self.add_many_view), name="comments_watchedword_many"), *super().get_urls()]

    def add_many_view(self, request: HttpRequest) -> HttpResponse:
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = BulkWordForm(request.POST or None)
        if form.is_valid() and (message := self._save_all(form)):
            self.message_user(request, message, messages.SUCCESS)
            return redirect("admin:comments_watchedword_changelist")
        context = {
            **self.admin_site.each_context(request),
            "title": _("Add many words"),
            "opts": self.opts,
            "form": form,
            "media": self.media + form.media,
        }
        status = 422 if form.errors else 200
        return TemplateResponse(request, "admin/comments/add_many.html", context, status=status)

    def _save_all(self, form: BulkWordForm) -> str:
        try:
            with transaction.atomic():
                new, known = form.save()
        except IntegrityError:
            sentence = _("Somebody else has just added some of them. Please send it once more.")
            form.add_error("words", sentence)
            return ""
        message = ngettext("%(n)d word added.", "%(n)d words added.", new) % {"n": new}
        if known:
            there = ngettext(
                "%(n)d was on the list already, and stays as it is.",
                "%(n)d were on the list already, and stay as they are.",
                known,
            )
            message = f"{message} {there % {'n': known}}"
        return message

    def get_action_label(self, action: str) -> str:
        return str(WatchedWord.Action(action).label)

    @admin.display(description=_("in force"), boolean=True)
    def is_in_force(self, word: WatchedWord) -> bool:
        return not word.expires_at or word.expires_at > now()


@admin.register(CrisisPhrase)
class CrisisPhraseAdmin(WordListAdmin):
    form = CrisisPhraseForm
    compiled_list = CRISIS_PHRASE_LIST
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


@admin.register(Helpline)
class HelplineAdmin(RestrictedLookupAdmin):
    form = HelplineForm
    fields = ("name", "place", "text", "phone", "url", "language", "position", "is_shown")
    list_display = ("name", "place", "phone", "url", "position", "is_shown")
    list_editable = ("position", "is_shown")
    list_filter = ("is_shown",)
    search_fields = ("name", "place", "text")
    formfield_overrides: ClassVar = {models.URLField: {"assume_scheme": "https"}}


def _split_at_matches(text: str, matches: list[PhraseMatch]) -> list[TextPart]:
    """Split the text into highlighted matches and the rest."""
    parts = []
    position = 0
    for match in matches:  # in the order of the text; may overlap
        if match.end <= position:
            continue
        start = max(match.start, position)
        parts += [TextPart(text[position:start], False), TextPart(text[start : match.end], True)]
        position = match.end
    parts.append(TextPart(text[position:], False))
    return [piece for piece in parts if piece.text]
