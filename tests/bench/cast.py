"""The people of a seeded site: members that are known there, and a moderator, all logged in."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.auth.models import Permission
from django.contrib.sessions.backends.db import SessionStore
from django.db import transaction
from django.db.models import Count, Q

from comments.policy import RuleSettings
from mvforum.accounts.models import User


def members(count: int) -> list[User]:
    """That many accounts, in the order of their keys; those that are missing are made."""
    names = [f"member-{turn}" for turn in range(count)]
    User.objects.bulk_create(
        [User(username=name, email=f"{name}@example.org", password="!") for name in names],
        ignore_conflicts=True,
        batch_size=1000,
    )
    return list(User.objects.filter(username__startswith="member-").order_by("pk")[:count])


def moderator() -> User:
    user, _is_new = User.objects.get_or_create(
        username="moderator", defaults={"email": "moderator@example.org", "password": "!"}
    )
    user.user_permissions.add(Permission.objects.get(codename="moderate"))
    return user


def known(count: int) -> list[User]:
    """Members whose posts the house rules let pass, under their names."""
    named = Q(comments__status="published", comments__author_name__gt="")
    approved = Count("comments", filter=named)
    trusted = User.objects.annotate(approved=approved).filter(approved__gte=RuleSettings().trusted_after)
    return list(trusted.order_by("pk")[:count])


@transaction.atomic
def log_in(users: list[User]) -> list[str]:
    """The value of the cookie of a new session, for each."""
    return [_session_of(user) for user in users]


def _session_of(user: User) -> str:
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    return str(session.session_key)
