"""Rate limits of posts and edits: exact, explained, and shared by all discussions."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from comments import policy_messages
from comments.models import ActivityRecord, Comment, HouseRules
from comments.policy import RuleSettings
from tests.comments.acting import submit_comment
from tests.conftest import import_all_modules, logged_in, text_of

pytestmark = pytest.mark.usefixtures("limits")


@pytest.fixture(autouse=True)
def _the_clock_stands_still(monkeypatch):
    """Stop the clock for tests that travel: a little ahead of the real one, by which the
    article is published."""
    import_all_modules()
    moment = timezone.now() + timedelta(minutes=1)
    monkeypatch.setattr(timezone, "now", lambda: moment)


def pace(*, seconds: int = 0, ten_minutes: int = 0, day: int = 0) -> None:
    HouseRules.change(seconds_between_posts=seconds, posts_per_ten_minutes=ten_minutes, posts_per_day=day)


def test_a_guest_posts_once_in_twenty_seconds(client, thread, travel):
    assert submit_comment(client, thread, "One").status_code == 302
    travel(seconds=5)
    refused = submit_comment(client, thread, "Two, in a hurry")
    assert (refused.status_code, refused["Retry-After"]) == (429, "15")
    assert "Please wait 15 seconds" in text_of(refused)
    assert "Two, in a hurry" in text_of(refused)
    travel(seconds=15)
    assert submit_comment(client, thread, "Two").status_code == 302


def test_a_member_posts_twice_in_that_time(as_member, thread):
    answers = [submit_comment(as_member, thread, words).status_code for words in ("One", "Two", "Three")]
    assert answers == [302, 302, 429]


def test_a_member_is_one_person_with_and_without_the_name(as_member, thread):
    submit_comment(as_member, thread, "One")
    submit_comment(as_member, thread, "Two", anonymously="on")
    assert submit_comment(as_member, thread, "Three").status_code == 429


def test_a_guest_posts_five_times_in_ten_minutes(client, thread, travel):
    pace(ten_minutes=5)
    for turn in range(5):
        assert submit_comment(client, thread, f"Post {turn}").status_code == 302
        travel(seconds=60)
    refused = submit_comment(client, thread, "One more")
    assert (refused.status_code, refused["Retry-After"]) == (429, "300")
    assert "Please wait 5 minutes" in text_of(refused)
    travel(seconds=300)
    assert submit_comment(client, thread, "One more").status_code == 302


def test_a_guest_posts_twenty_times_a_day(client, thread, travel):
    pace(day=20)
    for turn in range(20):
        assert submit_comment(client, thread, f"Post {turn}").status_code == 302
        travel(minutes=20)
    refused = submit_comment(client, thread, "One more")
    assert (refused.status_code, refused["Retry-After"]) == (429, str(24 * 3600 - 20 * 20 * 60))
    assert "Please wait 18 hours" in text_of(refused)
    travel(hours=17, minutes=19)
    call_command("forget")
    assert submit_comment(client, thread, "One more")["Retry-After"] == "60"
    travel(minutes=1)
    call_command("forget")
    assert ActivityRecord.objects.filter(kind="post").count() == 19
    assert submit_comment(client, thread, "One more").status_code == 302


def test_the_largest_limits_that_admins_can_set_hold(as_member, member, thread):
    from comments.submission.author_keys import get_account_key

    pace(day=100)
    key = get_account_key(member.pk)
    ActivityRecord.objects.bulk_create(ActivityRecord(author_key=key, kind="post") for _ in range(199))
    ActivityRecord.objects.bulk_create(ActivityRecord(author_key=key, kind="refused") for _ in range(60))
    assert submit_comment(as_member, thread, "The last one").status_code == 302
    assert submit_comment(as_member, thread, "One too many").status_code == 429


def test_deleting_a_post_gives_no_turn_back(client, thread):
    link = submit_comment(client, thread, "One").url
    client.post(f"{link}delete/")
    assert not Comment.objects.exists()
    assert submit_comment(client, thread, "Two").status_code == 429


def test_what_is_refused_costs_no_turn(client, thread):
    assert submit_comment(client, thread, "One", website="robot").status_code == 422
    assert submit_comment(client, thread, "One").status_code == 302


def test_the_wait_before_the_next_edit_is_exact_too(client, thread, travel):
    link = submit_comment(client, thread).url
    for turn in range(6):
        assert client.post(f"{link}edit/", {"body": f"Words {turn}"}).status_code == 302
        travel(seconds=5)
    refused = client.post(f"{link}edit/", {"body": "Words again"})
    assert (refused.status_code, refused["Retry-After"]) == (429, "30")
    assert "Words again" in text_of(refused)
    travel(seconds=30)
    assert client.post(f"{link}edit/", {"body": "Words again"}).status_code == 302


def test_moderators_have_limits_as_members_have(moderator, thread):
    client = logged_in(moderator)
    assert [submit_comment(client, thread, words).status_code for words in "abc"] == [302, 302, 429]


def test_two_guests_do_not_wait_for_each_other(thread):
    for address in ("198.51.100.7", "198.51.100.8"):
        form = {"body": "Hello"}
        target = f"/threads/{thread.pk}/comments/"
        assert Client().post(target, form, REMOTE_ADDR=address).status_code == 302


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (1, "1 second"), (20, "20 seconds"), (89, "89 seconds"), (90, "2 minutes"),
        (121, "3 minutes"), (600, "10 minutes"), (5340, "89 minutes"), (5341, "2 hours"),
        (86400, "24 hours"),
    ],
)  # fmt: skip
def test_a_wait_is_written_in_words_and_never_too_short(seconds, words):
    assert policy_messages.format_duration(seconds) == words


def test_the_limits_are_those_of_the_issue():
    rules = RuleSettings()
    assert rules.post_limits(is_member=False) == [(1, 20), (5, 600), (20, 86400)]
    assert rules.post_limits(is_member=True) == [(2, 20), (10, 600), (40, 86400)]
