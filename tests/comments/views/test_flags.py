"""Reports by readers: the page, the form, the answer, and permissions."""

import pytest
from django.test import Client

from comments.models import Comment, Flag, HouseRules, OutgoingEmail, Sanction
from comments.policy import MAX_FLAGS_PER_MINUTE, Finding, Outcome, Verdict
from comments.submission.author_keys import get_account_key
from tests.comments.acting import file_report, submit_comment
from tests.conftest import HELD, logged_in, text_of


def page_of(post: Comment) -> str:
    return f"/threads/{post.thread_id}/flag/?post={post.number}"


def test_every_post_has_a_link_to_report_it(client, thread, post):
    first, second = post(), post()
    page = text_of(client.get(thread.url))
    for comment in (first, second):
        assert f'<a href="{page_of(comment)}" rel="nofollow">' in page


def test_the_page_shows_the_post_and_five_reasons(client, post):
    page = text_of(client.get(page_of(post("Buy my pills"))))
    assert "Buy my pills" in page
    assert page.count('type="radio"') == 5
    assert "csrfmiddlewaretoken" not in page


def test_the_page_is_the_same_for_all_guests_and_may_be_kept(client, post):
    response = client.get(page_of(post()))
    assert "public" in response["Cache-Control"]
    assert not response.cookies


def test_a_report_is_kept_and_answered_with_thanks(client, post):
    comment = post()
    response = file_report(comment, by=client, why="harmful", words=" Never stop it suddenly ")
    flag = comment.flags.get()
    assert (flag.reason, flag.words, flag.weight) == ("harmful", "Never stop it suddenly", 1)
    page = text_of(client.get(response.url))
    assert "Thank you" in page
    assert f"post={comment.number}#post-{comment.number}" in page


def test_members_can_report_too(member, as_member, post):
    comment = post()
    assert file_report(comment, by=as_member).status_code == 302
    flag = comment.flags.get()
    assert (flag.author_key, flag.is_by_guest) == (get_account_key(member.pk), False)


def test_a_second_report_by_the_same_person_is_answered_alike_and_not_kept(post):
    comment = post()
    first, second = file_report(comment), file_report(comment, why="insult", words="Again")
    assert (first.status_code, first.url) == (second.status_code, second.url)
    assert comment.flags.get().reason == "spam"
    comment.refresh_from_db()
    assert comment.flag_count == 1


def test_a_report_without_a_reason_is_asked_for_one_and_keeps_its_words(client, post):
    comment = post("Buy my pills")
    response = file_report(comment, why="", words="My words")
    assert response.status_code == 422
    page = text_of(response)
    assert "Please choose what comes closest." in page
    assert "My words" in page
    assert "Buy my pills" in page
    assert not Flag.objects.exists()


@pytest.mark.parametrize("words", ["x" * 501, "a\x00b"])
def test_words_that_do_not_fit_are_refused(post, words):
    assert file_report(post(), words=words).status_code == 422
    assert not Flag.objects.exists()


@pytest.mark.parametrize("why", ["nothing", "spam\x00", "9" * 1000])
def test_a_reason_that_there_is_not_is_refused(post, why):
    assert file_report(post(), why=why).status_code == 422


@pytest.mark.parametrize("number", ["", "0", "-1", "9", "1e3", "٣", "9" * 40, "x", "1\x00"])
def test_a_post_that_there_is_not_cannot_be_reported(client, thread, post, number):
    post()
    page = client.get(f"/threads/{thread.pk}/flag/", {"post": number}, follow=True)
    assert page.status_code == 404
    data = {"post": number, "why": "spam"}
    assert client.post(f"/threads/{thread.pk}/flags/", data).status_code == 404
    assert not Flag.objects.exists()


@pytest.mark.parametrize("number", ["", "0", "9", "x", "9" * 40])
def test_thanks_for_a_post_that_there_is_not_lead_to_the_discussion(client, thread, number):
    response = client.get(f"/threads/{thread.pk}/flagged/", {"post": number}, follow=True)
    assert response.status_code == 200


def test_what_waits_cannot_be_reported(client, post):
    waiting = post(verdict=HELD)
    response = client.get(f"/threads/{waiting.thread_id}/flag/?post=1")
    assert response.status_code == 404


def test_a_tombstone_cannot_be_reported(client, post, moderator):
    comment = post("Bad words")
    comment.decide("remove", by=moderator)
    assert client.get(page_of(comment)).status_code == 404
    response = file_report(comment, words="My words")
    assert response.status_code == 409
    assert "not shown any more" in text_of(response)
    assert "My words" in text_of(response)
    assert "Bad words" not in text_of(response)


def test_of_a_double_click_that_hides_the_post_both_are_thanked(post):
    comment = post()
    comment.thread.update_settings({"preset": "sensitive"})
    assert [file_report(comment).status_code for _click in range(2)] == [302, 302]
    comment.refresh_from_db()
    assert comment.is_held


def test_nothing_is_reported_in_an_archived_discussion(client, thread, post):
    comment = post()
    thread.update_settings({"preset": "archived"})
    assert page_of(comment) not in text_of(client.get(thread.url))
    assert client.get(page_of(comment)).status_code == 404
    response = file_report(comment)
    assert response.status_code == 409
    assert "archived" in text_of(response)


def test_posts_of_a_closed_discussion_can_be_reported(client, thread, post):
    comment = post()
    thread.set_open(False)
    assert page_of(comment) in text_of(client.get(thread.url))
    assert file_report(comment).status_code == 302


@pytest.mark.parametrize("kind", ["ban", "suspension"])
def test_who_is_banned_cannot_report(as_member, member, post, kind):
    from datetime import timedelta

    from django.utils.timezone import now

    for target in ({"user": member}, {"author_key": get_account_key(member.pk, anonymously=True)}):
        until = now() + timedelta(hours=1)
        sanction = Sanction.objects.create(kind=kind, reason="x", until=until, **target)
        response = file_report(post(), by=as_member, words="My words")
        assert response.status_code == 403
        assert "My words" in text_of(response)
        sanction.delete()
    assert not Flag.objects.exists()


def test_a_report_needs_no_token_of_our_pages_but_their_origin(post):
    comment, strict = post(), Client(enforce_csrf_checks=True)
    address, data = f"/threads/{comment.thread_id}/flags/", {"post": 1, "why": "spam"}
    forged = {"Sec-Fetch-Site": "cross-site", "Origin": "https://evil.example"}
    assert strict.post(address, data, headers=forged).status_code == 403
    own = {"Sec-Fetch-Site": "same-origin"}
    assert strict.post(address, data, headers=own).status_code == 302


def test_several_reports_in_a_short_time_have_to_wait(post):
    posts = [post() for _ in range(MAX_FLAGS_PER_MINUTE + 1)]
    answers = [file_report(comment, words="My words") for comment in posts]
    assert [answer.status_code for answer in answers] == [302] * MAX_FLAGS_PER_MINUTE + [429]
    assert 0 < int(answers[-1]["Retry-After"]) <= 60
    assert "My words" in text_of(answers[-1])
    assert file_report(posts[0]).status_code == 302  # flagged before: nothing to count


def test_a_reader_reports_so_many_posts_a_day(post, travel):
    HouseRules.objects.create(flags_per_day=2)
    posts = [post() for _ in range(3)]
    for comment in posts[:2]:
        file_report(comment)
        travel(hours=1)
    answer = file_report(posts[2])
    assert answer.status_code == 429
    assert 21 * 3600 < int(answer["Retry-After"]) <= 22 * 3600
    assert file_report(posts[2], reader=2).status_code == 302
    travel(hours=23)
    assert file_report(posts[2]).status_code == 302


def test_nobody_answers_what_they_have_reported(client, thread, post):
    comment = post()
    file_report(comment, by=client, reader=7)
    address = f"/threads/{thread.pk}/comments/"
    data = {"body": "You are wrong", "reply_to": comment.number}
    answer = client.post(address, data, REMOTE_ADDR="203.0.113.7")
    assert answer.status_code == 422
    assert "You are wrong" in text_of(answer)
    assert "leave it to the moderators" in text_of(answer)
    assert client.post(address, data, REMOTE_ADDR="203.0.113.8").status_code == 302


@pytest.mark.parametrize("anonymously", ["", "on"])
def test_nor_does_a_member_under_either_key(as_member, thread, post, anonymously):
    comment = post()
    file_report(comment, by=as_member)
    answer = submit_comment(as_member, thread, reply_to=comment.number, anonymously=anonymously)
    assert answer.status_code == 422
    assert submit_comment(as_member, thread, anonymously=anonymously).status_code == 302


def test_an_answer_that_stood_there_before_can_still_be_edited(regular, thread, post):
    comment, client = post(), logged_in(regular)
    answer = submit_comment(client, thread, reply_to=comment.number)
    assert answer.status_code == 302
    file_report(comment, by=client)
    own = Comment.objects.get(parent=comment)
    edit = client.post(f"/posts/own/{own.pk}/edit/", {"body": "Kinder words"})
    assert edit.status_code == 302


def test_moderators_get_one_email_when_a_post_is_hidden(post, moderator):
    first, second = post(), post()
    for comment in (first, second):
        for reader in (1, 2):
            file_report(comment, reader=reader)
    assert not OutgoingEmail.objects.exists()
    for comment in (first, second):
        file_report(comment, reader=3)
    assert [email.to for email in OutgoingEmail.objects.all()] == [moderator.email]


def test_what_a_moderator_has_found_harmless_is_not_urgent_again(post, moderator):
    danger = Verdict(Outcome.HOLD, (Finding("somebody_may_be_in_danger", Outcome.HOLD),))
    comment = post("I was in danger", danger)
    comment.decide("approve", by=moderator)
    for reader in range(3):
        file_report(comment, reader=reader + 1)
    comment.refresh_from_db()
    assert comment.is_held
    assert not comment.is_urgent
    assert OutgoingEmail.objects.get().kind == "held"


def test_the_author_reads_that_readers_have_asked_and_not_who(as_member, member, post):
    comment = post(author=member, author_name="rita", author_key=get_account_key(member.pk))
    for reader in (1, 2, 3):
        file_report(comment, reader=reader, words="My words")
    page = text_of(as_member.get(f"/posts/own/{comment.pk}/"))
    assert "Readers have asked the moderators to look at it." in page
    assert "My words" not in page
