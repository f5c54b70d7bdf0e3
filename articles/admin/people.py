"""Those whose names stand above articles."""

from __future__ import annotations

from typing import ClassVar

from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from articles.models import Byline, Person
from comments.admin import ListedFilters


@admin.register(Person)
class PersonAdmin(ListedFilters):
    list_display = ("name", "line", "articles", "page")
    search_fields = ("name", "line")
    prepopulated_fields: ClassVar = {"slug": ("name",)}
    fields = ("name", "slug", "line", "about")

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).annotate(count=Count("articles", distinct=True))

    @admin.display(description=_("articles"))
    def articles(self, person: Person) -> int:
        return person.count  # type: ignore[attr-defined]  # from the query above

    @admin.display(description=_("page"))
    def page(self, person: Person) -> str:
        return format_html('<a href="{}">{}</a>', person.get_absolute_url(), _("read"))


class BylinesInline(admin.TabularInline):
    model = Byline
    fields = ("role", "person", "position")
    autocomplete_fields = ("person",)
    extra = 1
