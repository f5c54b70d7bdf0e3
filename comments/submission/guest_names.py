"""Which names guests may not take: those of members and of the house, and what reads like them."""

from __future__ import annotations

from django.contrib.auth import get_user_model

from comments.text.confusables import build_skeleton
from comments.text.reserved_names import is_reserved_name
from comments.web.compiled_query import CompiledQuery


def is_guest_name_taken(name: str) -> bool:
    return is_reserved_name(name) or is_member_name(name)


def is_member_name(name: str) -> bool:
    """Whether it reads like the name of an account."""
    name_skeleton = build_skeleton(name)
    return bool(name_skeleton) and bool(_MEMBERS_WITH_SKELETON.all(name_skeleton))


# The site's model of accounts keeps the skeleton of every name.
_MEMBERS_WITH_SKELETON = CompiledQuery(
    get_user_model(),
    lambda name_skeleton: (
        get_user_model()
        .objects.filter(name_skeleton=name_skeleton)
        .order_by()
        .values_list("pk")[:1]
    ),
)
