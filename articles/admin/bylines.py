"""The by-lines of an article, as rows of its form."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db import models, transaction
from django.forms import BaseInlineFormSet
from django.http import HttpRequest
from django.utils.translation import gettext as _

from articles.models import Byline


class BylineFormSet(BaseInlineFormSet):
    """Rows that are saved together, so that two people can change places."""

    def get_form_error(self) -> str:
        return _("This person stands here in that role already.")

    def get_unique_error_message(self, unique_check: Any) -> str:
        return _("Somebody stands here twice in the same role.")

    @transaction.atomic(savepoint=False)
    def save(self, commit: bool = True) -> list[models.Model]:
        lines = super().save(commit=False)
        if commit:
            gone = [*self.deleted_objects, *(line for line, _names in self.changed_objects)]
            Byline.objects.filter(pk__in=[line.pk for line in gone]).delete()
            Byline.objects.bulk_create(lines)
        return lines


class BylinesInline(admin.TabularInline):
    model = Byline
    formset = BylineFormSet
    fields = ("role", "person", "position")
    autocomplete_fields = ("person",)
    extra = 1

    # People who may change the article may change its by-lines.

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm("articles.view_article")

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm("articles.change_article")

    has_change_permission = has_delete_permission = has_add_permission
