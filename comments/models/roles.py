"""Roles: reader, moderator, admin. They decide who may sanction whom."""

from enum import IntEnum

from comments.models.accounts import Account


class Role(IntEnum):
    READER = 0
    MODERATOR = 1
    ADMIN = 2


def get_role(account: Account | None) -> Role:
    """Present role of an account. Without an account, or with an inactive one, everybody is a
    reader."""
    if account is None:
        return Role.READER
    if account.has_perm("comments.sanction_moderators"):  # Superusers have every right.
        return Role.ADMIN
    return Role.MODERATOR if account.has_perm("comments.moderate") else Role.READER
