"""Which names guests may not take: those of members and of the house, and what reads like them."""

from __future__ import annotations

from django.contrib.auth import get_user_model

from comments.text.confusables import skeleton
from comments.text.reserved_names import speaks_for_the_house
from comments.web.compiled_query import Prepared


def is_taken(name: str) -> bool:
    return speaks_for_the_house(name) or is_members(name)


def is_members(name: str) -> bool:
    """Whether it reads like the name of an account."""
    reads_as = skeleton(name)
    return bool(reads_as) and bool(_NAMESAKES.all(reads_as))


# The site's model of accounts keeps the skeleton of every name.
_NAMESAKES = Prepared(
    get_user_model(),
    lambda reads_as: (
        get_user_model().objects.filter(name_skeleton=reads_as).order_by().values_list("pk")[:1]
    ),
)
