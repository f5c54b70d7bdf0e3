"""Undo of decisions and actions, by their moderator or with a permission."""

import re
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from comments.models import AlreadyDecided, Comment, Decision, Sanction
from comments.moderation.decisions import apply_decisions, withdraw_comment
from comments.moderation.undo import undo_action, undo_decision, undo_latest
from tests.comments.acting import cases_of, decide, messages_on, undo
from tests.conftest import ACCEPTED, HELD, logged_in, text_of


def statuses() -> list[str]:
    return [*Comment.objects.order_by("pk").values_list("status", flat=True)]


def test_the_latest_action_is_undone_as_a_whole(as_moderator, post):
    posts = [post(verdict=HELD).pk for _ in range(3)]
    decide(as_moderator, "approve", posts[0])
    decide(as_moderator, "reject", *posts[1:])
    response = undo(as_moderator)
    assert "2 decisions undone." in messages_on(as_moderator, response)
    assert statuses() == ["published", "held", "held"]


@pytest.mark.parametrize("at_a_time", [1, 3, 100])
def test_repeated_undo_goes_back_through_the_history(as_moderator, post, monkeypatch, at_a_time):
    monkeypatch.setattr("comments.moderation.undo.LINES_PER_BATCH", at_a_time)
    comment = post(verdict=HELD)
    for verb in ("approve", "remove", "approve", "spam"):
        decide(as_moderator, verb, comment.pk)
    seen = []
    for _ in range(4):
        undo(as_moderator)
        comment.refresh_from_db()
        seen.append(comment.status)
    assert seen == ["published", "removed", "published", "held"]
    assert "There is nothing (else) of yours to undo." in messages_on(as_moderator, undo(as_moderator))


def test_an_undo_is_a_new_decision(as_moderator, moderator, post):
    comment = post(verdict=HELD)
    decide(as_moderator, "reject", comment.pk)
    rejection = comment.last_decision
    undo(as_moderator)
    line = comment.last_decision
    assert (line.verb, line.undoes, line.moderator) == ("undo", rejection, moderator)
    assert comment.decisions.count() == 3


def test_the_message_after_a_bulk_action_has_an_undo_button(as_moderator, post):
    posts = [post(verdict=HELD).pk for _ in range(3)]
    page = text_of(as_moderator.get(decide(as_moderator, "reject", *posts).url))
    act = Decision.objects.last().action_id
    assert "3 posts rejected." in page
    assert f'<input type="hidden" name="act" value="{act}">' in page
    undo(as_moderator, act=act)
    assert statuses() == ["held"] * 3


def test_a_named_action_is_undone_whatever_came_after_it(as_moderator, post):
    first, second = post(verdict=HELD), post(verdict=HELD)
    decide(as_moderator, "reject", first.pk)
    decide(as_moderator, "spam", second.pk)
    undo(as_moderator, act=first.last_decision.action_id)
    assert statuses() == ["held", "spam"]


def test_one_decision_of_an_action_is_undone_alone(as_moderator, post):
    first, second = post(verdict=HELD), post(verdict=HELD)
    decide(as_moderator, "reject", first.pk, second.pk)
    undo(as_moderator, decision=first.last_decision.pk)
    assert statuses() == ["held", "rejected"]
    undo(as_moderator)
    assert statuses() == ["held", "held"]


def test_twice_is_once(as_moderator, post):
    first, second = post(verdict=HELD), post(verdict=HELD)
    decide(as_moderator, "reject", first.pk)
    decide(as_moderator, "reject", second.pk)
    act = second.last_decision.action_id
    undo(as_moderator, act=act)
    response = undo(as_moderator, act=act)
    assert "This has been undone already." in messages_on(as_moderator, response)
    assert statuses() == ["rejected", "held"]


@pytest.mark.parametrize(("verdict", "verb"), [(HELD, "reject"), (ACCEPTED, "approve")])
def test_the_second_of_two_undos_changes_nothing(post, moderator, other_moderator, verdict, verb):
    """Also where the status does not show that another moderator was first."""
    comment = post(verdict=verdict)
    decision = comment.decide(verb, by=moderator)
    loaded = [Comment.objects.for_review().get() for _ in range(2)]
    loaded[0].undo(decision, by=moderator)
    with pytest.raises(AlreadyDecided):
        loaded[1].undo(decision, by=other_moderator)
    assert comment.decisions.count() == 3


def test_what_came_between_is_noticed(post, moderator, other_moderator):
    """Even where it has left the status as it was."""
    comment = post()
    looked = comment.decide("approve", by=moderator)
    as_loaded = Comment.objects.for_review().get()
    Comment.objects.update(flag_count=1)
    Comment.objects.get().decide("approve", by=other_moderator)
    with pytest.raises(AlreadyDecided):
        as_loaded.undo(looked, by=moderator)
    assert comment.decisions.count() == 3


def test_decisions_that_cannot_be_undone_are_skipped_and_listed(as_moderator, other_moderator, post):
    first, second = post(verdict=HELD), post(verdict=HELD)
    decide(as_moderator, "reject", first.pk)
    decide(as_moderator, "reject", second.pk)
    Comment.objects.get(pk=second.pk).decide("approve", by=other_moderator)
    message = messages_on(as_moderator, undo(as_moderator))
    assert "approved by milo since, and so it stays as it is." in message
    assert "1 decision undone." in message
    assert statuses() == ["held", "published"]


def test_part_failures_are_listed_and_the_rest_is_done(as_moderator, other_moderator, post):
    posts = [post(verdict=HELD) for _ in range(4)]
    decide(as_moderator, "reject", *[comment.pk for comment in posts])
    Comment.objects.get(pk=posts[1].pk).revise(HELD, body="New words", author_name="Ada")
    withdraw_comment(Comment.objects.get(pk=posts[2].pk))
    message = messages_on(as_moderator, undo(as_moderator))
    assert "2 decisions undone." in message
    assert "held by House rules since" in message
    assert "One post is no longer there" in message
    assert statuses() == ["held", "held", "held"]


def test_how_far_it_looks_back_is_bounded(moderator, post, monkeypatch):
    monkeypatch.setattr("comments.moderation.undo.MAX_ACTIONS_TRIED", 3)
    posts = [post(verdict=HELD) for _ in range(5)]
    for comment in posts:
        apply_decisions(cases_of(comment), "reject", by=moderator)
    for comment in posts[1:]:
        withdraw_comment(Comment.objects.get(pk=comment.pk))
    done, problems = undo_latest(by=moderator)
    assert (done, len(problems)) == ("", 4)


def test_actions_of_others_need_a_permission(as_moderator, other_moderator, post):
    decide(logged_in(other_moderator), "reject", post(verdict=HELD).pk)
    assert "There is nothing (else) of yours" in messages_on(as_moderator, undo(as_moderator))
    assert statuses() == ["rejected"]


@pytest.mark.parametrize("by", ["act", "decision"])
def test_what_others_did_needs_a_right(as_moderator, other_moderator, post, by):
    comment = post(verdict=HELD)
    decide(logged_in(other_moderator), "reject", comment.pk)
    line = comment.last_decision
    response = undo(as_moderator, **{by: line.action_id if by == "act" else line.pk})
    assert response.status_code == 403
    assert "you may undo only what you did yourself" in text_of(response)
    assert statuses() == ["rejected"]


@pytest.mark.parametrize("by", ["act", "decision"])
def test_with_the_permission_actions_of_others_are_undone(as_moderator, head_moderator, post, by):
    comment = post(verdict=HELD)
    decide(as_moderator, "reject", comment.pk)
    line = comment.last_decision
    undo(logged_in(head_moderator), **{by: line.action_id if by == "act" else line.pk})
    assert statuses() == ["held"]
    assert comment.last_decision.moderator == head_moderator


@pytest.mark.parametrize("who", ["client", "as_member"])
def test_undo_is_for_moderators(request, post, who, moderator):
    post(verdict=HELD).decide("reject", by=moderator)
    response = undo(request.getfixturevalue(who))
    assert response.status_code in {302, 403}
    assert statuses() == ["rejected"]


def test_a_get_request_undoes_nothing(as_moderator):
    assert as_moderator.get("/moderation/undo/").status_code == 405


@pytest.mark.parametrize(
    "what",
    [
        {"act": "x"},
        {"act": str(uuid4())},
        {"act": "1\x00"},
        {"decision": "x"},
        {"decision": "-1"},
        {"decision": "99999999999999999999"},
        {"decision": "999999"},
    ],
)
def test_what_makes_no_sense_undoes_nothing(as_moderator, post, what):
    decide(as_moderator, "reject", post(verdict=HELD).pk)
    response = undo(as_moderator, **what)
    assert response.status_code in {409, 422}
    assert 'role="alert"' in text_of(response)
    assert statuses() == ["rejected"]


@pytest.mark.parametrize(
    ("wanted", "leads"),
    [
        ("/moderation/decisions/?before=7", "/moderation/decisions/?before=7"),
        ("https://evil.example/moderation/", "/moderation/"),
        ("//evil.example/moderation/", "/moderation/"),
        ("/admin/", "/moderation/"),
        ("", "/moderation/"),
    ],
)
def test_undo_returns_to_the_page_it_was_sent_from(as_moderator, post, wanted, leads):
    decide(as_moderator, "reject", post(verdict=HELD).pk)
    assert undo(as_moderator, next=wanted).url == leads


def test_a_first_approval_leaves_the_number_with_a_tombstone(as_moderator, client, thread, post):
    comment = post("Said too soon", verdict=HELD)
    decide(as_moderator, "approve", comment.pk)
    undo(as_moderator)
    page = text_of(client.get(thread.url))
    assert "Said too soon" not in page
    assert "Post 1 waits for a moderator." in page


def test_it_has_waited_all_the_time(moderator, post, travel):
    comment = post(verdict=HELD)
    since = comment.held_since
    travel(hours=1)
    decision = comment.decide("reject", by=moderator)
    travel(hours=1)
    comment.undo(decision, by=moderator)
    assert abs((comment.held_since - since).total_seconds()) < 2
    assert comment.decided_at is None


def test_undo_lifts_the_sanctions_of_the_action(as_moderator, moderator, post):
    comment, act = post(verdict=HELD), uuid4()
    apply_decisions(cases_of(comment), "spam", by=moderator, action_id=act)
    given = {"kind": "ban", "reason": "Spam", "by": moderator}
    sanction = Sanction.objects.create(author_key="ada", action_id=act, **given)
    another = Sanction.objects.create(author_key="bob", action_id=uuid4(), **given)
    message = messages_on(as_moderator, undo(as_moderator, act=act))
    assert "1 decision undone. 1 sanction lifted." in message
    sanction.refresh_from_db()
    another.refresh_from_db()
    assert (sanction.lifted_by, another.lifted_at) == (moderator, None)
    assert not sanction.is_active


def test_an_action_with_only_a_sanction_is_undone_too(as_moderator, moderator, post):
    decide(as_moderator, "reject", post(verdict=HELD).pk)
    Sanction.objects.create(author_key="ada", action_id=uuid4(), reason="Spam", by=moderator)
    assert "1 sanction lifted." in messages_on(as_moderator, undo(as_moderator))
    assert statuses() == ["rejected"]
    undo(as_moderator)
    assert statuses() == ["held"]


def test_a_sanction_by_somebody_else_needs_the_right(as_moderator, other_moderator):
    act = uuid4()
    Sanction.objects.create(author_key="ada", action_id=act, reason="Spam", by=other_moderator)
    assert undo(as_moderator, act=act).status_code == 403
    assert Sanction.objects.get().is_active


def test_one_decision_lifts_only_the_sanction_that_it_was_the_occasion_of(moderator, post):
    first, second, act = post(verdict=HELD), post(verdict=HELD), uuid4()
    apply_decisions(cases_of(first, second), "spam", by=moderator, action_id=act)
    sanctions = [
        Sanction.objects.create(author_key=key, comment=comment, action_id=act, by=moderator)
        for key, comment in (("ada", first), ("bob", second))
    ]
    undo_decision(first.last_decision.pk, by=moderator)
    for sanction in sanctions:
        sanction.refresh_from_db()
    assert [sanction.is_active for sanction in sanctions] == [False, True]


def buttons(page: str) -> list[str]:
    return re.findall(r'name="decision" value="(\d+)"', page)


def test_each_line_that_can_be_undone_has_its_button(as_moderator, moderator, other_moderator, post):
    comment = post(verdict=HELD)
    comment.decide("approve", by=moderator)
    comment.decide("remove", by=moderator)
    theirs = post(verdict=HELD)
    theirs.decide("reject", by=other_moderator)
    last = str(comment.last_decision.pk)
    assert buttons(text_of(as_moderator.get("/moderation/decisions/"))) == [last]
    assert buttons(text_of(as_moderator.get(f"/moderation/comments/{comment.pk}/"))) == [last]
    assert buttons(text_of(as_moderator.get(f"/moderation/comments/{theirs.pk}/"))) == []


def test_with_the_permission_lines_of_others_have_a_button(head_moderator, moderator, post):
    comment = post(verdict=HELD)
    comment.decide("reject", by=moderator)
    page = text_of(logged_in(head_moderator).get("/moderation/decisions/"))
    assert buttons(page) == [str(comment.last_decision.pk)]


def test_every_moderation_page_has_the_key_for_undo(as_moderator, post):
    comment = post(verdict=HELD)
    addresses = ("/moderation/", "/moderation/decisions/", f"/moderation/comments/{comment.pk}/")
    for address in addresses:
        assert text_of(as_moderator.get(address)).count('data-key="u"') == 1


def test_the_log_costs_the_same_however_much_can_be_undone(as_moderator, moderator, post):
    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            as_moderator.get("/moderation/decisions/")
        return len(asked)

    post(verdict=HELD).decide("reject", by=moderator)
    few = queries()
    for _ in range(20):
        post(verdict=HELD).decide("reject", by=moderator)
    assert queries() == few


def test_two_hundred_are_undone_at_a_constant_cost_for_each(moderator, post):
    held = [post(f"Words {number}", verdict=HELD) for number in range(200)]
    act = uuid4()
    apply_decisions(cases_of(*held), "approve", by=moderator, action_id=act)
    with CaptureQueriesContext(connection) as asked:
        done, problems = undo_action(act, by=moderator)
    assert (done, problems) == ("200 decisions undone.", [])
    assert len(asked) <= 200 * 22
    assert {*statuses()} == {"held"}


@pytest.mark.parametrize("number", ["", "1"])
def test_from_a_page_that_answers_a_form_one_comes_back_to_the_queue(as_moderator, post, number):
    """Nobody can open the address of such a page."""
    decide(as_moderator, "reject", post("An earlier one", HELD).pk)
    post("Pills", HELD)
    said = {"verb": "reject", "back": "queue=recent", "number": number}
    page = text_of(as_moderator.post("/moderation/all/", said))
    back = re.findall(r'name="next" value="([^"]*)"', page)[-1]  # "Undo my last act"
    assert undo(as_moderator, next=back)["Location"] == "/moderation/?queue=recent"
