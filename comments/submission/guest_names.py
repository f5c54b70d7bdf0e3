"""Names that guests may not use: names of members, reserved names, and look-alikes of both."""

from comments.models.accounts import is_member_name
from comments.text.reserved_names import is_reserved_name


def is_guest_name_taken(name: str) -> bool:
    return is_reserved_name(name) or is_member_name(name)
