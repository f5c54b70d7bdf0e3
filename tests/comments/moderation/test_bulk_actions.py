"""Bulk actions: a decision about all posts that a filter finds, confirmed first, done in steps."""

import re

import pytest

from comments.models import Comment, RejectionReason
from comments.moderation import bulk_action
from tests.conftest import HELD, person, text_of


def ask(client, **data: object):
    """Send the first form of a bulk action."""
    return client.post("/moderation/all/", {"verb": "reject", **data})


def confirm(client, response):
    """Send the confirmation that a page offers."""
    form = re.search(r'<form method="post" action="/moderation/all/".*?</form>', text_of(response), re.DOTALL)
    fields = dict(re.findall(r'name="(\w+)" value="([^"]*)"', form[0]))
    return client.post("/moderation/all/", {k: v.replace("&amp;", "&") for k, v in fields.items()})


def rejected() -> int:
    return Comment.objects.rejected().count()


def test_it_asks_first_with_the_number(as_moderator, post):
    for number in range(3):
        post(f"Pills {number}", HELD)
    post("Thanks", HELD)
    page = text_of(ask(as_moderator, back="words=pills", reason="Advertising"))
    assert "Reject 3 posts?" in page
    assert "with “pills”" in page
    assert "Advertising" in page
    assert rejected() == 0


def test_a_confirmed_action_decides_what_the_filter_finds(as_moderator, post):
    for number in range(3):
        post(f"Pills {number}", HELD)
    thanks = post("Thanks", HELD)
    answer = confirm(as_moderator, ask(as_moderator, back="words=pills", reason="Advertising"))
    assert "3 posts rejected." in text_of(answer)
    assert "All done" in text_of(answer)
    assert [*Comment.objects.held()] == [thanks]
    assert {c.last_decision.reason for c in Comment.objects.rejected()} == {"Advertising"}


def test_new_posts_after_the_question_are_asked_about_again(as_moderator, post):
    post("Pills", HELD)
    asked = ask(as_moderator, back="words=pills")
    post("More pills", HELD)
    again = confirm(as_moderator, asked)
    announced = '<p class="state refused" role="alert" tabindex="-1" autofocus>The number is another one now'
    assert announced in text_of(again)
    assert "Reject 2 posts?" in text_of(again)
    assert rejected() == 0
    confirm(as_moderator, again)
    assert rejected() == 2


def test_a_confirmation_sent_twice_decides_once(as_moderator, post):
    post("Pills", HELD)
    asked = ask(as_moderator)
    confirm(as_moderator, asked)
    assert "Nothing to decide" in text_of(confirm(as_moderator, asked))
    assert rejected() == 1


def test_a_long_bulk_action_goes_on_step_by_step(as_moderator, post, monkeypatch):
    monkeypatch.setattr(bulk_action, "POSTS_PER_STEP", 2)
    for number in range(5):
        post(f"Pills {number}", HELD)
    page = confirm(as_moderator, ask(as_moderator))
    assert "Go on with the 3 that are left" in text_of(page)
    assert "data-go-on" in text_of(page)
    page = confirm(as_moderator, confirm(as_moderator, page))
    assert "All done" in text_of(page)
    assert rejected() == 5


def test_what_comes_in_between_two_steps_is_asked_about(as_moderator, post, monkeypatch):
    monkeypatch.setattr(bulk_action, "POSTS_PER_STEP", 2)
    for number in range(4):
        post(f"Pills {number}", HELD)
    page = confirm(as_moderator, ask(as_moderator))
    post("Not seen by anybody", HELD)
    assert "The number is another one now" in text_of(confirm(as_moderator, page))
    assert rejected() == 2


def test_failures_are_listed_one_by_one_and_not_tried_again(as_moderator, post, monkeypatch):
    stubborn = [post(f"Settled {number}", HELD) for number in range(2)]
    for comment in stubborn:
        comment.decide("approve", by=person(f"milo-{stubborn.index(comment) + 1}"))
    post("Fresh")
    page = confirm(as_moderator, ask(as_moderator, verb="approve", back="queue=recent"))
    told = text_of(page)
    assert "Post 1 is published already, by milo-1" in told
    assert "Post 2 is published already, by milo-2" in told
    assert "1 post approved." in told
    assert "All done" in told


def test_only_what_the_verb_can_move_is_counted(as_moderator, post):
    post("Waiting", HELD)
    post("Published")
    assert "Reject 1 post?" in text_of(ask(as_moderator, back="queue=recent"))


def test_of_a_list_in_any_order_all_are_meant(as_moderator, post):
    for number in range(30):
        post(f"Pills {number}", HELD)
    last = Comment.objects.last().pk
    page = text_of(ask(as_moderator, back=f"order=newest&after={last}"))
    assert "Reject 30 posts?" in page


@pytest.mark.parametrize(
    "data", [{"verb": "explode"}, {"verb": ""}, {"verb": "withdraw"}, {"reason": "x" * 1001}, {"reason": "\x00"}]
)
def test_an_invalid_bulk_action_is_refused(as_moderator, post, data):
    post("Words", HELD)
    number = {"number": "1"}
    response = as_moderator.post("/moderation/all/", {"verb": "reject"} | number | data)
    assert response.status_code == 422
    assert 'href="/moderation/"' in text_of(response)
    assert Comment.objects.get().is_held


@pytest.mark.parametrize("number", ["x", "-1", "9" * 30, "%00", "\x00", "", "2"])
def test_a_number_that_is_not_the_number_decides_nothing(as_moderator, post, number):
    post("Words", HELD)
    assert "Reject 1 post?" in text_of(ask(as_moderator, number=number))
    assert Comment.objects.get().is_held


def test_only_moderators_do_that(client, as_member, as_moderator, post):
    post("Words", HELD)
    assert ask(client, number="1").status_code == 403
    assert ask(as_member, number="1").status_code == 403
    assert as_moderator.get("/moderation/all/").status_code == 405
    assert Comment.objects.get().is_held


def test_nothing_is_left_when_another_moderator_was_faster(as_moderator, post, monkeypatch):
    post("Pills", HELD)
    monkeypatch.setattr(bulk_action.BulkAction, "get_next_ids", lambda _self: [])
    answer = as_moderator.post("/moderation/all/", {"verb": "reject", "number": "1", "start": "0"})
    assert answer.status_code == 200
    assert rejected() == 0


def test_the_reason_from_the_list_is_shown_before_it_is_confirmed(as_moderator, post):
    post("Pills", HELD)
    ground = RejectionReason.objects.create(title="A shop", text="No shops, please.")
    page = text_of(ask(as_moderator, ground=ground.pk))
    assert "A shop" in page.split("<h1>")[1]
