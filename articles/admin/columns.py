"""Columns of the list of articles, and read-only fields of their form."""

from __future__ import annotations

from django.contrib import admin
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from articles.models import Article


class ArticleColumnsMixin(admin.ModelAdmin):
    @admin.display(description=_("state"), ordering="published_at")
    def shown_state(self, article: Article) -> str:
        return str(article.current_state.label)

    @admin.display(description=_("written by"))
    def who(self, article: Article) -> str:
        return ", ".join(map(str, article.written_by))

    @admin.display(description=_("changed"), ordering="changed_at")
    def changed(self, article: Article) -> str:
        """The date of the last change, and who made it."""
        if not (at := getattr(article, "changed_at", None)):
            return "–"
        when = date_format(localtime(at), "SHORT_DATE_FORMAT")
        who = getattr(article, "changed_by", None)
        return f"{when}, {who}" if who else when

    @admin.display(description=_("posts"), ordering="thread__post_count")
    def posts(self, article: Article) -> int:
        return article.thread.post_count if article.thread else 0

    @admin.display(description=_("held"))
    def held(self, article: Article) -> str:
        count = getattr(article, "held_count", 0)
        if not count:
            return "0"
        return format_html('<a href="{}">{}</a>', article.queue_url, count)

    @admin.display(description=_("page"))
    def live(self, article: Article) -> str:
        if not article.is_published:
            return "–"
        return format_html('<a href="{}">{}</a>', article.get_absolute_url(), _("read"))

    @admin.display(description=_("secret preview"))
    def preview_link(self, article: Article) -> str:
        if not article.pk or article.is_published:
            return "–"
        return format_html(
            '<a href="{}">{}</a> <button class="button" name="_new_preview" value="1">{}</button>',
            article.preview_url,
            _("for whoever has this link"),
            _("Save, and make a new link"),
        )
