"""Articles are written, published and put in order here."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.widgets import AdminTextareaWidget
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseRedirect
from django.utils.html import format_html
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from articles.models import Article, Topic
from comments.admin import DeletesOneByOne, ListedFilters


@admin.register(Article)
class ArticleAdmin(ListedFilters):
    list_display = ("title", "state", "written_by", "last_modified", "posts", "live")
    list_filter = ("topics",)
    list_select_related = ("thread",)
    search_fields = ("title", "slug", "body", "written_by")
    prepopulated_fields: ClassVar = {"slug": ("title",)}
    autocomplete_fields = ("topics", "related")
    actions = ("publish", "unpublish")
    fieldsets = (
        (None, {"fields": ("title", "slug", "body")}),
        (
            _("Details"),
            {"fields": ("written_by", "edited_by", "last_modified", "copyright_holder")},
        ),
        (_("Topics and related articles"), {"fields": ("topics", "related")}),
    )

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "body":
            kwargs["widget"] = AdminTextareaWidget(attrs={"rows": 30})
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def has_delete_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        """A discussion is kept for good, and with it its article. Drafts may go."""
        never_shown = obj is None or obj.thread is None
        return never_shown and super().has_delete_permission(request, obj)

    def get_actions(self, request: HttpRequest) -> dict:
        actions = super().get_actions(request)
        actions.pop("delete_selected", None)  # It would not ask article by article.
        return actions

    def has_publish_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("articles.publish")

    def save_model(
        self, request: HttpRequest, article: Article, form: forms.ModelForm, change: bool
    ) -> None:
        """The date that readers see moves with what they read."""
        words_changed = {"title", "body"} & set(form.changed_data)
        if change and words_changed and article.last_modified == form.initial["last_modified"]:
            article.last_modified = localdate()
        super().save_model(request, article, form, change)

    def save_related(
        self, request: HttpRequest, form: forms.ModelForm, formsets: list, change: bool
    ) -> None:
        super().save_related(request, form, formsets, change)
        form.instance.touch()  # Topics and related articles are on the page, too.

    def response_add(
        self, request: HttpRequest, article: Article, post_url_continue: str | None = None
    ) -> HttpResponse:
        if published := self._published(request, article):
            return published
        self.message_user(request, _("Saved as a draft. Nobody but editors sees it yet."))
        return super().response_add(request, article, post_url_continue)

    def response_change(self, request: HttpRequest, article: Article) -> HttpResponse:
        return self._published(request, article) or super().response_change(request, article)

    def _published(self, request: HttpRequest, article: Article) -> HttpResponse | None:
        """What the button "Save and publish" does after saving."""
        if "_publish" not in request.POST or not self.has_publish_permission(request):
            return None
        article.publish()
        sentence = _("“%(title)s” is published.") % {"title": article}
        self.message_user(request, sentence, messages.SUCCESS)
        return HttpResponseRedirect(article.get_absolute_url())

    @admin.action(description=_("Publish"), permissions=["publish"])
    def publish(self, request: HttpRequest, articles: QuerySet) -> None:
        for article in articles:
            article.publish()
        self._say(request, len(articles))

    @admin.action(description=_("Take off the site"), permissions=["publish"])
    def unpublish(self, request: HttpRequest, articles: QuerySet) -> None:
        for article in articles:
            article.unpublish()
        self._say(request, len(articles))

    def _say(self, request: HttpRequest, count: int) -> None:
        sentence = ngettext("%(n)d article done.", "%(n)d articles done.", count)
        self.message_user(request, sentence % {"n": count}, messages.SUCCESS)

    @admin.display(description=_("state"), ordering="published_at")
    def state(self, article: Article) -> str:
        return str(_("published") if article.is_published else _("draft"))

    @admin.display(description=_("posts"))
    def posts(self, article: Article) -> int:
        return article.thread.post_count if article.thread else 0

    @admin.display(description=_("page"))
    def live(self, article: Article) -> str:
        if not article.is_published:
            return "–"
        return format_html('<a href="{}">{}</a>', article.get_absolute_url(), _("read"))


@admin.register(Topic)
class TopicAdmin(DeletesOneByOne, ListedFilters):
    search_fields = ("name",)
    prepopulated_fields: ClassVar = {"slug": ("name",)}
