"""Commands for maintenance: deletion of old data, sanitizing again."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.utils.timezone import now

from comments.models import ActivityRecord, Claim, Comment, Decision, ModeratorNote, Sanction
from comments.sanitizer import SANITIZER_VERSION
from comments.submission.author_keys import get_account_key
from comments.submission.queries import get_sanction_kinds
from tests.conftest import HELD


def test_what_was_refused_and_never_seen_is_deleted_after_a_month(post):
    seen, spam, waiting, fresh = post(), post(verdict=HELD), post(verdict=HELD), post(verdict=HELD)
    seen.decide("spam")
    spam.decide("spam")
    fresh.decide("reject")
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


def test_activity_records_are_forgotten_after_a_day(db):
    ActivityRecord.objects.create(author_key="a", kind="post", left_at=now() - timedelta(hours=25))
    fresh = ActivityRecord.objects.create(author_key="a", kind="post")
    call_command("forget")
    assert list(ActivityRecord.objects.all()) == [fresh]


def test_comments_of_older_rules_are_rendered_again(post, thread):
    comment = post("**Hello**")
    Comment.objects.update(body_html="<p>stale</p>", sanitizer_version=SANITIZER_VERSION - 1)
    thread.refresh_from_db()
    version = thread.version
    call_command("resanitize_comments")
    comment.refresh_from_db()
    thread.refresh_from_db()
    assert comment.body_html == "<p><strong>Hello</strong></p>"
    assert comment.sanitizer_version == SANITIZER_VERSION
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
    assert not get_sanction_kinds(None, ["k"])
    Sanction.objects.create(author_key="k", reason="x", until=now() + timedelta(minutes=1))
    assert get_sanction_kinds(None, ["k"]) == {"ban"}
    assert not get_sanction_kinds(None, ["other"])


def test_a_sanction_on_the_key_of_a_guest_goes_with_the_key(member):
    """The key cannot come back. A sanction on an account stays while it is in force."""
    old = now() - timedelta(days=31)
    nameless = get_account_key(member.pk, anonymously=True)
    Sanction.objects.create(author_key="a guest", reason="x", created_at=old)
    for fields in ({"author_key": nameless}, {"user": member}, {"author_key": "new"}):
        is_new = fields == {"author_key": "new"}
        Sanction.objects.create(reason="x", created_at=now() if is_new else old, **fields)
    call_command("forget")
    assert {*Sanction.objects.values_list("author_key", flat=True)} == {nameless, None, "new"}


@pytest.mark.parametrize("end", ["until", "lifted_at", "acknowledged_at"])
def test_what_ended_long_ago_is_forgotten_where_no_post_is_left(post, member, end):
    old = now() - timedelta(days=31)
    keys = [get_account_key(member.pk, anonymously=way) for way in (False, True)]
    post(author=member, author_name="rita", author_key=keys[0])
    for key in keys:
        Sanction.objects.create(author_key=key, reason="x", created_at=old, **{end: old})
    Sanction.objects.create(author_key=keys[1], reason="x", created_at=old, **{end: now()})
    call_command("forget")
    left = Sanction.objects.order_by("pk").values_list("author_key", flat=True)
    assert [*left] == keys


def test_notes_on_authors_of_whom_nothing_is_left_are_forgotten(post, moderator):
    old = now() - timedelta(days=31)
    comment = post()
    for words, fields in {
        "stays": {"author_key": "ada"},
        "stays, too": {"comment": comment},
        "goes": {"author_key": "gone"},
    }.items():
        ModeratorNote.objects.create(words=words, by=moderator, written_at=old, **fields)
    ModeratorNote.objects.create(words="is new", by=moderator, author_key="gone")
    call_command("forget")
    assert {*ModeratorNote.objects.values_list("words", flat=True)} == {"stays", "stays, too", "is new"}


def test_claims_that_are_past_are_forgotten(post, moderator):
    past, fresh = post(verdict=HELD), post(verdict=HELD)
    Claim.objects.create(comment=past, moderator=moderator, until=now() - timedelta(minutes=1))
    Claim.objects.create(comment=fresh, moderator=moderator, until=now() + timedelta(minutes=1))
    call_command("forget")
    assert Claim.objects.get().comment == fresh
