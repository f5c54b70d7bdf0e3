"""The pages of Django admin on which articles are written, published and changed."""

from __future__ import annotations

from contextlib import nullcontext
from typing import Any, ClassVar

from csp.constants import SELF
from csp.decorators import csp_update
from django import forms
from django.contrib import admin, messages
from django.contrib.admin.widgets import AdminTextareaWidget
from django.db import transaction
from django.db.models import QuerySet, prefetch_related_objects
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseRedirect
from django.utils.decorators import method_decorator
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from articles.admin.bylines import BylinesInline
from articles.admin.columns import ArticleColumnsMixin
from articles.admin.edit_conflict import is_stale, merge_byline_rows
from articles.admin.forms import ArticleForm
from articles.admin.history import ArticleHistoryMixin
from articles.admin.preview import ArticlePreviewMixin
from articles.models import Article, Revision
from articles.models.article import SNAPSHOT_ROWS
from articles.models.state import Transition, TransitionNotAllowed
from articles.publication import after_change, delete_article, store_article, transition_article
from articles.related import relate_new_articles
from articles.revisions import save_locked_revision, save_revision
from comments.admin.moderation import RestrictedLookupAdmin

TEXTAREA_ROWS = {"body": 30, "sources": 5, "discussion_note": 3}
SAVE_BUTTON_LABELS = {
    Transition.SUBMIT: _("Save and submit for review"),
    Transition.RETURN: _("Save and send back to the author"),
    Transition.SCHEDULE: _("Save and schedule"),
    Transition.PUBLISH: _("Save and publish"),
    Transition.UNPUBLISH: _("Save and take off the site"),
    Transition.RETIRE: _("Save and retire"),
}


@admin.register(Article)
class ArticleAdmin(ArticleColumnsMixin, ArticleHistoryMixin, ArticlePreviewMixin, RestrictedLookupAdmin):
    form = ArticleForm
    inlines = (BylinesInline,)
    list_display = ("title", "shown_state", "who", "changed", "posts", "held", "live")
    list_filter = ("state", "topics", "bylines__person", "last_modified", "licence")
    list_select_related = ("thread",)
    search_fields = ("title", "slug", "body", "people__name")
    search_help_text = _("Words in the title, address, text or by-lines")
    date_hierarchy = "last_modified"
    prepopulated_fields: ClassVar = {"slug": ("title",)}
    autocomplete_fields = ("topics", "related")
    readonly_fields = ("shown_state", "live", "preview_link")
    actions = ("publish", "unpublish")
    save_on_top = True
    fieldsets = (
        (None, {"fields": ("title", "slug", "body", "sources")}),
        (_("Details"), {"fields": ("last_modified", "copyright_holder", "licence")}),
        (_("Topics and related articles"), {"fields": ("topics", "related")}),
        (_("Discussion"), {"fields": ("discussion_note", "discussion_is_open")}),
        (_("State"), {"fields": ("shown_state", "live", "preview_link", "publish_at", "retired_because")}),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        articles = Article.objects.readable_by(request.user).with_held_counts()
        articles = Revision.objects.add_last_changes(articles)
        if self._is_form(request):
            return articles.locked().with_snapshot_rows()
        return articles.prefetch_related("bylines")

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if rows := TEXTAREA_ROWS.get(db_field.name):
            kwargs["widget"] = AdminTextareaWidget(attrs={"rows": rows})
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def formfield_for_manytomany(
        self, db_field: Any, request: HttpRequest, **kwargs: Any
    ) -> forms.ModelMultipleChoiceField | None:
        if db_field.name == "related":  # Titles of others' drafts stay secret.
            kwargs["queryset"] = Article.objects.readable_by(request.user)
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def has_change_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        """Authors may change an article that they have begun, until it is published."""
        may = super().has_change_permission(request, obj)
        return may and (obj is None or obj.is_editable_by(request.user))

    def has_delete_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        """Only drafts may be deleted: a discussion is kept for good, and its article with it."""
        never_shown = obj is None or obj.thread is None
        return never_shown and super().has_delete_permission(request, obj)

    def get_actions(self, request: HttpRequest) -> dict:
        actions = super().get_actions(request)
        actions.pop("delete_selected", None)  # It would not check each article.
        return actions

    def delete_model(self, request: HttpRequest, obj: Article) -> None:
        delete_article(obj)

    def has_publish_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("articles.publish")

    @method_decorator(csp_update({"frame-src": [SELF]}))
    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the form. The article is locked from here on, so that of two editors one comes
        second."""
        with nullcontext() if request.method == "POST" else transaction.atomic():
            return super().changeform_view(request, *args, **kwargs)  # atomic itself for POST

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Article | None:
        """Return the article. For its form, lock it and save a revision first: a command may have
        changed it, and the form would write over that."""
        article = super().get_object(request, object_id, from_field)
        if article and self._is_form(request):
            save_locked_revision(article, Revision.objects.get_latest(article), by=None)
        return article

    def _is_form(self, request: HttpRequest) -> bool:
        match = request.resolver_match
        return match is not None and match.url_name == "articles_article_change"

    def render_change_form(
        self,
        request: HttpRequest,
        context: dict[str, Any],
        add: bool = False,
        change: bool = False,
        form_url: str = "",
        obj: Article | None = None,
    ) -> HttpResponse:
        context |= {
            "transitions": [
                (transition, SAVE_BUTTON_LABELS[transition])
                for transition in self._get_transitions(request, obj or Article())
            ],
            "show_save_and_add_another": False,
        }
        return super().render_change_form(request, context, add, change, form_url, obj)

    def get_formset_kwargs(self, request: HttpRequest, obj: Article, inline: Any, prefix: str) -> dict[str, Any]:
        given = super().get_formset_kwargs(request, obj, inline, prefix)
        if isinstance(inline, BylinesInline) and "data" in given and is_stale(obj, given["data"]):
            given["data"] = merge_byline_rows(given["data"], prefix, obj)
        return given

    def _get_transitions(self, request: HttpRequest, article: Article) -> list[Transition]:
        """Return the transitions that this person may make now."""
        may_publish = self.has_publish_permission(request)
        return [
            transition for transition in article.allowed_transitions if may_publish or transition == Transition.SUBMIT
        ]

    def save_model(self, request: HttpRequest, article: Article, form: forms.ModelForm, change: bool) -> None:
        """Store the article. The date that readers see changes with the text that they read."""
        if not change:
            article.created_by_id = request.user.pk
        assert isinstance(form, ArticleForm)  # noqa: S101
        same_date = article.last_modified == form.initial.get("last_modified")
        if change and same_date and form.has_text_changes:
            article.last_modified = localdate()
        store_article(article, form.rendering, former_slug=form.initial.get("slug"))
        if article.thread and "discussion_is_open" in form.changed_data:
            article.thread.set_open(form.cleaned_data["discussion_is_open"])

    def save_related(self, request: HttpRequest, form: forms.ModelForm, formsets: list, change: bool) -> None:
        assert isinstance(form, ArticleForm)  # noqa: S101
        assert request.user.is_authenticated  # noqa: S101
        article = form.instance
        form.skip_unchanged_relations()
        super().save_related(request, form, formsets, change)
        if change:
            article.refresh_from_db(fields=["bylines"])  # the form set has replaced some
        if form.transition in self._get_transitions(request, article):
            at = form.cleaned_data["publish_at"] if form.transition == Transition.SCHEDULE else None
            article.transition(form.transition, at=at, reason=article.retired_because)
            if article.thread and not form.cleaned_data["discussion_is_open"]:
                article.thread.set_open(False)
        prefetch_related_objects([article], *SNAPSHOT_ROWS)
        after_change(article)
        relate_new_articles(during_request=True)
        save_locked_revision(article, form.latest_revision, by=request.user)

    def response_add(
        self, request: HttpRequest, article: Article, post_url_continue: str | None = None
    ) -> HttpResponse:
        if response := self._respond_to_button(request, article):
            return response
        self.message_user(request, _("Saved as a draft. Nobody but editors sees it yet."))
        return super().response_add(request, article, post_url_continue)

    def response_change(self, request: HttpRequest, article: Article) -> HttpResponse:
        return self._respond_to_button(request, article) or super().response_change(request, article)

    def _respond_to_button(self, request: HttpRequest, article: Article) -> HttpResponse | None:
        """Return the response to a button beside "Save", or None."""
        if "_new_preview" in request.POST:
            article.renew_preview_key()
            sentence = _("The preview has a new address; the old one leads nowhere any more.")
            self.message_user(request, sentence, messages.SUCCESS)
            return HttpResponseRedirect(request.path)
        if "_move" not in request.POST:
            return None
        parameters = {"title": article, "state": article.current_state.label}
        confirmation = _("“%(title)s” is %(state)s.") % parameters
        self.message_user(request, confirmation, messages.SUCCESS)
        page = article.get_absolute_url() if article.is_published else ".."
        return HttpResponseRedirect(page)

    @admin.action(description=_("Publish"), permissions=["publish"])
    def publish(self, request: HttpRequest, articles: QuerySet) -> None:
        self._transition_all(request, articles, Transition.PUBLISH)

    @admin.action(description=_("Take off the site"), permissions=["publish"])
    def unpublish(self, request: HttpRequest, articles: QuerySet) -> None:
        self._transition_all(request, articles, Transition.UNPUBLISH)

    def _transition_all(self, request: HttpRequest, articles: QuerySet, transition: Transition) -> None:
        assert request.user.is_authenticated  # noqa: S101
        done = 0
        for article in articles:
            try:
                with transaction.atomic():
                    transition_article(article, transition)
                    save_revision(article, by=request.user)
                done += 1
            except TransitionNotAllowed:
                parameters = {"title": article, "state": article.current_state.label}
                warning = _("“%(title)s” is %(state)s already, and stays so.") % parameters
                self.message_user(request, warning, messages.WARNING)
        relate_new_articles(during_request=True)
        if done:
            sentence = ngettext("%(n)d article done.", "%(n)d articles done.", done) % {"n": done}
            self.message_user(request, sentence, messages.SUCCESS)
