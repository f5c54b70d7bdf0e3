"""The pages of Django admin for facts and anniversaries."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib import admin
from django.contrib.admin.widgets import AdminTextareaWidget
from django.db import models
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from articles.models import Anniversary, Fact
from articles.models.daily_entry import DailyEntry
from comments.admin.moderation import DeleteOneByOneAdmin, RestrictedLookupAdmin


class DailyEntryAdmin(DeleteOneByOneAdmin, RestrictedLookupAdmin):
    """The options that facts and anniversaries share."""

    search_fields = ("text", "slug", "more", "source_title")
    prepopulated_fields: ClassVar = {"slug": ("text",)}
    autocomplete_fields = ("topics",)
    formfield_overrides: ClassVar = {models.URLField: {"assume_scheme": "https"}}
    list_per_page = 50

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "text":
            kwargs["widget"] = AdminTextareaWidget(attrs={"rows": 3})
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    @admin.display(description=_("page"))
    def live(self, entry: DailyEntry) -> str:
        if not entry.is_shown:
            return "–"
        return format_html('<a href="{}">{}</a>', entry.get_absolute_url(), _("read"))

    def get_view_on_site_url(self, obj: DailyEntry | None = None) -> str | None:
        return obj.get_absolute_url() if obj and obj.is_shown else None


@admin.register(Fact)
class FactAdmin(DailyEntryAdmin):
    list_display = ("text", "checked_on", "is_shown", "live")
    list_filter = ("is_shown", "topics", "checked_on")
    fieldsets = (
        (None, {"fields": ("text", "slug", "more", "topics", "is_shown")}),
        (_("Source"), {"fields": ("source_title", "source_url", "checked_on")}),
    )


@admin.register(Anniversary)
class AnniversaryAdmin(DailyEntryAdmin):
    list_display = ("text", "when", "year", "live")
    list_filter = ("month", "topics")
    fieldsets = (
        (None, {"fields": (("day", "month", "year"), "text", "slug", "more", "topics")}),
        (_("Source"), {"fields": ("source_title", "source_url")}),
    )
    ordering = ("month", "day", "year")

    @admin.display(description=_("day"), ordering="month")
    def when(self, anniversary: Anniversary) -> str:
        return anniversary.day_of_year.name
