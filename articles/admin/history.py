"""The revisions of an article: who changed what, what differs, and bringing one back."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import URLPattern, path, reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _

from articles.models import Article, Revision
from articles.related import relate_what_waits
from articles.revision_diff import differences
from articles.snapshot import as_brought_back

SHOWN = 100  # revisions on one page


class HasHistory(admin.ModelAdmin):
    """Pages below `/admin/articles/article/1/history/`."""

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        return [
            path(
                "<int:pk>/history/compare/",
                wrap(self.compare_view),
                name="articles_article_compare",
            ),
            path(
                "<int:pk>/history/<int:number>/",
                wrap(self.bring_back_view),
                name="articles_article_bring_back",
            ),
            *super().get_urls(),
        ]

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        article = self._article(request, object_id)
        revisions = article.revisions.select_related("by").defer("says")
        if before := _number(request.GET.get("before")):
            revisions = revisions.filter(number__lt=before)
        found = [*revisions[: SHOWN + 1]]
        context = {
            "revisions": found[:SHOWN],
            "has_more": len(found) > SHOWN,
            "latest": article.revisions.values_list("number", flat=True).first(),
            "may_bring_back": self.has_change_permission(request, article),
        }
        return self._page(request, article, "history", context | (extra_context or {}))

    def compare_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Any two, in the order of time."""
        article = self._article(request, pk)
        wanted = [_number(request.GET.get(name)) or 0 for name in ("one", "other")]
        found = [*article.revisions.select_related("by").filter(number__in=wanted)[:2]]
        if not found:
            raise Http404
        after, before = found[0], found[-1]
        context = {
            "before": before,
            "after": after,
            "both": [before, after],
            "differences": differences(article, before.says, after.says),
            "may_bring_back": self.has_change_permission(request, article),
            "latest": article.revisions.values_list("number", flat=True).first(),
        }
        return self._page(request, article, "compare", context)

    @method_decorator(transaction.atomic)
    def bring_back_view(self, request: HttpRequest, pk: int, number: int) -> HttpResponse:
        """Asks first, and shows what will change."""
        article = self._article(request, pk)
        if not self.has_change_permission(request, article):
            raise PermissionDenied
        revision = get_object_or_404(article.revisions, number=number)
        article.keep_revision(by=None)
        latest = Revision.objects.latest_of(article)
        assert latest  # noqa: S101  there is at least the one that was asked for
        if request.method == "POST" and request.POST.get("latest") == str(latest.number):
            return self._bring_back(request, revision)
        if request.method == "POST":
            seen = _("Somebody has saved this article meanwhile. Please look again.")
            self.message_user(request, seen, messages.WARNING)
        then = as_brought_back(latest.says, revision.says)
        context = {
            "revision": revision,
            "latest": latest,
            "differences": differences(article, latest.says, then),
        }
        return self._page(request, article, "bring_back", context)

    def _bring_back(self, request: HttpRequest, revision: Revision) -> HttpResponse:
        assert request.user.is_authenticated  # noqa: S101  Django admin has seen to it
        problems = revision.bring_back(by=request.user)
        relate_what_waits(in_a_hurry=True)
        done = _("The article says again what revision %(number)d said.")
        self.message_user(request, done % {"number": revision.number}, messages.SUCCESS)
        for problem in problems:
            self.message_user(request, problem, messages.WARNING)
        return HttpResponseRedirect(
            reverse("admin:articles_article_change", args=[revision.article_id])
        )

    def _article(self, request: HttpRequest, pk: int | str) -> Article:
        """For those who may see it in Django admin."""
        article = self.get_object(request, unquote(str(pk)))
        if article is None:
            raise Http404
        if not self.has_view_or_change_permission(request, article):
            raise PermissionDenied
        return article

    def _page(
        self, request: HttpRequest, article: Article, name: str, context: dict[str, Any]
    ) -> HttpResponse:
        all_pages = self.admin_site.each_context(request)
        this_page = {"article": article, "opts": self.opts}
        template = f"admin/articles/article/{name}.html"
        return render(request, template, all_pages | this_page | context)


def _number(text: str | None) -> int | None:
    """Of a revision, as somebody has typed it."""
    is_one = text and text.isascii() and text.isdigit() and len(text) < 10
    return int(text) if text and is_one else None
