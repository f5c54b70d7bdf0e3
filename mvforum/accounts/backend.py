"""Authentication backend: allauth's log-in, and permissions in one query."""

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.auth.models import Permission
from django.db.models import Q

from comments.web.compiled_query import CompiledQuery
from mvforum.accounts.models import User

USER_BY_PK = CompiledQuery(lambda pk: User.objects.filter(pk=pk))
USER_PERMISSIONS = CompiledQuery(
    lambda user: (
        Permission.objects.filter(Q(user=user) | Q(group__user=user))
        .order_by()
        .values_list("content_type__app_label", "codename")
    )
)

PERMISSION_CACHE_ATTRIBUTE = "_perm_cache"  # where Django keeps them, too


class Backend(AuthenticationBackend):
    """Backend that loads an account and its permissions with one query each. Every page of a
    logged-in member needs both."""

    def get_user(self, user_id: int) -> User | None:
        user = USER_BY_PK.first(pk=user_id)
        return user if user and self.user_can_authenticate(user) else None

    def get_all_permissions(self, user_obj: User, obj: object = None) -> set[str]:
        if obj is not None or user_obj.is_superuser or not user_obj.is_active:
            return super().get_all_permissions(user_obj, obj)
        known: set[str] | None = getattr(user_obj, PERMISSION_CACHE_ATTRIBUTE, None)
        if known is None:
            rows = USER_PERMISSIONS.all(user=user_obj.pk)
            known = {f"{app}.{name}" for app, name in rows}
            setattr(user_obj, PERMISSION_CACHE_ATTRIBUTE, known)
        return known
