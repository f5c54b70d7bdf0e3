"""E-mails to members about decisions on posts under their name."""

import pytest
from allauth.account.models import EmailAddress
from django.core.management import call_command

from comments.models import Comment, OutgoingEmail, RejectionReason
from comments.moderation.appeals import create_appeal
from comments.moderation.decisions import apply_decisions, revise_comment, withdraw_comment
from comments.moderation.undo import undo_latest
from tests.comments.acting import cases_of
from tests.conftest import ACCEPTED, HELD, person, text_of


@pytest.fixture
def held(member, post) -> Comment:
    return post("My own words", author=member, author_name="rita", verdict=HELD)


@pytest.fixture
def other(db):
    return person("milo", is_superuser=True)


def emails() -> list[OutgoingEmail]:
    return [*OutgoingEmail.objects.filter(kind="decided").order_by("pk")]


@pytest.mark.parametrize(
    ("verb", "says"),
    [
        ("approve", "It is published."),
        ("reject", "has declined it. It is not published."),
        ("spam", "has declined it. It is not published."),
        ("remove", "has declined it. It is not published."),
    ],
)
def test_a_member_gets_an_email_about_a_decision(member, held, moderator, verb, says):
    apply_decisions(cases_of(held), verb, by=moderator, reason="In my words")
    (email,) = emails()
    assert email.to == member.email
    assert email.subject == "What has become of your post"
    assert "the discussion of “On Threads”" in email.body
    assert says in email.body
    assert "The moderator writes: “In my words”" in email.body
    assert f"http://testserver/posts/own/{held.pk}/" in email.body
    assert "http://testserver/accounts/" in email.body
    assert email.decision == held.last_decision


def test_the_email_has_the_reason(held, moderator):
    ground = RejectionReason.objects.create(title="Too long", text="Please write <less>.")
    apply_decisions(cases_of(held), "reject", by=moderator, rejection_reason=ground)
    assert "Too long: Please write <less>." in emails()[0].body


def test_the_email_says_that_readers_had_seen_the_post(held, moderator):
    held.decide("approve")
    apply_decisions(cases_of(held), "remove", by=moderator)
    assert "Readers do not see it any more." in emails()[0].body


def test_the_email_quotes_nobody(member, post, moderator):
    parent = post("Words of somebody else", author_name="Olga")
    comment = post("My own words", parent=parent, author=member, author_name="rita", verdict=HELD)
    apply_decisions(cases_of(comment), "reject", by=moderator)
    for private in ("Words of somebody else", "Olga", "My own words", "mona"):
        assert private not in emails()[0].body


@pytest.mark.parametrize("verb", ["approve", "reject", "spam", "remove"])
def test_anonymous_posts_get_no_email(member, post, moderator, verb):
    comment = post(author=member, author_name="", verdict=HELD)
    apply_decisions(cases_of(comment), verb, by=moderator)
    assert not emails()


def test_a_post_made_anonymous_loses_its_email(held, moderator):
    apply_decisions(cases_of(held), "reject", by=moderator)
    revise_comment(Comment.objects.get(), HELD, body="My own words", author_name="")
    assert not emails()


def test_guests_have_no_address(post, moderator):
    apply_decisions(cases_of(post(verdict=HELD)), "reject", by=moderator)
    assert not emails()


def test_an_address_that_is_not_confirmed_gets_none(member, held, moderator):
    EmailAddress.objects.update(verified=False)
    apply_decisions(cases_of(held), "reject", by=moderator)
    assert not emails()


def test_an_account_that_is_switched_off_gets_none(member, held, moderator):
    type(member).objects.filter(pk=member.pk).update(is_active=False)
    apply_decisions(cases_of(held), "reject", by=moderator)
    assert not emails()


def test_what_was_published_before_is_no_news(member, post, moderator):
    comment = post(author=member, author_name="rita")
    apply_decisions(cases_of(comment), "approve", by=moderator)
    assert not emails()


def test_a_hold_sends_no_email(member, post, moderator):
    comment = post(author=member, author_name="rita")
    apply_decisions(cases_of(comment), "hold", by=moderator)
    assert not emails()


def test_emails_wait_for_the_undo_window(held, moderator, mailoutbox, travel):
    apply_decisions(cases_of(held), "reject", by=moderator)
    travel(minutes=14)
    call_command("send_emails")
    assert not mailoutbox
    travel(minutes=2)
    call_command("send_emails")
    assert [email.to for email in mailoutbox] == [["rita@example.org"]]


def test_of_several_decisions_the_last_one_counts(held, moderator):
    apply_decisions(cases_of(held), "approve", by=moderator)
    apply_decisions(cases_of(held), "remove", by=moderator)
    (email,) = emails()
    assert email.decision.verb == "remove"


def test_a_hold_deletes_the_unsent_email(held, moderator):
    apply_decisions(cases_of(held), "approve", by=moderator)
    apply_decisions(cases_of(held), "hold", by=moderator)
    assert not emails()


def test_a_withdrawal_deletes_the_unsent_email(held, moderator):
    apply_decisions(cases_of(held), "reject", by=moderator)
    withdraw_comment(Comment.objects.get())
    assert not emails()


def test_an_accepted_edit_deletes_the_unsent_email(held, moderator):
    apply_decisions(cases_of(held), "approve", by=moderator)
    revise_comment(Comment.objects.get(), ACCEPTED, body="New words", author_name="rita")
    assert not emails()


def test_an_undo_deletes_the_unsent_email(held, moderator):
    apply_decisions(cases_of(held), "reject", by=moderator)
    undo_latest(by=moderator)
    assert not emails()


def test_an_undo_brings_back_what_had_been_overtaken(held, moderator):
    apply_decisions(cases_of(held), "approve", by=moderator)
    (before,) = emails()
    apply_decisions(cases_of(held), "remove", by=moderator)
    undo_latest(by=moderator)
    (after,) = emails()
    for name in ("to", "subject", "body", "decision", "not_before"):
        assert getattr(after, name) == getattr(before, name)


def test_but_not_what_has_gone_already(held, moderator, travel, mailoutbox):
    apply_decisions(cases_of(held), "approve", by=moderator)
    travel(minutes=20)
    call_command("send_emails")
    apply_decisions(cases_of(held), "remove", by=moderator)
    undo_latest(by=moderator)
    assert not emails()
    assert len(mailoutbox) == 1


def test_an_undo_after_the_email_sends_a_correction(held, moderator, travel, mailoutbox):
    held.decide("approve")
    apply_decisions(cases_of(held), "remove", by=moderator)
    travel(minutes=20)
    call_command("send_emails")
    undo_latest(by=moderator)
    (email,) = emails()
    assert "It is published." in email.body
    assert email.decision.verb == "undo"


def test_the_answer_to_an_appeal_is_emailed(member, held, moderator, other):
    apply_decisions(cases_of(held), "reject", by=moderator)
    create_appeal(held, "Why?")
    apply_decisions(cases_of(held), "uphold", by=other, reason="It names a clinic.")
    (email,) = emails()
    assert email.subject == "The second look at your post"
    assert "The decision stands" in email.body
    assert "It names a clinic." in email.body
    assert "second look by another" not in email.body


def test_a_refusal_says_how_to_appeal_once(held, moderator, other):
    apply_decisions(cases_of(held), "reject", by=moderator)
    assert "you can ask for a second look" in emails()[0].body
    create_appeal(held, "Why?")
    apply_decisions(cases_of(held), "approve", by=other)
    apply_decisions(cases_of(held), "remove", by=other)
    assert "you can ask for a second look" not in emails()[0].body


# The switch


def test_a_member_switches_emails_off_and_on(as_member, member, held, moderator):
    assert "No more such letters" in text_of(as_member.get("/accounts/"))
    as_member.post("/accounts/letters/", {"wants_letters": "no"})
    assert "You get none." in text_of(as_member.get("/accounts/"))
    apply_decisions(cases_of(held), "approve", by=moderator)
    assert not emails()
    as_member.post("/accounts/letters/", {"wants_letters": "yes"})
    apply_decisions(cases_of(held), "remove", by=moderator)
    assert emails()


def test_switching_off_deletes_unsent_emails(as_member, held, moderator):
    apply_decisions(cases_of(held), "approve", by=moderator)
    as_member.post("/accounts/letters/", {"wants_letters": "no"})
    assert not emails()


def test_the_switch_is_ones_own(client):
    response = client.post("/accounts/letters/", {"wants_letters": "no"})
    assert response.status_code == 403


def test_a_deleted_account_gets_no_email(member, held, moderator):
    apply_decisions(cases_of(held), "approve", by=moderator)
    member.delete()
    assert not emails()
