"""Permissions of an account, found by one query."""

import pytest
from django.contrib.auth.models import Group, Permission

from mvforum.accounts.models import User
from tests.conftest import logged_in, person


@pytest.fixture
def may_moderate(db) -> Permission:
    return Permission.objects.get(codename="moderate")


def again(user: User) -> User:
    return User.objects.get(pk=user.pk)


def test_own_permissions_and_those_of_groups_count(member, may_moderate, django_assert_num_queries):
    group = Group.objects.create(name="Desk")
    group.permissions.add(may_moderate, Permission.objects.get(codename="change_thread"))
    member.groups.add(group)
    member.user_permissions.add(may_moderate)
    user = again(member)
    with django_assert_num_queries(1):
        assert user.has_perm("comments.moderate")
        assert user.has_perms(["comments.moderate", "comments.change_thread"])
        assert not user.has_perm("comments.delete_thread")
        assert user.has_module_perms("comments")
        assert not user.has_module_perms("articles")


def test_nobody_else_gains_by_it(member, may_moderate):
    other = person("otto")
    other.user_permissions.add(may_moderate)
    assert not again(member).has_perm("comments.moderate")


def test_an_account_that_is_closed_may_nothing(member, may_moderate):
    member.user_permissions.add(may_moderate)
    User.objects.update(is_active=False)
    assert not again(member).has_perm("comments.moderate")


def test_an_admin_may_everything(admin_user):
    assert again(admin_user).has_perm("comments.moderate")
    assert again(admin_user).get_all_permissions() >= {"comments.moderate"}


def test_a_right_that_is_taken_away_is_gone_at_once(moderator):
    client = logged_in(moderator)
    assert client.get("/moderation/").status_code == 200
    moderator.user_permissions.clear()
    assert client.get("/moderation/").status_code != 200


def test_an_account_that_is_closed_is_logged_out_at_once(moderator):
    client = logged_in(moderator)
    User.objects.update(is_active=False)
    assert client.get("/moderation/").status_code != 200


def test_a_session_that_has_ended_is_none(as_member):
    from datetime import timedelta

    from django.contrib.sessions.models import Session
    from django.utils.timezone import now

    assert as_member.get("/posts/").status_code == 200
    Session.objects.update(expire_date=now() - timedelta(seconds=1))
    assert as_member.get("/posts/").status_code == 302


@pytest.mark.parametrize("key", ["a" * 4000, "\x00abcdefgh", "käse", "a b", "", "'; --"])
def test_a_cookie_that_is_no_key_is_no_session(client, db, article, key):
    client.cookies["session"] = key
    assert client.get("/posts/").status_code == 302
    assert client.get(article.get_absolute_url()).status_code == 200
