"""Presets and closing dates of a discussion, and their effect on its pages."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils.timezone import now

from comments.models import Comment, Thread
from tests.comments.acting import newest_comment, submit_comment
from tests.conftest import logged_in, text_of


def update_settings(thread: Thread, preset: str = "usual", **dates: int) -> None:
    thread.update_settings({"preset": preset, "closes_after": None, "closes_after_silence": None} | dates)


def test_in_an_open_discussion_strangers_do_not_wait(client, thread):
    update_settings(thread, "open")
    assert "It appears at once, unless" in text_of(client.get(thread.url))
    submit_comment(client, thread)
    assert newest_comment().is_published


def test_a_premoderated_discussion_holds_trusted_members_and_says_so(regular, thread):
    update_settings(thread, "premoderated")
    client = logged_in(regular)
    assert "a moderator reads every post first" in text_of(client.get(thread.url))
    submit_comment(client, thread)
    assert newest_comment().is_held


def test_a_sensitive_discussion_is_not_for_search_engines(client, regular, thread):
    client = logged_in(regular)
    submit_comment(client, thread, "Findable words")
    feed = "/feeds/articles/on-threads.atom"
    assert "Findable words" in text_of(Client().get(feed))
    update_settings(thread, "sensitive")
    page = text_of(Client().get(thread.url))
    assert page.count("data-nosnippet") >= 3  # all posts of it, whatever their authors wished
    assert '"@type":"Comment"' not in page.replace(" ", "")
    for place in (feed, "/feeds/posts.atom", "/widgets/posts/?article=on-threads"):
        assert "Findable words" not in text_of(Client().get(place))
    assert "Findable" not in text_of(Client().get("/search/?q=findable"))
    assert "Findable" in text_of(client.get("/search/?q=findable"))


def test_in_a_sensitive_discussion_the_form_says_so(client, as_member, thread):
    update_settings(thread, "sensitive")
    for reader in (client, as_member):
        page = text_of(reader.get(thread.url))
        assert 'name="is_unlisted"' not in page
        assert "What is said here is not for search engines" in page
    assert "not for search engines" in text_of(submit_comment(client, thread, "My valve", preview="1"))
    link = submit_comment(client, thread, "My valve").url
    assert "Search engines are asked not to show this post" in text_of(client.get(link))


def test_the_wish_of_an_author_outlives_a_sensitive_time(client, thread):
    link = submit_comment(client, thread, "My valve", is_unlisted="on").url
    update_settings(thread, "sensitive")
    client.post(f"{link}edit/", {"body": "My other valve"})
    update_settings(thread, "usual")
    assert newest_comment().is_unlisted


@pytest.mark.parametrize("preset", ["closed", "archived"])
def test_what_is_closed_takes_no_posts(client, as_member, thread, preset):
    before = client.get(thread.url)["ETag"]
    update_settings(thread, preset)
    for reader in (client, as_member):
        page = text_of(reader.get(thread.url, headers={"if-none-match": before}))
        assert 'name="body"' not in page
        assert f"This discussion is {preset}." in page
        assert f"This discussion is {preset}." in text_of(reader.get(f"/threads/{thread.pk}/reply/"))
        refused = submit_comment(reader, thread, "My late words")
        assert refused.status_code == 422
        assert "My late words" in text_of(refused)


def test_what_is_closed_can_be_edited(client, thread):
    link = submit_comment(client, thread).url
    update_settings(thread, "closed")
    assert "Edit</a>" in text_of(client.get(link))
    assert client.post(f"{link}edit/", {"body": "Better"}).status_code == 302
    assert newest_comment().body == "Better"


def test_what_is_archived_cannot_be_edited_but_deleted(client, thread):
    link = submit_comment(client, thread).url
    update_settings(thread, "archived")
    page = text_of(client.get(link))
    assert "Edit</a>" not in page
    assert "cannot be changed any more, but you can delete yours" in page
    assert client.get(f"{link}edit/").url == link
    refused = client.post(f"{link}edit/", {"body": "Too late"})
    assert refused.status_code == 422
    assert "Too late" in text_of(refused)
    assert client.post(f"{link}edit/", {"body": "Hello there", "is_unlisted": "on"}).status_code == 422
    assert not newest_comment().is_unlisted
    assert client.post(f"{link}delete/").status_code == 200
    assert not Comment.objects.exists()


def test_a_discussion_closes_when_its_time_comes_without_a_worker(client, thread, post, travel):
    post("Hello")
    update_settings(thread, closes_after=30)
    first = client.get(thread.url)
    travel(days=29, hours=23)
    assert 'name="body"' in text_of(client.get(thread.url))
    travel(hours=2)
    response = client.get(thread.url, headers={"if-none-match": first["ETag"]})
    page = text_of(response)
    assert response.status_code == 200
    assert 'name="body"' not in page
    assert "data-reply=" not in page
    assert 'href="#compose"' not in page
    assert f"{thread.closes_at:%Y}, 30 days after its page appeared." in page
    assert submit_comment(client, thread).status_code == 422
    assert "30 days after" in text_of(client.get(f"/threads/{thread.pk}/reply/"))


def test_a_discussion_closes_after_silence(client, thread, post, travel):
    post("Hello")
    update_settings(thread, closes_after_silence=7)
    travel(days=6)
    post("Still here")
    travel(days=6)
    assert 'name="body"' in text_of(client.get(thread.url))
    travel(days=2)
    page = text_of(client.get(thread.url))
    assert "after 7 days without a post" in page
    assert 'name="body"' not in page


def test_the_first_of_two_dates_closes(thread):
    update_settings(thread, closes_after=3, closes_after_silence=1)
    Thread.objects.update(visible_from=now() - timedelta(days=2))
    thread.refresh_from_db()
    assert thread.close_reason == "silence"
    Thread.objects.update(last_post_at=now())
    thread.refresh_from_db()
    assert thread.close_reason == ""
    Thread.objects.update(visible_from=now() - timedelta(days=4))
    thread.refresh_from_db()
    assert thread.close_reason == "age"


ADMIN = "/admin/comments/thread/{}/change/"


def test_admins_set_preset_and_dates_and_the_page_says_so(as_admin, client, thread):
    before = client.get(thread.url)["ETag"]
    page = text_of(as_admin.get(ADMIN.format(thread.pk)))
    assert "strangers do not wait either" in page.replace("Open:", "")
    form = {"preset": "archived", "closes_after": "", "closes_after_silence": "9"}
    assert as_admin.post(ADMIN.format(thread.pk), form).status_code == 302
    thread.refresh_from_db()
    assert (thread.preset, thread.closes_after_silence) == ("archived", 9)
    response = client.get(thread.url, headers={"if-none-match": before})
    assert "This discussion is archived." in text_of(response)


@pytest.mark.parametrize("days", ["0", "-1", "99999", "9999999", "9" * 20, "soon"])
def test_dates_that_cannot_be_meant_are_refused(as_admin, thread, days):
    form = {"preset": "usual", "closes_after": days, "closes_after_silence": ""}
    response = as_admin.post(ADMIN.format(thread.pk), form)
    assert response.status_code == 422
    assert "errorlist" in text_of(response)


def test_admins_filter_by_preset_and_see_what_takes_posts(as_admin, thread):
    update_settings(thread, closes_after=1)
    Thread.objects.update(visible_from=now() - timedelta(days=2))
    assert "On Threads" in text_of(as_admin.get("/admin/comments/thread/?preset__exact=usual"))
    page = text_of(as_admin.get("/admin/comments/thread/"))
    assert "icon-no" in page
    nothing = text_of(as_admin.get("/admin/comments/thread/?preset__exact=archived"))
    assert "0 discussions" in nothing


def test_a_day_that_no_calendar_has_is_refused_in_admin(as_admin, thread):
    address = f"/admin/comments/thread/{thread.pk}/change/"
    response = as_admin.post(address, {"preset": "usual", "closes_after": "99999999999"})
    assert response.status_code == 422
    assert "less than or equal to 3650" in text_of(response)
