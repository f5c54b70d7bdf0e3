"""Pages of moderators: the queue, decisions, the log."""

import re

import pytest

from comments.models import Comment, Decision
from comments.moderation.decisions import withdraw_comment
from tests.comments.acting import decide, messages_on, submit_comment
from tests.conftest import HELD, logged_in, person, text_of


@pytest.mark.parametrize(
    "address", ["/moderation/", "/moderation/?queue=recent", "/moderation/comments/1/", "/moderation/decisions/"]
)
def test_moderation_pages_are_for_moderators(client, as_member, post, address):
    post(verdict=HELD)
    assert client.get(address).url == f"/accounts/login/?next={address.replace('?queue=', '%3Fqueue%3D')}"
    assert as_member.get(address).status_code == 403
    assert as_member.post("/moderation/decisions/", {"verb": "approve", "comment": 1}).status_code == 403
    assert Comment.objects.get().is_held


def test_the_queue_shows_a_post_in_its_place_with_all_that_is_known(as_moderator, client, thread, post):
    post("What helped you?", author_name="Old Oak")
    for words in ("First words", "Second words", "See https://a.example and https://b.example"):
        submit_comment(client, thread, words, author_name="Mira", reply_to="1")
    Comment.objects.get(body="First words").decide("approve")
    Comment.objects.get(body="Second words").decide("reject")
    page = text_of(as_moderator.get("/moderation/"))
    assert 'class="author">Mira</bdi> <span class="guest">guest</span>' in page
    assert "1 approved, 1 refused, 1 waiting" in page
    assert "What helped you?" in page
    assert "<li>2 links, more than 1</li>" in page
    assert "<li>Not known here yet</li>" in page
    assert f'href="{thread.url}#discussion">On Threads</a>' in page
    assert "1 post waits" in page


def test_the_oldest_post_comes_first(as_moderator, post):
    for words in ("Older", "Newer"):
        post(words, verdict=HELD)
    page = text_of(as_moderator.get("/moderation/"))
    assert page.index("Older") < page.index("Newer")


def test_a_long_queue_is_not_counted_to_its_end(as_moderator, post, monkeypatch):
    monkeypatch.setattr("comments.models.comment_queryset.MAX_COUNTED", 2)
    for turn, says in enumerate(["1 post waits", "2 posts wait", "2+ posts wait", "2+ posts wait"]):
        post(f"Words {turn}", verdict=HELD)
        assert says in text_of(as_moderator.get("/moderation/"))


def test_a_queue_of_two_hundred_goes_on_page_by_page(as_moderator, post, django_assert_max_num_queries):
    for number in range(200):
        post(f"Words {number}.", verdict=HELD)
    address, seen = "/moderation/", []
    while address:
        with django_assert_max_num_queries(13):
            page = text_of(as_moderator.get(address))
        seen += re.findall(r"Words (\d+)\.", page)
        following = re.search(r'href="(/moderation/\?after=[\d.]+)" rel="next"', page)
        address = following and following[1]
    assert seen == [str(number) for number in range(200)]
    assert "200 posts wait" in page


@pytest.mark.parametrize(
    ("verb", "status"), [("approve", "published"), ("reject", "rejected"), ("spam", "spam"), ("remove", "removed")]
)
def test_a_moderator_decides_with_a_reason(as_moderator, post, verb, status):
    comment = post(verdict=HELD)
    decide(as_moderator, verb, comment.pk, reason="Because")
    comment.refresh_from_db()
    line = comment.last_decision
    assert (comment.status, line.moderator.username, line.reason) == (status, "mona", "Because")


def test_what_is_approved_can_be_read_by_everybody(client, as_moderator, thread):
    submit_comment(client, thread, "Now you see me")
    decide(as_moderator, "approve", Comment.objects.get().pk)
    assert "Now you see me" in text_of(client.get(thread.url))


def test_several_at_once(as_moderator, post):
    cases = [post(verdict=HELD).pk for _ in range(3)]
    response = decide(as_moderator, "approve", *cases)
    assert "3 posts approved." in messages_on(as_moderator, response)
    assert not Comment.objects.held().exists()


def test_failures_are_listed_and_the_rest_is_done(as_moderator, post):
    held, done, gone = post(verdict=HELD), post(verdict=HELD), post(verdict=HELD)
    done.decide("reject", by=person("milo"))
    withdraw_comment(gone)
    response = decide(as_moderator, "reject", held.pk, done.pk, 999)
    message = messages_on(as_moderator, response)
    assert "1 post rejected." in message
    assert "is rejected already, by milo" in message
    assert "One post is no longer there" in message


@pytest.mark.parametrize("verb", ["approve", "reject", "spam", "remove"])
def test_the_second_of_two_moderators_is_told_kindly(as_moderator, post, verb):
    """Also where the second verb is allowed after the first."""
    comment = post(verdict=HELD)
    seen = f"{comment.pk}@{comment.last_decision.pk}"
    decide(logged_in(person("milo", is_superuser=True)), "approve", seen)
    response = decide(as_moderator, verb, seen)
    assert "is published already, by milo. Nothing was changed." in messages_on(as_moderator, response)
    comment.refresh_from_db()
    assert comment.is_published


def test_a_text_that_has_changed_is_not_decided_about_unread(client, as_moderator, thread):
    link = submit_comment(client, thread, "Kind words").url
    comment = Comment.objects.get()
    seen = f"{comment.pk}@{comment.last_decision.pk}"
    client.post(f"{link}edit/", {"body": "Unkind words"})
    response = decide(as_moderator, "approve", seen)
    assert "the author has changed the text since you opened the page" in messages_on(as_moderator, response)
    comment.refresh_from_db()
    assert comment.is_held


def test_the_new_text_is_shown_with_its_buttons_and_the_reason_is_kept(client, as_moderator, thread):
    link = submit_comment(client, thread, "Kind words").url
    comment = Comment.objects.get()
    seen = f"{comment.pk}@{comment.last_decision.pk}"
    client.post(f"{link}edit/", {"body": "Unkind words"})
    response = decide(as_moderator, "reject", seen, reason="Names a clinic", back="order=oldest")
    page = text_of(response)
    assert response.status_code == 409
    assert "<p>Unkind words</p>" in page
    assert 'value="Names a clinic"' in page
    form = re.search(r"<form method=\"post\" action=\"/moderation/dec.*?</form>", page, re.DOTALL)[0]
    data = dict(re.findall(r'name="(\w+)"[^>]* value="([^"]*)"', form)) | {"verb": "reject"}
    assert as_moderator.post("/moderation/decisions/", data).url == "/moderation/?order=oldest"
    assert Comment.objects.get().last_decision.reason == "Names a clinic"


def test_of_several_only_those_that_have_changed_are_shown_again(as_moderator, post):
    same, changed = post("The same", verdict=HELD), post("Old words", verdict=HELD)
    cases = [f"{comment.pk}@{comment.last_decision.pk}" for comment in (same, changed)]
    changed.revise(HELD, body="New words", author_name="")
    page = text_of(decide(as_moderator, "spam", *cases))
    assert "1 post marked as spam." in page
    assert "New words" in page
    assert "The same" not in page


@pytest.mark.parametrize(
    "data",
    [
        {"verb": "approve"},
        {"verb": "approve", "comment": ["x", "1@", "-1", "99999999999999999999", "1\x00"]},
        {"verb": "explode", "comment": "1"},
        {"verb": "withdraw", "comment": "1"},
        {"verb": "accept", "comment": "1"},
        {"comment": "1"},
        {"verb": "approve", "comment": "1", "reason": "x" * 1001},
        {"verb": "approve", "comment": "1", "reason": "a\x00b"},
    ],
)
def test_a_decision_that_makes_no_sense_changes_nothing(as_moderator, post, data):
    post(verdict=HELD)
    response = as_moderator.post("/moderation/decisions/", data)
    assert response.status_code == 422
    assert messages_on(as_moderator, response).strip()
    assert Comment.objects.get().is_held


def test_a_case_tells_the_whole_story(as_moderator, post, moderator):
    comment = post("Words", verdict=HELD)
    comment.decide("approve", by=moderator)
    comment.decide("remove", by=moderator, reason="Names a clinic")
    page = text_of(as_moderator.get(f"/moderation/comments/{comment.pk}/"))
    for words in ("Not known here yet", "House rules", "Names a clinic", "mona", "Words"):
        assert words in page
    assert re.findall(r'name="verb" value="(\w+)"', page) == ["approve"]


def test_from_a_case_one_comes_back_to_it(as_moderator, post):
    comment = post()
    response = decide(as_moderator, "remove", comment.pk, stay="1")
    assert response.url == f"/moderation/comments/{comment.pk}/"


def test_the_case_still_links_back_after_a_decision(as_moderator, post):
    comment = post(verdict=HELD)
    back = {"stay": "1", "back": "queue=recent&order=oldest"}
    response = decide(as_moderator, "approve", comment.pk, **back)
    page = text_of(as_moderator.get(response["Location"]))
    assert 'href="/moderation/?queue=recent&amp;order=oldest"' in page


def test_from_the_case_of_a_post_that_is_gone_one_comes_to_the_queue(as_moderator, post):
    comment = post(verdict=HELD)
    key = comment.pk
    comment.delete()
    response = decide(as_moderator, "approve", key, stay="1")
    assert response.status_code == 409
    assert 'href="/moderation/"' in text_of(response)
    assert "no longer there" in messages_on(as_moderator, response)


def test_moderators_find_their_way_from_the_page(client, as_moderator, thread, post):
    address = f'href="/moderation/comments/{post().pk}/"'
    assert address in text_of(as_moderator.get(thread.url))
    assert address not in text_of(client.get(thread.url))


def test_the_log_lists_every_decision_newest_first(as_moderator, post, moderator):
    gone = post("Gone", verdict=HELD)
    post("Words", verdict=HELD).decide("approve", by=moderator)
    withdraw_comment(gone)
    page = text_of(as_moderator.get("/moderation/decisions/"))
    verbs = re.findall(r"<td>(held|approved|deleted)</td>", page)
    assert verbs == ["deleted", "approved", "held", "held"]
    assert "a post that is gone" in page
    assert "The author" in page


def test_the_log_goes_on(as_moderator, post):
    for _ in range(60):
        post()
    page = text_of(as_moderator.get("/moderation/decisions/"))
    last = re.search(r"\?before=(\d+)", page)[1]
    older = text_of(as_moderator.get(f"/moderation/decisions/?before={last}"))
    assert (page.count("<tr>"), older.count("<tr>")) == (51, 11)


@pytest.mark.parametrize("start", ["x", "-1", "99999999999999999999", "%00", "٣"])
def test_an_invalid_start_shows_the_beginning(as_moderator, post, start):
    post("Here", verdict=HELD)
    assert "Here" in text_of(as_moderator.get(f"/moderation/?after={start}"))
    assert "<td>held</td>" in text_of(as_moderator.get(f"/moderation/decisions/?before={start}"))


def test_deciding_leaves_the_log_longer(as_moderator, post):
    comment = post(verdict=HELD)
    before = Decision.objects.count()
    decide(as_moderator, "approve", comment.pk)
    decide(as_moderator, "approve", comment.pk)
    assert Decision.objects.count() == before + 1
