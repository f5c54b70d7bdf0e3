"""Editing and withdrawing a post, by manage link or with an account."""

import pytest
from django.test import Client

from comments.models import Comment, Decision, Thread
from tests.comments.acting import submit_comment
from tests.conftest import HELD, logged_in, person, text_of


@pytest.fixture
def link(client, thread) -> str:
    """The manage link of a guest's post, "Hello there"."""
    return submit_comment(client, thread, author_name="Mira").url


def comment() -> Comment:
    return Comment.objects.get()


def test_the_link_shows_the_state_with_every_reason(client, link, moderator):
    assert "Waiting: a moderator will read it" in text_of(client.get(link))
    comment().decide("reject", by=moderator, reason="Names a clinic")
    page = text_of(client.get(link))
    assert "Not published: a moderator has declined it." in page
    assert "Names a clinic" in page
    comment().decide("approve")
    assert "Published as" in text_of(client.get(link))


def test_a_wrong_link_shows_nothing(client, link):
    for number, wrong in enumerate(("/posts/x/", link[:-2] + "/", link.upper(), "/posts/%00/", "/posts/é/")):
        client.defaults["REMOTE_ADDR"] = f"198.51.100.{number}"  # one client may not try so many
        assert client.get(wrong).status_code == 404
        assert client.post(f"{wrong}delete/").status_code == 404
        assert client.post(f"{wrong}edit/", {"body": "x"}).status_code == 404
    assert comment().body == "Hello there"


def test_only_the_hash_of_the_secret_is_kept(link):
    secret = link.split("/")[2]
    assert len(secret) >= 22
    assert not any(secret in str(value) for value in Comment.objects.values().get().values())


def test_the_link_is_in_no_page_that_others_see(client, link, as_moderator, thread):
    comment().decide("approve")
    secret = link.split("/")[2]
    for page in (thread.url, "/moderation/", f"/moderation/comments/{comment().pk}/"):
        assert secret not in text_of(as_moderator.get(page))


def test_the_page_of_the_link_is_nobody_elses(client, link):
    response = client.get(link)
    assert "no-store" in response["Cache-Control"]
    assert "private" in response["Cache-Control"]
    assert 'content="noindex, nofollow"' in text_of(response)
    assert response["Referrer-Policy"] == "same-origin"


def test_an_edit_of_a_held_post_stays_held(client, link):
    response = client.post(f"{link}edit/", {"body": "Better words", "author_name": ""})
    assert response.url == link
    changed = comment()
    assert (changed.body, changed.body_html) == ("Better words", "<p>Better words</p>")
    assert (changed.author_name, changed.status, changed.revision) == ("", "held", 2)


def test_an_edit_of_a_guests_published_post_is_read_again(client, link, thread):
    comment().decide("approve")
    client.post(f"{link}edit/", {"body": "Other words"})
    page = text_of(client.get(thread.url))
    assert "Other words" not in page
    assert "Hello there" not in page
    assert "Post 1 waits for a moderator." in page
    comment().decide("approve")
    page = text_of(client.get(thread.url))
    assert "Other words" in page
    assert ">edited<" in page


def test_an_edit_of_a_known_members_post_shows_at_once(regular, thread):
    client = logged_in(regular)
    mine = Comment.objects.get(number=1)
    client.post(f"/posts/own/{mine.pk}/edit/", {"body": "I run now."})
    mine.refresh_from_db()
    assert (mine.status, mine.body, mine.author_name) == ("published", "I run now.", "regina")
    assert mine.last_decision.verb == "accept"


def test_an_edit_that_brings_links_is_held(regular, thread):
    mine = Comment.objects.get(number=1)
    words = "https://a.example https://b.example https://c.example"
    logged_in(regular).post(f"/posts/own/{mine.pk}/edit/", {"body": words})
    mine.refresh_from_db()
    assert mine.is_held
    assert mine.last_decision.reasons[0]["check"] == "few_links"


def test_an_edit_can_take_the_name_away(regular):
    mine = Comment.objects.get(number=1)
    edit = {"body": mine.body, "anonymously": "on"}
    logged_in(regular).post(f"/posts/own/{mine.pk}/edit/", edit)
    mine.refresh_from_db()
    assert (mine.author_name, mine.author) == ("", regular)


def test_a_guests_post_stays_a_guests_when_edited_by_somebody_logged_in(as_member, link):
    as_member.post(f"{link}edit/", {"body": "Better words", "author_name": "Mira"})
    assert (comment().author, comment().author_name) == (None, "Mira")


def test_a_declined_post_can_be_mended_and_waits_again(client, link):
    comment().decide("reject")
    client.post(f"{link}edit/", {"body": "Without the clinic"})
    assert comment().is_held


def test_what_a_moderator_removed_cannot_be_edited(client, link):
    comment().decide("approve")
    comment().decide("remove")
    answer = client.post(f"{link}edit/", {"body": "Again"})
    assert answer.status_code == 409
    assert "Again</textarea>" in text_of(answer)
    assert comment().body == "Hello there"


def test_a_refused_edit_keeps_the_words_and_the_post(client, link, thread):
    thread.update_settings({"preset": "archived"})
    response = client.post(f"{link}edit/", {"body": "Kept words"})
    assert response.status_code == 422
    assert "Kept words" in text_of(response)
    assert "This discussion is closed." in text_of(response)
    assert comment().body == "Hello there"


def test_of_two_edits_at_once_the_second_is_shown_the_first(client, link):
    client.post(f"{link}edit/", {"body": "From the phone", "revision": "1"})
    response = client.post(f"{link}edit/", {"body": "From the desk", "revision": "1"})
    page = text_of(response)
    assert response.status_code == 409
    assert "From the phone" in page
    assert "From the desk" in page
    assert 'name="revision" value="2"' in page
    assert comment().body == "From the phone"


def test_a_preview_of_an_edit_stores_nothing(client, link):
    page = text_of(client.post(f"{link}edit/", {"body": "**Maybe**", "preview": "1"}))
    assert "<strong>Maybe</strong>" in page
    assert comment().body == "Hello there"


def test_an_edit_without_a_change_is_none(client, link):
    client.post(f"{link}edit/", {"body": "Hello there", "author_name": "Mira", "revision": "1"})
    assert comment().revision == 1
    assert Decision.objects.count() == 1


def test_a_post_that_nobody_saw_is_gone_when_taken_back(client, link):
    page = text_of(client.post(f"{link}delete/"))
    assert "nobody has seen them" in page
    assert not Comment.objects.exists()
    assert client.get(link).status_code == 404


def test_a_post_that_others_saw_leaves_a_tombstone_and_no_words(client, link, thread):
    comment().decide("approve")
    client.post(f"{link}delete/")
    gone = comment()
    assert (gone.body, gone.body_html, gone.author_name, gone.author_key) == ("", "", "", "")
    assert "Post 1 was deleted by its author." in text_of(client.get(thread.url))
    assert "You have deleted this post." in text_of(client.get(link))


def test_a_second_deletion_changes_nothing(client, link):
    comment().decide("approve")
    client.post(f"{link}delete/")
    assert client.post(f"{link}delete/").status_code == 200
    assert Decision.objects.filter(verb="withdraw").count() == 1


def test_the_author_reads_why_a_post_was_refused_and_what_to_do(client, link, moderator):
    comment().decide("reject", by=moderator)
    page = text_of(client.get(link))
    assert "No reason was given." in page
    assert "You can change the post; then a moderator reads it again." in page
    assert "Thank you" not in page
    comment().decide("approve")
    comment().decide("remove", by=moderator, reason="Off topic")
    page = text_of(client.get(link))
    assert "The moderator writes: “Off topic”" in page
    assert "You are welcome to write a new one." in page


@pytest.mark.parametrize("fate", ["reject", "spam", "remove"])
def test_authors_have_the_last_word(client, link, fate):
    if fate == "remove":
        comment().decide("approve")
    comment().decide(fate)
    client.post(f"{link}delete/")
    assert not Comment.objects.exclude(body="").exists()


def test_an_edit_of_what_was_decided_meanwhile_is_not_stored(client, link, monkeypatch):
    """The decision falls between reading the page and storing the words."""
    comment().decide("approve")
    lock = Thread.lock
    monkeypatch.setattr(Thread, "lock", lambda thread: (comment().decide("remove"), lock(thread)))
    response = client.post(f"{link}edit/", {"body": "Too late"})
    assert response.status_code == 409
    assert "Too late</textarea>" in text_of(response)
    assert comment().body == "Hello there"


def test_edits_have_a_limit_too(client, link):
    answers = [client.post(f"{link}edit/", {"body": f"Words {n}"}).status_code for n in range(8)]
    assert answers == [302] * 6 + [429] * 2
    assert comment().body == "Words 5"


def test_a_get_never_deletes(client, link):
    assert client.get(f"{link}delete/").status_code == 405
    assert comment().body == "Hello there"


def test_my_posts_are_for_members(client):
    assert client.get("/posts/").url == "/accounts/login/?next=/posts/"


def test_members_see_edit_and_delete_only_their_own(post, member):
    mine, other = post(author=member), post(author=person("otto"))
    client = logged_in(member)
    page = text_of(client.get("/posts/"))
    assert f"/posts/own/{mine.pk}/" in page
    assert f"/posts/own/{other.pk}/" not in page
    assert client.get(f"/posts/own/{mine.pk}/").status_code == 200
    for address in ("", "edit/", "delete/"):
        assert client.post(f"/posts/own/{other.pk}/{address}", {"body": "x"}).status_code in (404, 405)
    assert client.get(f"/posts/own/{other.pk}/").status_code == 404
    assert Client().get(f"/posts/own/{mine.pk}/").status_code == 302


def test_my_posts_go_on(post, member):
    for number in range(53):
        post(f"Words {number}", author=member, verdict=HELD)
    client = logged_in(member)
    page = text_of(client.get("/posts/"))
    assert "Words 52" in page
    assert "Words 2<" not in page
    last = page.rpartition("?before=")[2].partition('"')[0]
    assert "Words 2<" in text_of(client.get(f"/posts/?before={last}"))
