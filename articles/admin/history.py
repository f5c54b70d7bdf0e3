"""The revisions of an article: their list, their differences, and restoring one."""

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
from articles.related import relate_new_articles
from articles.revision_diff import diff_snapshots
from articles.revisions import restore_revision, save_revision
from articles.snapshot import merge_snapshots

REVISIONS_PER_PAGE = 100


class ArticleHistoryMixin(admin.ModelAdmin):
    """Pages below `/admin/articles/article/1/history/`."""

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        return [
            path("<int:pk>/history/compare/", wrap(self.compare_view), name="articles_article_compare"),
            path("<int:pk>/history/<int:number>/", wrap(self.restore_view), name="articles_article_restore"),
            *super().get_urls(),
        ]

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        article = self._article(request, object_id)
        revisions = article.revisions.select_related("by").defer("snapshot")
        if before := _number(request.GET.get("before")):
            revisions = revisions.filter(number__lt=before)
        found = [*revisions[: REVISIONS_PER_PAGE + 1]]
        context = {
            "revisions": found[:REVISIONS_PER_PAGE],
            "has_more": len(found) > REVISIONS_PER_PAGE,
            "latest": article.revisions.values_list("number", flat=True).first(),
            "can_restore": self.has_change_permission(request, article),
        }
        return self._page(request, article, "history", context | (extra_context or {}))

    def compare_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Compare any two revisions, in the order of time."""
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
            "differences": diff_snapshots(before.snapshot, after.snapshot),
            "can_restore": self.has_change_permission(request, article),
            "latest": article.revisions.values_list("number", flat=True).first(),
        }
        return self._page(request, article, "compare", context)

    @method_decorator(transaction.atomic)
    def restore_view(self, request: HttpRequest, pk: int, number: int) -> HttpResponse:
        """Show what restoring a revision will change, and restore it after confirmation."""
        article = self._article(request, pk)
        if not self.has_change_permission(request, article):
            raise PermissionDenied
        revision = get_object_or_404(article.revisions, number=number)
        save_revision(article, by=None)
        latest = Revision.objects.get_latest(article)
        assert latest  # noqa: S101  there is at least the one that was asked for
        if request.method == "POST" and request.POST.get("latest") == str(latest.number):
            return self._restore(request, revision)
        if request.method == "POST":
            seen = _("Somebody has saved this article meanwhile. Please look again.")
            self.message_user(request, seen, messages.WARNING)
        then = merge_snapshots(latest.snapshot, revision.snapshot)
        context = {"revision": revision, "latest": latest, "differences": diff_snapshots(latest.snapshot, then)}
        return self._page(request, article, "restore_revision", context)

    def _restore(self, request: HttpRequest, revision: Revision) -> HttpResponse:
        assert request.user.is_authenticated  # noqa: S101  Django admin has seen to it
        problems = restore_revision(revision, by=request.user)
        relate_new_articles(during_request=True)
        done = _("The article says again what revision %(number)d said.")
        self.message_user(request, done % {"number": revision.number}, messages.SUCCESS)
        for problem in problems:
            self.message_user(request, problem, messages.WARNING)
        return HttpResponseRedirect(reverse("admin:articles_article_change", args=[revision.article_id]))

    def _article(self, request: HttpRequest, pk: int | str) -> Article:
        """Return the article, if this person may see it in Django admin."""
        article = self.get_object(request, unquote(str(pk)))
        if article is None:
            raise Http404
        if not self.has_view_or_change_permission(request, article):
            raise PermissionDenied
        return article

    def _page(self, request: HttpRequest, article: Article, name: str, context: dict[str, Any]) -> HttpResponse:
        all_pages = self.admin_site.each_context(request)
        this_page = {"article": article, "opts": self.opts}
        template = f"admin/articles/article/{name}.html"
        return render(request, template, all_pages | this_page | context)


def _number(text: str | None) -> int | None:
    """Parse the number of a revision from an address."""
    is_one = text and text.isascii() and text.isdigit() and len(text) < 10
    return int(text) if text and is_one else None
