"""The pages of Django admin for people with by-lines."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib import admin, messages
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from articles.models import Person
from comments.admin.moderation import RestrictedLookupAdmin


@admin.register(Person)
class PersonAdmin(RestrictedLookupAdmin):
    list_display = ("name", "line", "articles", "page")
    search_fields = ("name", "line")
    prepopulated_fields: ClassVar = {"slug": ("name",)}
    fields = ("name", "slug", "line", "about")

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).annotate(count=Count("articles", distinct=True))

    def delete_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Refuse to delete a person whom articles name, and say so instead of listing the
        by-lines."""
        person = self.get_object(request, object_id)
        if person and person.count:
            sentence = ngettext(
                "“%(name)s” stands above %(n)d article. Take the name off it first.",
                "“%(name)s” stands above %(n)d articles. Take the name off them first.",
                person.count,
            )
            warning = sentence % {"name": person, "n": person.count}
            self.message_user(request, warning, messages.WARNING)
            return redirect("admin:articles_person_change", person.pk)
        return super().delete_view(request, object_id, extra_context)

    @admin.display(description=_("articles"))
    def articles(self, person: Person) -> int:
        return person.count  # type: ignore[attr-defined]  # from the query above

    @admin.display(description=_("page"))
    def page(self, person: Person) -> str:
        return format_html('<a href="{}">{}</a>', person.get_absolute_url(), _("read"))
