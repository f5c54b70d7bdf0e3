"""Moderator notes on posts and authors."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from comments.models import ModeratorNote
from comments.moderation.decisions import withdraw_comment
from tests.comments.acting import messages_on
from tests.conftest import HELD, person, text_of


def note(client, comment, words="Please be patient", **fields):
    said = {"words": words, "about": "post"} | fields
    return client.post(f"/moderation/comments/{comment.pk}/notes/", said)


def page_of(client, comment) -> str:
    return text_of(client.get(f"/moderation/comments/{comment.pk}/"))


def test_notes_are_for_moderators(client, as_member, post):
    comment = post()
    assert note(as_member, comment).status_code == 403
    assert note(client, comment).status_code == 403
    assert not ModeratorNote.objects.exists()


def test_a_note_is_shown_on_the_page_of_its_post(as_moderator, moderator, post):
    comment = post()
    response = note(as_moderator, comment)
    assert "Noted." in messages_on(as_moderator, response)
    assert "Please be patient" in page_of(as_moderator, comment)
    assert "<b>mona</b>" in page_of(as_moderator, comment)
    assert "Please be patient" not in page_of(as_moderator, post())


def test_a_note_on_an_author_is_shown_with_all_their_posts(as_moderator, post):
    comment, other, elses = post(), post(), post(author_key="other")
    note(as_moderator, comment, about="author")
    assert ModeratorNote.objects.get().author_key == "ada"
    for page in (page_of(as_moderator, other), text_of(as_moderator.get(f"/moderation/authors/{other.pk}/"))):
        assert "Please be patient" in page
    assert "Please be patient" not in page_of(as_moderator, elses)


def test_nobody_else_reads_it(client, as_member, as_moderator, thread, post):
    comment = post()
    note(as_moderator, comment)
    note(as_moderator, comment, about="author")
    for page in (client.get(thread.url), as_member.get(thread.url), as_moderator.get(thread.url)):
        assert "Please be patient" not in text_of(page)


def test_it_is_plain_text_with_its_lines(as_moderator, post):
    comment = post()
    note(as_moderator, comment, "<b>One</b>\n*Two*")
    assert "&lt;b&gt;One&lt;/b&gt;<br>*Two*" in page_of(as_moderator, comment)


@pytest.mark.parametrize(
    ("words", "says"), [("", "Please write something first."), ("  ", "Please write"), ("x" * 2001, "at most 2000")]
)
def test_what_does_not_fit_is_refused_and_kept(as_moderator, post, words, says):
    response = note(as_moderator, post(), words)
    assert response.status_code == 422
    assert says in text_of(response)
    assert words.strip() in text_of(response)
    assert not ModeratorNote.objects.exists()


@pytest.mark.parametrize("about", ["", "the weather"])
def test_a_note_on_nothing_known_says_so_or_is_on_the_post(as_moderator, post, about):
    response = note(as_moderator, post(), about=about)
    assert (response.status_code, ModeratorNote.objects.count()) == ((302, 1) if not about else (422, 0))


def test_a_double_click_leaves_one(as_moderator, post):
    comment = post()
    for _ in range(2):
        note(as_moderator, comment)
    assert ModeratorNote.objects.count() == 1


def test_an_author_whom_nobody_knows_any_more_gets_none(as_moderator, post):
    comment = post(author_key="")
    response = note(as_moderator, comment, about="author")
    assert response.status_code == 422
    assert "is not known any more" in text_of(response)
    assert "Note on the author" not in page_of(as_moderator, comment)
    assert note(as_moderator, comment).status_code == 302


def delete(client, comment, at="case"):
    pk = ModeratorNote.objects.get().pk
    return client.post(f"/moderation/comments/{comment.pk}/notes/{pk}/delete/", {"at": at})


def test_ones_own_note_can_be_deleted(as_moderator, post):
    comment = post()
    note(as_moderator, comment)
    assert "Delete this note" in page_of(as_moderator, comment)
    assert delete(as_moderator, comment, at="author").url == f"/moderation/authors/{comment.pk}/"
    assert not ModeratorNote.objects.exists()


def test_that_of_another_moderator_cannot(as_moderator, as_admin, moderator, post):
    comment = post()
    ModeratorNote.objects.add(comment, "Mine", by=person("milo"), on_author=False)
    assert "Delete this note" not in page_of(as_moderator, comment)
    assert delete(as_moderator, comment).status_code == 403
    assert delete(as_admin, comment).status_code == 302
    assert not ModeratorNote.objects.exists()


def test_a_note_that_is_gone_already_is_no_error(as_moderator, post):
    comment = post()
    address = f"/moderation/comments/{comment.pk}/notes/99/delete/"
    assert as_moderator.post(address).url == f"/moderation/comments/{comment.pk}/"
    assert as_moderator.get(address).status_code == 405


def test_the_page_of_a_case_costs_the_same_with_many_notes(as_moderator, moderator, post):
    comment = post(verdict=HELD)

    def cost() -> int:
        with CaptureQueriesContext(connection) as asked:
            page_of(as_moderator, comment)
        return len(asked)

    ModeratorNote.objects.add(comment, "First", by=moderator, on_author=True)
    page_of(as_moderator, comment)
    few = cost()
    for number in range(20):
        ModeratorNote.objects.add(comment, f"Note {number}", by=moderator, on_author=number % 2 == 0)
    assert cost() == few


def test_with_its_post_a_note_goes(as_moderator, post):
    comment = post(verdict=HELD)
    note(as_moderator, comment)
    withdraw_comment(comment)
    assert not ModeratorNote.objects.exists()
