"""Readers, moderators, admins: who may sanction whom."""

from enum import IntEnum
from typing import Any


class Rank(IntEnum):
    READER = 0
    MODERATOR = 1
    ADMIN = 2


def rank_of(account: Any) -> Rank:
    """What somebody is now; whoever has no account, or one that is switched off, is a reader."""
    if account is None:
        return Rank.READER
    if account.has_perm("comments.sanction_moderators"):  # Superusers have every right.
        return Rank.ADMIN
    return Rank.MODERATOR if account.has_perm("comments.moderate") else Rank.READER
