"""Django admin of the house rules: one form, no list."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseRedirect
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from comments.models import HouseRules
from comments.models.house_rules import HOUSE_RULES_PK


@admin.register(HouseRules)
class HouseRulesAdmin(admin.ModelAdmin):
    """The form shows the defaults until admins have saved the rules."""

    fieldsets = (
        (
            _("Who may post"),
            {
                "fields": ("guests_may_post", "trusted_after"),
                "description": _(
                    "What is set here holds from the next post on, everywhere. A single discussion"
                    " may have rules of its own: see “Discussions”."
                ),
            },
        ),
        (_("How often"), {"fields": ("seconds_between_posts", "posts_per_ten_minutes", "posts_per_day")}),
        (
            _("What is read first"),
            {"fields": ("max_links", "asks_about_personal_details", "looks_for_danger", "spam_threshold")},
        ),
        (_("Whose posts are read first"), {"fields": ("refused_share", "refused_days", "refused_of")}),
        (_("Flags of readers"), {"fields": ("flags_to_hold", "flags_per_day")}),
        (_("What everybody can read"), {"fields": ("log_is_public",)}),
    )

    def has_add_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        return redirect("admin:comments_houserules_change", HOUSE_RULES_PK)

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> HouseRules | None:
        found: HouseRules | None = super().get_object(request, object_id, from_field)
        return HouseRules() if not found and object_id == str(HOUSE_RULES_PK) else found

    def save_model(self, request: HttpRequest, rules: HouseRules, form: Any, change: bool) -> None:
        """Store changed fields only, so that two admins do not overwrite each other."""
        HouseRules.change(**{name: form.cleaned_data[name] for name in form.changed_data})

    def response_post_save_change(self, request: HttpRequest, obj: HouseRules) -> HttpResponseRedirect:
        """Redirect to the form: there is no list."""
        return HttpResponseRedirect(request.path)
