"""Unlisted posts: hidden from search engines, visible to readers of the page."""

import pytest

from comments.models import Comment
from comments.moderation.decisions import withdraw_comment
from tests.comments.acting import newest_comment, submit_comment
from tests.conftest import HELD, text_of


def search(client) -> str:
    return text_of(client.get("/search/?q=valve"))


@pytest.fixture
def unlisted(as_regular, thread) -> Comment:
    submit_comment(as_regular, thread, "My valve", is_unlisted="on")
    return newest_comment()


def edit(client, comment: Comment, **fields: object):
    fields = {"body": comment.body, "revision": comment.revision} | fields
    return client.post(f"/posts/own/{comment.pk}/edit/", fields)


def test_the_page_shows_it_and_asks_for_no_snippet(as_regular, unlisted, article):
    page = text_of(as_regular.get(article.get_absolute_url()))
    assert unlisted.is_published
    assert unlisted.is_unlisted
    assert page.count("data-nosnippet") == 2
    assert "My valve" in page


def test_other_posts_ask_for_nothing(as_regular, thread, article):
    submit_comment(as_regular, thread, "My valve")
    assert "data-nosnippet" not in text_of(as_regular.get(article.get_absolute_url()))


def test_an_unlisted_post_is_not_for_search_engines(unlisted, post):
    listed = post("Another")
    engines = Comment.objects.for_search_engines()
    assert unlisted not in engines
    assert listed in engines


def test_members_find_it_and_strangers_do_not(unlisted, as_member):
    from django.test import Client

    assert "<mark>valve</mark>" in search(as_member)
    assert "<mark>valve</mark>" not in search(Client())


@pytest.mark.parametrize("path", ["/articles/on-threads/", "/threads/{thread}/reply/?to=1"])
def test_every_form_has_the_box(client, as_member, post, thread, path):
    post()
    for reader in (client, as_member):
        assert 'name="is_unlisted"' in text_of(reader.get(path.format(thread=thread.pk)))


def test_a_guest_may_choose_as_well(client, thread):
    """Else the mark would reveal which anonymous authors are members."""
    manage = submit_comment(client, thread, "My valve", is_unlisted="on").url
    assert newest_comment().is_unlisted
    assert "Search engines are asked not to show this post" in text_of(client.get(manage))
    assert "checked" in text_of(client.get(f"{manage}edit/"))


def test_the_preview_says_so_and_keeps_the_tick(as_member, thread):
    page = text_of(submit_comment(as_member, thread, "My valve", is_unlisted="on", preview="1"))
    assert "not for search engines" in page
    assert "checked" in page


def test_the_choice_is_kept_when_words_are_edited(as_regular, unlisted):
    edit(as_regular, unlisted, body="Other words", is_unlisted="on")
    assert (newest_comment().body, newest_comment().is_unlisted) == ("Other words", True)


def test_a_moderator_who_decides_keeps_it(unlisted, moderator):
    unlisted.decide("hold", by=moderator)
    unlisted.decide("approve", by=moderator)
    assert newest_comment().is_unlisted


def test_changing_the_choice_alone_touches_the_thread_and_nobody_has_to_read_again(as_regular, unlisted, thread):
    thread.refresh_from_db()
    version, lines = thread.version, unlisted.decisions.count()
    edit(as_regular, unlisted)
    thread.refresh_from_db()
    comment = newest_comment()
    assert not comment.is_unlisted
    assert thread.version == version + 1
    assert (comment.revision, comment.edited_at) == (1, None)
    assert comment.decisions.count() == lines


def test_a_held_post_can_be_kept_from_engines_before_anybody_has_seen_it(thread, post, member, as_member):
    comment = post("My valve", verdict=HELD, author=member, author_name="rita")
    thread.refresh_from_db()
    version = thread.version
    edit(as_member, comment, is_unlisted="on")
    thread.refresh_from_db()
    assert newest_comment().is_unlisted
    assert thread.version == version


def test_nothing_is_changed_where_an_edit_came_first(as_regular, unlisted):
    assert edit(as_regular, unlisted, revision=unlisted.revision + 1).status_code == 409
    assert newest_comment().is_unlisted


def test_what_is_taken_back_keeps_no_choice(unlisted):
    withdraw_comment(unlisted)
    assert not newest_comment().is_unlisted


@pytest.mark.parametrize("path", ["/feeds/posts.atom", "/feeds/articles/on-threads.json", "/articles/on-threads/"])
def test_feeds_leave_out_an_unlisted_post(client, unlisted, post, path):
    post("Something else")
    told = text_of(client.get(path))
    assert told.count("Something else") >= 1
    assert told.count("My valve") == ("articles" in path and "feeds" not in path)
