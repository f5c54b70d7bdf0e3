"""Names that guests may not take: those of members and of the site, and what reads like them."""

from comments.models.accounts import is_member_name
from comments.text.reserved_names import is_reserved_name


def is_guest_name_taken(name: str) -> bool:
    return is_reserved_name(name) or is_member_name(name)
