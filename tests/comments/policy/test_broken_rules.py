"""A house rule that raises an error: the post is held, nothing is lost, admins get an e-mail."""

import pytest
from django.contrib.auth.models import Group
from django.db import DatabaseError

from comments import personal_info
from comments.models import Comment, OutgoingEmail
from comments.moderation.log_lines import list_reasons_for_moderators
from comments.policy import codes
from comments.policy import judge as judging
from comments.policy.checks import CHECKS
from comments.policy.verdict import check
from comments.submission import facts
from tests.comments.acting import submit_comment
from tests.conftest import logged_in, person, text_of


@pytest.fixture
def broken_finder(monkeypatch):
    def find(text: str):
        raise RecursionError(f"I choke on {text}")

    monkeypatch.setattr(personal_info, "find_personal_info", find)


@pytest.fixture
def broken_check(monkeypatch):
    from comments.policy import CHECKS

    @check(codes.FEW_LINKS)
    def few_links(submission):
        raise ZeroDivisionError

    checks = [few_links if one.code == few_links.code else one for one in CHECKS]
    monkeypatch.setattr(judging, "__defaults__", (checks,))


@pytest.fixture
def admin_user(db):
    return person("abel", is_superuser=True)


def emails() -> list[OutgoingEmail]:
    return [*OutgoingEmail.objects.filter(kind="broken_rule")]


def test_a_finder_that_throws_holds_the_post(regular, thread, broken_finder, caplog):
    response = submit_comment(logged_in(regular), thread, "My valve")
    comment = Comment.objects.get(body="My valve")
    assert response.status_code == 302
    assert comment.is_held
    assert list_reasons_for_moderators(comment.decisions.get()) == [
        "Known here: 2 posts approved",
        "The rule “personal_details” could not be applied",
    ]


def test_a_check_that_throws_holds_the_post(regular, thread, broken_check, caplog):
    submit_comment(logged_in(regular), thread, "My valve")
    comment = Comment.objects.get(body="My valve")
    assert comment.is_held
    assert "The rule “few_links” could not be applied" in list_reasons_for_moderators(comment.decisions.get())


@pytest.mark.parametrize("nonsense", ["maybe", ("hold",), ("hold", 5), 7, (1, 2, 3)])
def test_a_check_that_says_nonsense_holds_the_post(regular, thread, monkeypatch, caplog, nonsense):
    @check(codes.FEW_LINKS)
    def few_links(submission):
        return nonsense

    checks = [few_links if one.code == few_links.code else one for one in CHECKS]
    monkeypatch.setattr(judging, "__defaults__", (checks,))
    submit_comment(logged_in(regular), thread, "My valve")
    assert Comment.objects.get(body="My valve").is_held


def test_admins_get_an_email_at_once_without_the_text(regular, thread, broken_finder, admin_user, moderator, caplog):
    helper = person("greta")
    helper.groups.add(Group.objects.get(name="admin"))
    submit_comment(logged_in(regular), thread, "My valve")
    assert {email.to for email in emails()} == {"abel@example.org", "greta@example.org"}
    email = emails()[0]
    assert email.not_before <= email.written_at
    assert "“personal_details” failed with the error RecursionError" in email.body
    assert "http://testserver/moderation/" in email.body
    assert not any(word in email.body for word in ("valve", "regina", "choke"))


def test_admins_get_one_email_an_hour_about_a_rule(client, thread, broken_finder, admin_user, travel, caplog):
    submit_comment(client, thread, "One")
    submit_comment(client, thread, "Two")
    assert len(emails()) == 1
    travel(minutes=61)
    submit_comment(client, thread, "Three")
    assert len(emails()) == 2


def test_two_broken_rules_send_two_emails(client, thread, broken_finder, broken_check, admin_user, caplog):
    submit_comment(client, thread, "One")
    assert {"few_links" in email.body for email in emails()} == {True, False}


def test_a_rule_that_breaks_at_a_refused_post_sends_an_email_too(client, thread, broken_finder, admin_user, caplog):
    assert submit_comment(client, thread, "One", website="robot").status_code == 422
    assert len(emails()) == 1


def test_an_edit_with_a_broken_rule_is_held(regular, thread, broken_finder, admin_user, caplog):
    client = logged_in(regular)
    mine = Comment.objects.filter(author=regular).first()
    assert client.post(f"/posts/own/{mine.pk}/edit/", {"body": "Other words"}).status_code == 302
    mine.refresh_from_db()
    assert (mine.body, mine.status) == ("Other words", "held")
    assert len(emails()) == 1


def test_taking_out_with_a_broken_finder_keeps_the_words(client, thread, broken_finder, caplog):
    response = submit_comment(client, thread, "Call 0170 555 01", take_out="1")
    assert response.status_code == 422
    assert "Call 0170 555 01" in text_of(response)
    assert "could not be taken out" in text_of(response)


def test_a_database_that_fails_is_no_broken_rule(client, thread, monkeypatch):
    """Nothing could be stored: the page says that something is wrong, as everywhere."""

    def find(text: str):
        raise DatabaseError

    monkeypatch.setattr(personal_info, "find_personal_info", find)
    with pytest.raises(DatabaseError):
        submit_comment(client, thread)


def test_finders_have_names_of_their_own():
    """E-mails to admins name finders beside the checks."""
    names = [finder.code for finder in facts.FACT_FINDERS]
    assert {*names} == {"links", "watched_words", "personal_details", "danger", "resemblance_to_spam", "taken_names"}
    assert len({*names}) == len(names)
    assert not {*names} & {one.code for one in CHECKS}
