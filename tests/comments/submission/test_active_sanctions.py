"""Effects of a sanction on its author, hidden from everyone else."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import now

from comments.models import Comment, Sanction
from comments.moderation.log_lines import list_reasons_for_moderators
from comments.policy import judge
from comments.submission.author_keys import get_account_key
from tests.comments.acting import submit_comment
from tests.conftest import logged_in, person, text_of

WARNING, PREMODERATION, SUSPENSION, BAN = Sanction.Kind.values


def on(key: str, kind: str = BAN, **fields: object) -> Sanction:
    if kind == SUSPENSION:
        fields = {"until": now() + timedelta(hours=1)} | fields
    return Sanction.objects.create(author_key=key, kind=kind, reason="Be kind", **fields)


def key_of(member, *, anonymously: bool = False) -> str:
    return get_account_key(member.pk, anonymously=anonymously)


@pytest.fixture
def admin_of_group(db):
    admin = person("anna", is_staff=True)
    admin.groups.add(Group.objects.get(name="admin"))
    return admin


# Bans and suspensions


@pytest.mark.parametrize("kind", [BAN, SUSPENSION])
def test_a_sanctioned_author_reads_why_and_keeps_the_text(regular, thread, kind):
    on(key_of(regular), kind, until=now() + timedelta(days=2))
    response = submit_comment(logged_in(regular), thread, "Something new")
    page = text_of(response)
    assert response.status_code == 422
    assert "The moderators’ reason: “Be kind”" in page
    assert "It ends on " in page
    assert "Something new</textarea>" in page
    assert not Comment.objects.filter(body="Something new").exists()


def test_a_ban_for_good_says_so(regular, thread):
    on(key_of(regular))
    assert "It has no end." in text_of(submit_comment(logged_in(regular), thread))


def test_the_longest_of_several_sanctions_is_shown(regular, thread):
    on(key_of(regular), SUSPENSION)
    Sanction.objects.create(author_key=key_of(regular), reason="The longest")
    page = text_of(submit_comment(logged_in(regular), thread))
    assert "The longest" in page
    assert "Be kind" not in page


def test_it_ends_by_itself(regular, thread, travel):
    on(key_of(regular), SUSPENSION)
    client = logged_in(regular)
    assert submit_comment(client, thread, "Too early").status_code == 422
    travel(minutes=61)
    assert submit_comment(client, thread, "In time").status_code == 302


def test_it_ends_when_it_is_lifted(regular, thread, moderator):
    on(key_of(regular))
    assert Sanction.objects.all().lift(by=moderator, reason="A mistake") == 1
    assert submit_comment(logged_in(regular), thread).status_code == 302


def test_of_two_who_lift_it_the_second_changes_nothing(regular, moderator):
    on(key_of(regular))
    Sanction.objects.all().lift(by=moderator, reason="First")
    assert Sanction.objects.all().lift(by=person("milo"), reason="Second") == 0
    assert Sanction.objects.get().lift_reason == "First"


def test_an_edit_is_refused_as_well(regular, thread):
    on(key_of(regular))
    mine = Comment.objects.filter(author=regular).first()
    response = logged_in(regular).post(f"/posts/own/{mine.pk}/edit/", {"body": "Other words"})
    assert response.status_code == 422
    assert "Be kind" in text_of(response)
    assert "Other words</textarea>" in text_of(response)


def test_a_banned_author_may_still_delete(regular):
    on(key_of(regular))
    mine = Comment.objects.filter(author=regular).first()
    logged_in(regular).post(f"/posts/own/{mine.pk}/delete/")
    mine.refresh_from_db()
    assert mine.is_withdrawn


@pytest.mark.parametrize("banned_as", ["named", "nameless"])
def test_a_ban_meets_both_keys_of_a_member(regular, thread, banned_as):
    on(key_of(regular, anonymously=banned_as == "nameless"))
    client = logged_in(regular)
    assert submit_comment(client, thread, "Under my name").status_code == 422
    assert submit_comment(client, thread, "Under none", anonymously="on").status_code == 422


def test_a_ban_of_an_account_meets_it_under_every_name(regular, thread):
    Sanction.objects.create(user=regular, reason="Be kind")
    client = logged_in(regular)
    assert submit_comment(client, thread, "Under my name").status_code == 422
    assert submit_comment(client, thread, "Under none", anonymously="on").status_code == 422


def test_a_guest_cannot_edit_from_another_connection(client, thread):
    link = submit_comment(client, thread, "Kind words").url
    on(Comment.objects.get().author_key)
    elsewhere = Client(REMOTE_ADDR="10.9.8.7")
    response = elsewhere.post(f"{link}edit/", {"body": "Unkind words"})
    assert response.status_code == 422
    assert Comment.objects.get().body == "Kind words"


# Pre-moderation


def test_everything_by_a_premoderated_author_waits(regular, thread):
    on(key_of(regular), PREMODERATION)
    submit_comment(logged_in(regular), thread, "Kind words")
    comment = Comment.objects.get(body="Kind words")
    assert comment.is_held
    assert "The author is pre-moderated" in list_reasons_for_moderators(comment.last_decision)


def test_posts_of_a_moderator_wait_if_an_admin_says_so(moderator, admin_user, thread):
    on(key_of(moderator), PREMODERATION, by=admin_user)
    submit_comment(logged_in(moderator), thread, "Kind words")
    assert Comment.objects.get().is_held


def test_without_a_name_a_premoderated_member_waits_like_a_stranger(regular, thread):
    """The log does not say why: it would tell whose name is pre-moderated."""
    on(key_of(regular), PREMODERATION)
    submit_comment(logged_in(regular), thread, "Kind words", anonymously="on")
    comment = Comment.objects.get(body="Kind words")
    assert comment.is_held
    assert [reason["check"] for reason in comment.last_decision.reasons] == ["strangers_wait"]


def test_sanctions_of_anonymous_posts_are_not_shown_under_the_name(regular, thread):
    on(key_of(regular, anonymously=True), PREMODERATION)
    submit_comment(logged_in(regular), thread, "Kind words")
    assert Comment.objects.get(body="Kind words").is_published


def test_sanctions_of_an_account_are_not_shown_at_its_anonymous_posts(regular, thread):
    Sanction.objects.create(user=regular, kind=PREMODERATION, reason="Be kind")
    submit_comment(logged_in(regular), thread, "Kind words", anonymously="on")
    comment = Comment.objects.get(body="Kind words")
    assert comment.is_held
    assert [reason["check"] for reason in comment.last_decision.reasons] == ["strangers_wait"]


def test_a_sanctioned_author_in_danger_is_held_and_not_identified(regular, thread, monkeypatch):
    def in_danger(submission):
        return judge(replace(submission, has_crisis_phrase=True))

    monkeypatch.setattr("comments.submission.submit.judge", in_danger)
    on(key_of(regular, anonymously=True))
    submit_comment(logged_in(regular), thread, "Help")
    comment = Comment.objects.get(body="Help")
    assert comment.is_held
    checks = [reason["check"] for reason in comment.last_decision.reasons]
    assert "banned_authors_stay_out" not in checks
    assert "banned" not in comment.failed_checks


# Warnings


@pytest.fixture
def warned(regular):
    on(key_of(regular), WARNING)
    return logged_in(regular)


def test_a_warning_is_read_before_the_next_post(warned, thread):
    response = submit_comment(warned, thread, "Something new")
    page = text_of(response)
    assert response.status_code == 422
    assert "<blockquote>Be kind</blockquote>" in page
    assert "I have read it, post now" in page
    assert "Something new</textarea>" in page
    assert not Comment.objects.filter(body="Something new").exists()


def test_acknowledging_a_warning_posts_with_the_same_button(warned, thread):
    warning = Sanction.objects.get()
    submit_comment(warned, thread, "Something new")
    response = submit_comment(warned, thread, "Something new", has_read=warning.pk)
    assert response.status_code == 302
    assert Comment.objects.get(body="Something new").is_published
    warning.refresh_from_db()
    assert not warning.is_active


def test_a_double_click_on_the_button_posts_once(warned, thread):
    for _ in range(2):
        submit_comment(warned, thread, "Something new", has_read=Sanction.objects.get().pk)
    assert Comment.objects.filter(body="Something new").count() == 1


def test_only_what_was_shown_is_read(warned, thread, regular):
    first = Sanction.objects.get()
    on(key_of(regular), WARNING)
    assert submit_comment(warned, thread, "Something new", has_read=first.pk).status_code == 422
    assert Sanction.objects.active(now()).count() == 1


def test_nobody_reads_the_warning_of_somebody_else(client, warned, thread):
    submit_comment(client, thread, "By a guest", has_read="999999")
    assert Sanction.objects.get().is_active


@pytest.mark.parametrize("nonsense", ["x", "-1", "9" * 30, "\x00", "٣"])
def test_a_button_that_makes_no_sense_reads_nothing(warned, thread, nonsense):
    assert submit_comment(warned, thread, "Something new", has_read=nonsense).status_code == 422
    assert Sanction.objects.get().is_active


def test_a_guest_reads_a_warning_too(client, thread):
    submit_comment(client, thread)
    on(Comment.objects.get().author_key, WARNING)
    assert submit_comment(client, thread, "Something new").status_code == 422
    response = submit_comment(client, thread, "Something new", has_read=Sanction.objects.get().pk)
    assert response.status_code == 302
    assert not client.cookies


def test_a_warning_is_read_before_the_next_edit(warned, regular):
    mine = Comment.objects.filter(author=regular).first()
    address = f"/posts/own/{mine.pk}/edit/"
    response = warned.post(address, {"body": "Other words"})
    assert response.status_code == 422
    assert "I have read it, save now" in text_of(response)
    read = {"body": "Other words", "has_read": Sanction.objects.get().pk}
    assert warned.post(address, read).status_code == 302
    mine.refresh_from_db()
    assert mine.body == "Other words"


def test_a_sanction_records_the_day_of_its_acknowledgement(warned, thread):
    """To the second, it would tell which of the next posts is by the same author."""
    submit_comment(warned, thread, "Something new", has_read=Sanction.objects.get().pk)
    read = Sanction.objects.get().acknowledged_at
    assert (read.hour, read.minute, read.second, read.microsecond) == (0, 0, 0, 0)


def test_under_a_ban_there_is_nothing_to_click(warned, thread, regular):
    on(key_of(regular))
    assert "I have read it" not in text_of(submit_comment(warned, thread))


# Staff


def test_what_a_moderator_gives_has_no_effect_on_moderators_by_name(moderator, thread):
    on(key_of(moderator, anonymously=True), by=person("milo"))
    submit_comment(logged_in(moderator), thread, "Kind words")
    assert Comment.objects.get().is_published


def test_without_a_name_moderators_are_kept_out_like_anybody(moderator, thread):
    """Else the moderator who gave the sanction would learn that the author is staff."""
    on(key_of(moderator, anonymously=True), by=person("milo"))
    answer = submit_comment(logged_in(moderator), thread, "Kind words", anonymously="on")
    assert answer.status_code == 422


def test_what_an_admin_gives_has_one_on_moderators(moderator, admin_of_group, thread):
    on(key_of(moderator, anonymously=True), by=admin_of_group)
    assert submit_comment(logged_in(moderator), thread, anonymously="on").status_code == 422


def test_what_an_admin_gives_has_none_on_admins(admin_user, admin_of_group, thread):
    on(key_of(admin_user), by=admin_of_group)
    assert submit_comment(logged_in(admin_user), thread).status_code == 302


def test_a_post_asks_for_sanctions_once(regular, thread):
    with CaptureQueriesContext(connection) as asked:
        submit_comment(logged_in(regular), thread, "Kind words")
    assert sum("comments_sanction" in query["sql"] for query in asked) == 1
