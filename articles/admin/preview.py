"""A preview of an article, from the fields of its form. Nothing of it is stored."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from csp.constants import SELF
from csp.decorators import csp_replace
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.forms import BaseInlineFormSet
from django.forms.formsets import all_valid
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_POST

from articles.models import Article
from articles.views.article import build_article_context

allow_same_site_frame = csp_replace({"frame-ancestors": [SELF]})


class ArticlePreviewMixin(admin.ModelAdmin):
    """Previews at `…/article/add/preview/` and `…/article/1/preview/`, for the frame in
    the form."""

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.preview_view)
        return [
            path("add/preview/", view, name="articles_article_add_preview"),
            path("<int:pk>/preview/", view, name="articles_article_preview"),
            *super().get_urls(),
        ]

    @method_decorator([never_cache, xframe_options_sameorigin, allow_same_site_frame, require_POST])
    def preview_view(self, request: HttpRequest, pk: int | None = None) -> HttpResponse:
        with _roll_back():
            article = self._article_to_change(request, pk)
            form_class = self.get_form(request, article, change=article is not None)
            form = form_class(request.POST, request.FILES, instance=article)
            form.is_preview = True  # type: ignore[attr-defined]  # it is an ArticleForm
            formsets = self._formsets(request, form.instance)
            if not all([form.is_valid(), all_valid(formsets)]):
                context = {"form": form, "formsets": formsets}
                return render(request, "admin/articles/article/preview_errors.html", context)
            self.save_model(request, form.save(commit=False), form, change=article is not None)
            admin.ModelAdmin.save_related(self, request, form, formsets, article is not None)
            stored = Article.objects.select_related("thread").get(pk=form.instance.pk)
            # Fragments of this version belong to what is stored.
            context = build_article_context(stored, request) | {"without_fragments": True}
            return render(request, "articles/article_detail.html", context)

    def _article_to_change(self, request: HttpRequest, pk: int | None) -> Article | None:
        """Return the article, or None for a new one. Raises PermissionDenied for people who may not
        save it."""
        if pk is None:
            if not self.has_add_permission(request):
                raise PermissionDenied
            return None
        article = self.get_object(request, str(pk))
        if article is None:
            raise Http404
        if not self.has_change_permission(request, article):
            raise PermissionDenied
        return article

    def _formsets(self, request: HttpRequest, article: Article) -> list[BaseInlineFormSet]:
        formsets = []
        for formset, inline in self.get_formsets_with_inlines(request, article):
            prefix = formset.get_default_prefix()
            given: dict[str, Any] = self.get_formset_kwargs(request, article, inline, prefix)
            formsets.append(formset(**given))
        return formsets


@contextmanager
def _roll_back() -> Iterator[None]:
    """Roll back all changes of the database made within."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
