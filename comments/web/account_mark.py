"""Account marks: each form says for whom it was made, so that nobody sends it as somebody else.

A page stays open while the reader logs in or out in another tab. Without the mark, the form of a guest would
then be published under the name of an account.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.utils.crypto import constant_time_compare, salted_hmac

if TYPE_CHECKING:
    from django.contrib.auth.base_user import AbstractBaseUser
    from django.contrib.auth.models import AnonymousUser

ACCOUNT_MARK_FIELD = "account_mark"  # the name of the hidden field
GUEST_MARK = "guest"  # the same for all guests: their pages are the same bytes for everybody
MARK_CHARS = 32


def get_account_mark(account: AbstractBaseUser | AnonymousUser) -> str:
    """Return the mark of an account, a keyed hash that names nobody, or that of all guests."""
    return _hash_account(account.pk, settings.SECRET_KEY) if account.is_authenticated else GUEST_MARK


def has_account_mark(account: AbstractBaseUser | AnonymousUser, mark: str) -> bool:
    """Whether a form with this mark was made for this account, or for a guest."""
    if not account.is_authenticated:
        return mark == GUEST_MARK
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return any(constant_time_compare(mark, _hash_account(account.pk, key)) for key in keys)


def _hash_account(pk: object, key: str) -> str:
    salt = "comments.account_mark"
    return salted_hmac(salt, str(pk), secret=key, algorithm="sha256").hexdigest()[:MARK_CHARS]
