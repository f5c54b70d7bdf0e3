"""Rejection reasons: picked by moderators, read by authors, kept by admins."""

import re

import pytest
from django.db import OperationalError, connection
from django.test.utils import CaptureQueriesContext

from comments.models import Comment, Decision, RejectionReason
from comments.moderation.decisions import apply_decisions
from comments.notifications import authors
from tests.comments.acting import cases_of, decide, messages_on
from tests.conftest import HELD, person, text_of


def test_decisions_of_one_click_share_an_action_id(as_moderator, post):
    posts = [post(verdict=HELD) for _ in range(3)]
    decide(as_moderator, "reject", *[comment.pk for comment in posts[:2]])
    decide(as_moderator, "reject", posts[2].pk)
    acts = [comment.last_decision.action_id for comment in posts]
    assert all(acts)
    assert acts[0] == acts[1] != acts[2]


def test_an_action_id_may_be_given(post, moderator):
    from uuid import uuid4

    comment, act = post(verdict=HELD), uuid4()
    apply_decisions(cases_of(comment), "spam", by=moderator, action_id=act)
    assert comment.last_decision.action_id == act


def test_the_cost_of_a_post_does_not_grow_with_their_number(thread, post, moderator, regular):
    """Posts of members, whose e-mails make them the most expensive."""

    def queries(count: int) -> float:
        fields = {"author": regular, "author_name": "regina", "verdict": HELD}
        held = [post(f"Words {number}", **fields) for number in range(count)]
        with CaptureQueriesContext(connection) as asked:
            done, problems = apply_decisions(cases_of(*held), "approve", by=moderator)
        assert (done, problems) == (f"{count} posts approved.", [])
        return len(asked) / count

    few, many = queries(10), queries(200)
    assert many <= few
    assert many <= 16


def test_one_that_cannot_be_stored_does_not_stop_the_others(post, moderator, monkeypatch, caplog):
    first, second, third = (post(verdict=HELD) for _ in range(3))
    real = authors.notify_author

    def full(comment, decision):
        if comment == second:
            raise OperationalError("deadlock detected")
        real(comment, decision)

    monkeypatch.setattr(authors, "notify_author", full)
    done, problems = apply_decisions(cases_of(first, second, third), "reject", by=moderator)
    assert done == "2 posts rejected."
    assert len(problems) == 1
    assert "the database was busy" in problems[0]
    second.refresh_from_db()
    assert second.is_held
    assert second.decisions.count() == 1


def test_a_post_that_is_named_twice_is_decided_once(post, moderator):
    comment = post(verdict=HELD)
    done, problems = apply_decisions(cases_of(comment, comment), "reject", by=moderator)
    assert (done, problems) == ("1 post rejected.", [])


# Reasons


@pytest.fixture
def rejection_reason(db) -> RejectionReason:
    return RejectionReason.objects.create(title="Too long", text="Please write less.", position=99)


def test_a_reason_is_picked_from_the_list(as_moderator, post, rejection_reason):
    comment = post(verdict=HELD)
    decide(as_moderator, "reject", comment.pk, ground=rejection_reason.pk, reason="Five pages!")
    line = comment.last_decision
    assert (line.rejection_reason, line.reason) == (rejection_reason, "Five pages!")


def test_a_reason_is_not_required(as_moderator, post):
    comment = post(verdict=HELD)
    decide(as_moderator, "reject", comment.pk, ground="")
    assert comment.last_decision.verb == "reject"


def test_moderators_see_what_a_reason_says_before_they_pick_it(
    as_moderator, post, rejection_reason
):
    comment = post(verdict=HELD)
    for address in ("/moderation/", f"/moderation/comments/{comment.pk}/"):
        page = text_of(as_moderator.get(address))
        assert f'<option value="{rejection_reason.pk}">Too long</option>' in page
        assert page.count("<dd>Please write less.</dd>") == 1


def test_a_reason_that_is_offered_no_more_is_refused_kindly(as_moderator, post, rejection_reason):
    comment = post(verdict=HELD)
    RejectionReason.objects.update(is_offered=False)
    response = decide(
        as_moderator, "reject", comment.pk, ground=rejection_reason.pk, reason="My words"
    )
    assert response.status_code == 422
    assert "This reason is not offered any more." in messages_on(as_moderator, response)
    assert Comment.objects.get().is_held
    assert 'name="ground"' not in text_of(as_moderator.get("/moderation/"))


@pytest.mark.parametrize("key", ["x", "-1", "99999999999999999999", "1\x00"])
def test_an_invalid_reason_is_refused(as_moderator, post, key):
    comment = post(verdict=HELD)
    assert decide(as_moderator, "reject", comment.pk, ground=key).status_code == 422
    assert Comment.objects.get().is_held


def test_moderators_read_the_reason_in_the_log(as_moderator, post, moderator, rejection_reason):
    post(verdict=HELD).decide(
        "reject", by=moderator, rejection_reason=rejection_reason, reason="Five pages!"
    )
    assert "Too long; Five pages!" in text_of(as_moderator.get("/moderation/decisions/"))


def test_the_house_rules_tell_why_posts_are_declined(client, rejection_reason):
    page = text_of(client.get("/house-rules/"))
    assert f'<dt id="rule-{rejection_reason.pk}">Too long</dt><dd>Please write less.</dd>' in page


def test_admins_keep_the_list(as_admin, rejection_reason):
    page = text_of(as_admin.get("/admin/comments/rejectionreason/"))
    assert "Too long" in page
    assert 'name="form-0-is_offered"' in page


def test_a_reason_that_has_been_given_cannot_be_deleted(
    as_admin, post, moderator, rejection_reason
):
    post(verdict=HELD).decide("reject", by=moderator, rejection_reason=rejection_reason)
    address = f"/admin/comments/rejectionreason/{rejection_reason.pk}/delete/"
    page = text_of(as_admin.get(address))
    assert "has been given as a reason, and the log keeps it" in page
    as_admin.post(address, {"post": "yes"})
    assert RejectionReason.objects.filter(pk=rejection_reason.pk).exists()


def test_a_reason_that_nobody_has_given_can_be_deleted(as_admin, rejection_reason):
    as_admin.post(f"/admin/comments/rejectionreason/{rejection_reason.pk}/delete/", {"post": "yes"})
    assert not RejectionReason.objects.filter(pk=rejection_reason.pk).exists()


# What the author reads


@pytest.fixture
def refused(member, post, moderator, rejection_reason) -> Comment:
    comment = post("Mine", author=member, author_name="rita", verdict=HELD)
    comment.decide(
        "reject", by=moderator, rejection_reason=rejection_reason, reason="Five <pages>!"
    )
    return comment


@pytest.mark.parametrize("address", ["/posts/", "/posts/own/{pk}/"])
def test_the_author_reads_state_reason_and_rule(as_member, refused, rejection_reason, address):
    page = text_of(as_member.get(address.format(pk=refused.pk)))
    assert "Not published: a moderator has declined it." in page
    assert f'The rule: <a href="/house-rules/#rule-{rejection_reason.pk}">Too long</a>.' in page
    assert "Please write less." in page
    assert "The moderator writes: “Five &lt;pages&gt;!”" in page


def test_the_author_is_not_told_who_decided(as_member, refused):
    assert "mona" not in text_of(as_member.get(f"/posts/own/{refused.pk}/"))


def test_the_author_is_told_that_no_reason_was_given(as_member, member, post, moderator):
    comment = post(author=member, verdict=HELD)
    comment.decide("reject", by=moderator)
    assert "No reason was given." in text_of(as_member.get(f"/posts/own/{comment.pk}/"))


def test_spam_is_called_by_its_name(as_member, member, post, moderator):
    comment = post(author=member, verdict=HELD)
    comment.decide("spam", by=moderator)
    page = text_of(as_member.get(f"/posts/own/{comment.pk}/"))
    assert "Not published: a moderator took it for advertising." in page


def test_a_decision_that_is_undone_gives_no_reason(as_member, refused, moderator):
    refused.undo(refused.last_decision, by=moderator)
    page = text_of(as_member.get(f"/posts/own/{refused.pk}/"))
    assert "Waiting: a moderator will read it before it appears." in page
    assert "Too long" not in page


def test_my_posts_cost_the_same_whatever_their_story(
    as_member, member, moderator, post, rejection_reason, django_assert_max_num_queries
):
    for _ in range(20):
        comment = post(author=member, author_name="rita", verdict=HELD)
        comment.decide("reject", by=moderator, rejection_reason=rejection_reason)
    person("milo")
    with django_assert_max_num_queries(5):
        page = text_of(as_member.get("/posts/"))
    assert len(re.findall("Please write less", page)) == 20


def test_the_log_has_the_refusal(refused):
    assert Decision.objects.for_comment(refused).count() == 2
