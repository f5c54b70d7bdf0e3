from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.utils.translation import gettext_lazy as _

from comments.admin.moderation import DeleteOneByOneAdmin, RestrictedLookupAdmin
from mvforum.accounts.models import User


@admin.register(User)
class AccountAdmin(DeleteOneByOneAdmin, RestrictedLookupAdmin, UserAdmin):
    """Admin of accounts without real names, which the site does not ask for."""

    fieldsets = (
        (None, {"fields": ("username", "email", "password")}),
        (_("Permissions"), {"fields": ("is_active", "is_staff", "is_superuser", "groups", "user_permissions")}),
        (_("Important dates"), {"fields": ("last_login", "date_joined")}),
    )
    list_display = ("username", "email", "is_staff", "is_active", "date_joined")
    search_fields = ("username", "email")
