"""Interface to the user model: everything that comments expects of an account.

The project names its model in AUTH_USER_MODEL. It extends Django's AbstractUser by
`REQUIRED_FIELDS`, and there is a page for the settings of the own account.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from allauth.account.adapter import get_adapter
from django.contrib.auth import get_user_model
from django.core.checks import CheckMessage, Error, register
from django.core.exceptions import FieldDoesNotExist
from django.urls import reverse

from comments.text.confusables import build_skeleton
from comments.web.compiled_query import CompiledQuery

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.apps import AppConfig
    from django.contrib.auth.models import _User as Account  # the model of AUTH_USER_MODEL
    from django.http import HttpRequest
else:
    from django.contrib.auth.models import AbstractUser as Account

__all__ = ["Account"]

REQUIRED_FIELDS = {
    "name_skeleton": "the skeleton of the name, so that guests do not take one that reads alike",
    "wants_letters": "whether its author wants e-mails about decisions",
    "emailaddress": "its addresses, as allauth keeps them",
}


def get_account(request: HttpRequest) -> Account:
    """The account that sends a request, for pages that require a login."""
    return cast("Account", request.user)


def is_member_name(name: str) -> bool:
    """Whether a name reads like that of an account."""
    skeleton = build_skeleton(name)
    return bool(skeleton) and bool(_MEMBERS_WITH_SKELETON.all(skeleton=skeleton))


def get_notification_address(account_id: int) -> str | None:
    """The confirmed address of an active account, if it wants e-mails about decisions."""
    return (
        get_user_model()
        ._default_manager.filter(
            pk=account_id, is_active=True, wants_letters=True, emailaddress__verified=True, emailaddress__primary=True
        )
        .values_list("emailaddress__email", flat=True)
        .first()
    )


def get_settings_path() -> str:
    """The path of the page on which somebody changes the settings of the own account."""
    return reverse("my_account")


def get_client_address(request: HttpRequest) -> str:
    """The address of the client. Raises PermissionDenied where the server gave none."""
    return get_adapter().get_client_ip(request)


_MEMBERS_WITH_SKELETON = CompiledQuery(
    lambda skeleton: get_user_model()._default_manager.filter(name_skeleton=skeleton).order_by().values_list("pk")[:1]
)


@register
def check_user_model(app_configs: Sequence[AppConfig] | None, **options: object) -> list[CheckMessage]:
    """Report each field that the user model lacks."""
    model = get_user_model()
    return [
        Error(f"{model.__name__} has no field “{name}”: {purpose}.", obj=model, id="comments.E001")
        for name, purpose in REQUIRED_FIELDS.items()
        if not _has_field(model, name)
    ]


def _has_field(model: type[Account], name: str) -> bool:
    try:
        model._meta.get_field(name)
    except FieldDoesNotExist:
        return False
    return True
