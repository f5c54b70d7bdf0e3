"""Rejection reasons: picked by moderators, read by authors, kept by admins."""

import re

import pytest

from comments.models import Comment, Decision, RejectionReason
from tests.comments.acting import decide, messages_on
from tests.conftest import HELD, person, text_of


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


def test_moderators_see_what_a_reason_says_before_they_pick_it(as_moderator, post, rejection_reason):
    comment = post(verdict=HELD)
    for address in ("/moderation/", f"/moderation/comments/{comment.pk}/"):
        page = text_of(as_moderator.get(address))
        assert f'<option value="{rejection_reason.pk}">Too long</option>' in page
        assert page.count("<dd>Please write less.</dd>") == 1


def test_a_reason_that_is_offered_no_more_is_refused_kindly(as_moderator, post, rejection_reason):
    comment = post(verdict=HELD)
    RejectionReason.objects.update(is_offered=False)
    response = decide(as_moderator, "reject", comment.pk, ground=rejection_reason.pk, reason="My words")
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
    post(verdict=HELD).decide("reject", by=moderator, rejection_reason=rejection_reason, reason="Five pages!")
    assert "Too long; Five pages!" in text_of(as_moderator.get("/moderation/decisions/"))


def test_the_house_rules_tell_why_posts_are_declined(client, rejection_reason):
    page = text_of(client.get("/house-rules/"))
    assert f'<dt id="rule-{rejection_reason.pk}">Too long</dt><dd>Please write less.</dd>' in page


def test_admins_keep_the_list(as_admin, rejection_reason):
    page = text_of(as_admin.get("/admin/comments/rejectionreason/"))
    assert "Too long" in page
    assert 'name="form-0-is_offered"' in page


def test_a_reason_that_has_been_given_cannot_be_deleted(as_admin, post, moderator, rejection_reason):
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
    comment.decide("reject", by=moderator, rejection_reason=rejection_reason, reason="Five <pages>!")
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
