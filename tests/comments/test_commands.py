"""Chores, each a command."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.utils.timezone import now

from comments.facts import sanctions_on
from comments.models import Comment, Decision, Footprint, Sanction
from comments.sanitizer import VERSION
from tests.conftest import HELD


def test_what_was_refused_and_never_seen_is_deleted_after_a_month(post):
    seen, spam, waiting, fresh = post(), post(verdict=HELD), post(verdict=HELD), post(verdict=HELD)
    seen.mark_as_spam()
    spam.mark_as_spam()
    fresh.reject()
    older = Comment.objects.exclude(pk=fresh.pk)
    older.update(created_at=now() - timedelta(days=31))
    lines = Decision.objects.count()
    call_command("forget")
    assert {*Comment.objects.all()} == {seen, waiting, fresh}
    assert Decision.objects.count() == lines


def test_the_keys_of_guests_are_forgotten_after_a_month(post, member):
    guest, fresh = post(), post()
    account = post(author=member, author_name="rita", author_key="rita")
    nameless = post(author=member, author_name="", author_key="rita, anonymously")
    Comment.objects.exclude(pk=fresh.pk).update(created_at=now() - timedelta(days=31))
    call_command("forget")
    keys = dict(Comment.objects.values_list("pk", "author_key"))
    assert keys == {guest.pk: "", account.pk: "rita", nameless.pk: "", fresh.pk: "ada"}


def test_footprints_are_forgotten_after_a_day(db):
    Footprint.objects.create(author_key="a", kind="post", left_at=now() - timedelta(hours=25))
    fresh = Footprint.objects.create(author_key="a", kind="post")
    call_command("forget")
    assert list(Footprint.objects.all()) == [fresh]


def test_comments_of_older_rules_are_derived_anew(post, thread):
    comment = post("**Hello**")
    Comment.objects.update(body_html="<p>stale</p>", sanitizer_version=VERSION - 1)
    thread.refresh_from_db()
    version = thread.version
    call_command("resanitize_comments")
    comment.refresh_from_db()
    thread.refresh_from_db()
    assert comment.body_html == "<p><strong>Hello</strong></p>"
    assert comment.sanitizer_version == VERSION
    assert thread.version > version


def test_the_html_is_derived_when_a_comment_is_saved(thread):
    comment = Comment.objects.create(thread=thread, body="*Hi*")
    comment.body = "**Ho**"
    comment.save()
    comment.refresh_from_db()
    assert comment.body_html == "<p><strong>Ho</strong></p>"


def test_a_ban_has_one_target(moderator):
    Sanction.objects.create(user=moderator, reason="x")
    Sanction.objects.create(author_key="k", reason="x")
    for both in ({}, {"user": moderator, "author_key": "k"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Sanction.objects.create(reason="x", **both)


def test_a_ban_ends(db):
    Sanction.objects.create(author_key="k", reason="x", until=now() - timedelta(minutes=1))
    assert not sanctions_on(None, ["k"])
    Sanction.objects.create(author_key="k", reason="x", until=now() + timedelta(minutes=1))
    assert sanctions_on(None, ["k"]) == {"ban"}
    assert not sanctions_on(None, ["other"])
