"""Posting over HTTP, by guests and members, and refusals."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils.timezone import now

from comments.models import ActivityRecord, Comment, Sanction, Thread
from comments.moderation.log_lines import list_reasons_for_moderators
from tests.comments.acting import submit_comment
from tests.conftest import logged_in, text_of


def test_a_guests_post_waits_for_a_moderator(client, thread):
    response = submit_comment(client, thread, author_name="Mira")
    comment = Comment.objects.get()
    assert response.status_code == 302
    assert (comment.status, comment.author, comment.author_name) == ("held", None, "Mira")
    assert "Hello there" not in text_of(client.get(thread.url))


def test_a_guest_is_led_to_the_manage_link(client, thread):
    page = text_of(client.get(submit_comment(client, thread).url))
    assert "Thank you for your post" in page
    assert "Keep this link" in page
    assert "Posts of guests, and the first ones of every account" in page


def test_a_guest_never_gets_a_cookie(client, thread):
    client.get("/")
    client.get(thread.url)
    client.get(submit_comment(client, thread).url)
    assert not client.cookies


def test_without_a_name_one_is_anonymous(client, thread):
    submit_comment(client, thread)
    comment = Comment.objects.get()
    comment.decide("approve")
    assert 'class="author">Anonymous<' in text_of(client.get(thread.url))


def test_a_guest_is_marked_as_one_outside_the_name(client, thread):
    submit_comment(client, thread, author_name="mona")
    Comment.objects.get().decide("approve")
    page = text_of(client.get(thread.url))
    assert '<bdi class="author">mona</bdi> <span class="guest">guest</span>' in page


def test_a_new_members_post_waits(as_member, thread):
    response = submit_comment(as_member, thread)
    assert Comment.objects.get().status == "held"
    assert "Waiting: a moderator will read it" in text_of(as_member.get(response.url))


def test_a_known_members_post_appears_at_once(regular, thread):
    client = logged_in(regular)
    response = submit_comment(client, thread)
    assert response.url == "/articles/on-threads/?post=3&thanks#post-3"
    page = text_of(client.get(response.url))
    assert "Hello there" in page
    assert '<bdi class="author">regina</bdi>' in page
    assert "regina</bdi> <span" not in page


def test_an_account_is_trusted_after_two_approved_posts(as_member, member, thread):
    for words in ("One", "Two", "Three"):
        submit_comment(as_member, thread, words)
        comment = Comment.objects.get(body=words)
        assert comment.status == ("published" if words == "Three" else "held")
        if comment.is_held:
            comment.decide("approve")


def test_a_moderators_post_appears_at_once(as_moderator, thread):
    submit_comment(as_moderator, thread, "See https://a.example and https://b.example")
    assert Comment.objects.get().is_published


def test_nobody_learns_who_posts_anonymously(regular, as_moderator, as_admin, thread, mailoutbox):
    client = logged_in(regular)
    submit_comment(client, thread, "A secret of mine", anonymously="on")
    secret = Comment.objects.get(body="A secret of mine")
    Comment.objects.exclude(pk=secret.pk).update(author_name="", status="removed")
    pages = [
        Client().get(thread.url),
        Client().get(f"{thread.url}?order=newest"),
        as_moderator.get(thread.url),
        as_moderator.get(f"/moderation/comments/{secret.pk}/"),
        as_moderator.get("/moderation/decisions/"),
        as_admin.get("/admin/comments/comment/"),
        as_admin.get(f"/admin/comments/comment/{secret.pk}/change/"),
        as_admin.get("/admin/comments/comment/?q=regina"),
    ]
    assert all(page.status_code == 200 for page in pages)
    found = text_of(pages[-1]).replace('value="regina"', "")
    assert not any("regina" in text_of(page) for page in pages[:-1])
    assert "A secret" not in found


def test_an_anonymous_member_looks_like_a_nameless_guest(client, regular, thread):
    submit_comment(logged_in(regular), thread, "By a member", anonymously="on")
    submit_comment(client, thread, "By a guest")
    Comment.objects.get(body="By a guest").decide("approve")
    page = text_of(Client().get(thread.url))
    assert page.count('<bdi class="author">Anonymous</bdi> <span class="guest">guest</span>') == 2


def test_moderators_see_no_record_that_leads_to_the_account(regular, as_moderator, thread):
    client = logged_in(regular)
    words = "https://a.example https://b.example"
    submit_comment(client, thread, f"Named {words}")
    submit_comment(client, thread, f"Secret {words}", anonymously="on")
    named, secret = Comment.objects.held()
    pages = [text_of(as_moderator.get(f"/moderation/comments/{c.pk}/")) for c in (named, secret)]
    assert "2 approved, 0 refused, 1 waiting" in pages[0]
    assert "Known here: 2 posts approved" in pages[0]
    assert "0 approved, 0 refused, 1 waiting" in pages[1]
    assert "Known here" not in pages[1]
    assert named.author_key != secret.author_key


def test_an_anonymous_moderator_is_not_marked_as_one(as_moderator, thread):
    submit_comment(as_moderator, thread, "Secret", anonymously="on")
    comment = Comment.objects.get()
    assert comment.is_published
    for address in (f"/moderation/comments/{comment.pk}/", "/moderation/decisions/"):
        assert "Written by a moderator" not in text_of(as_moderator.get(address))


def test_a_nameless_post_that_waits_does_not_tell_whether_its_author_is_known(regular, thread):
    thread.update_settings({"preset": "premoderated"})
    submit_comment(logged_in(regular), thread, "By a member", anonymously="on")
    submit_comment(Client(), thread, "By a guest")
    checks = {comment.failed_checks for comment in Comment.objects.held()}
    logged = [c.decisions.get().reasons for c in Comment.objects.held()]
    assert checks == {" everybody_waits_here "}
    assert logged[0] == logged[1]


@pytest.mark.parametrize(
    ("words", "preset"), [("Secret", "premoderated"), ("Secret https://a.example https://b.example", "usual")]
)
def test_what_only_moderators_may_is_not_done_without_a_name(as_moderator, thread, words, preset):
    thread.update_settings({"preset": preset})
    submit_comment(as_moderator, thread, words, anonymously="on")
    submit_comment(as_moderator, thread, f"{words} named")
    nameless, named = Comment.objects.order_by("pk")
    assert (nameless.status, named.status) == ("held", "published")


def test_after_a_refusal_a_nameless_moderator_waits_like_anybody(as_moderator, admin_user, thread):
    submit_comment(as_moderator, thread, "Secret", anonymously="on")
    Comment.objects.get().decide("remove", by=admin_user)
    submit_comment(as_moderator, thread, "Another secret", anonymously="on")
    assert Comment.objects.get(body="Another secret").is_held


def test_an_account_is_banned_however_it_posts(regular, thread):
    client = logged_in(regular)
    submit_comment(client, thread, "Secret", anonymously="on")
    Sanction.objects.create(author_key=Comment.objects.get(body="Secret").author_key, reason="Spam")
    assert submit_comment(client, thread, "Named").status_code == 422
    assert submit_comment(client, thread, "Nameless", anonymously="on").status_code == 422


def test_the_author_finds_an_anonymous_post_under_my_posts(regular, thread):
    client = logged_in(regular)
    submit_comment(client, thread, "A secret of mine", anonymously="on")
    assert "A secret of mine" in text_of(client.get("/posts/"))


def test_a_reply_is_shown_below_its_parent(regular, thread):
    submit_comment(logged_in(regular), thread, "Me too", reply_to="1")
    comment = Comment.objects.get(body="Me too")
    assert (comment.parent.number, comment.path) == (1, "00000010000003")


def test_the_reply_page_shows_what_is_answered(client, thread, post):
    post("What helped you?")
    page = text_of(client.get(f"/threads/{thread.pk}/reply/?to=1"))
    assert "What helped you?" in page
    assert 'name="reply_to" value="1"' in page


@pytest.mark.parametrize("number", ["2", "99999999999999999999", "-1", "x", "1\x00", "٣"])
def test_what_is_not_shown_cannot_be_answered(client, thread, post, number):
    post()
    assert client.get(f"/threads/{thread.pk}/reply/", {"to": number}).status_code == 404
    response = submit_comment(client, thread, "Kept words", reply_to=number)
    assert response.status_code == 422
    assert "Kept words" in text_of(response)
    assert 'name="reply_to" value=""' in text_of(response)


def test_a_post_of_another_thread_cannot_be_answered(client, thread, post):
    from comments.models import Thread

    post()
    elsewhere = Thread.objects.create(title="Elsewhere", url="/elsewhere/")
    response = submit_comment(client, elsewhere, "Kept words", reply_to="1")
    assert response.status_code == 422
    assert not elsewhere.comments.exists()


def test_a_closed_discussion_takes_nothing(client, thread):
    thread.set_open(False)
    response = submit_comment(client, thread, "Kept words")
    assert response.status_code == 422
    assert "This discussion is closed." in text_of(response)
    assert "Kept words" in text_of(response)
    assert not Comment.objects.exists()
    assert 'id="compose"' not in text_of(client.get(thread.url))


def test_the_trap_for_robots(client, thread):
    response = submit_comment(client, thread, website="https://spam.example")
    assert response.status_code == 422
    assert not Comment.objects.exists()


def test_posting_too_fast_is_refused_with_the_time_to_wait(client, thread, limits):
    assert submit_comment(client, thread, "One").status_code == 302
    response = submit_comment(client, thread, "Two")
    assert response.status_code == 429
    assert response["Retry-After"] == "20"
    assert "Two" in text_of(response)
    assert Comment.objects.count() == 1


def test_deleting_in_between_is_no_way_around_the_limit(client, thread, limits):
    client.post(f"{submit_comment(client, thread, 'One').url}delete/")
    assert not Comment.objects.exists()
    assert submit_comment(client, thread, "Two").status_code == 429


def test_after_twenty_seconds_an_author_may_post_again(client, thread, limits):
    submit_comment(client, thread, "One")
    ActivityRecord.objects.update(left_at=now() - timedelta(seconds=21))
    assert submit_comment(client, thread, "Two").status_code == 302


def test_a_double_click_makes_one_post(client, thread):
    """The browser shows the answer to the second click: its link is the one that works."""
    first, second = submit_comment(client, thread), submit_comment(client, thread)
    assert Comment.objects.count() == 1
    assert client.get(second.url).status_code == 200
    assert client.get(first.url).status_code == 404


def test_a_neighbour_who_says_the_same_gets_no_hold_of_the_post(client, thread):
    link = submit_comment(client, thread).url
    client.get(link)
    response = submit_comment(client, thread)
    assert response.status_code == 422
    assert client.get(link).status_code == 200


def test_the_same_words_again_are_refused(client, thread):
    client.get(submit_comment(client, thread).url)
    response = submit_comment(client, thread)
    assert response.status_code == 422
    assert "You have already said this here" in text_of(response)


def test_even_if_they_look_a_little_different(client, thread):
    client.get(submit_comment(client, thread, "I walk an hour every day.").url)
    assert submit_comment(client, thread, "i walk  an hour **every** day!").status_code == 422


def test_said_elsewhere_they_wait_however_they_look(regular, thread):
    member = logged_in(regular)
    submit_comment(member, thread, "I walk an hour every day.")
    other = Thread.objects.create(title="Valves", url="/valves/", preset=thread.preset)
    submit_comment(member, other, "I walk an hour *every* day!!")
    assert Comment.objects.last().is_held
    assert "said_elsewhere_waits" in Comment.objects.last().failed_checks


def test_accents_are_stored_one_way(client, thread):
    submit_comment(client, thread, "A cafe\u0301", author_name="O\u0308do\u0308n")
    assert (Comment.objects.get().body, Comment.objects.get().author_name) == ("A café", "Ödön")


def test_a_banned_author_can_read_but_not_write(client, thread):
    submit_comment(client, thread)
    Sanction.objects.create(author_key=Comment.objects.get().author_key, reason="Advertising")
    assert client.get(thread.url).status_code == 200
    assert submit_comment(client, thread, "Once more").status_code == 422


def test_a_known_members_links_are_held_with_every_reason(regular, thread):
    submit_comment(logged_in(regular), thread, "https://a.example and https://b.example")
    comment = Comment.objects.get(status="held")
    checks = [reason["check"] for reason in comment.last_decision.reasons]
    assert checks == ["few_links", "known_authors_pass"]
    assert list_reasons_for_moderators(comment.last_decision)[0] == "2 links, more than 1"


@pytest.mark.parametrize(
    "nothing", ["", "  \n ", "\u200b\u2060", "\u3164", "\u115f\u00ad", "&nbsp;", "<b></b>", "\u0301", "> "]
)
def test_nothing_is_not_a_comment(client, thread, nothing):
    response = submit_comment(client, thread, nothing)
    assert response.status_code == 422
    assert "Please write something first." in text_of(response)


def test_a_long_text_comes_back_whole(client, thread):
    response = submit_comment(client, thread, "word " * 1700)
    assert response.status_code == 422
    assert "there is room for 8000" in text_of(response)
    assert "word " * 1699 in text_of(response)


def test_line_ends_count_once(client, thread):
    assert submit_comment(client, thread, "a\r\n" * 3999).status_code == 302


def test_more_is_not_taken_than_what_is_asked_for(client, thread):
    more = {
        "status": "published", "number": "7", "author": "1", "is_staff": "1", "thread": "9",
        "published_at": "2001-01-01", "path": "0000007", "revision": "9", "author_key": "x",
    }  # fmt: skip
    client.post(f"/threads/{thread.pk}/comments/", {"body": "Hello", **more})
    comment = Comment.objects.get()
    assert (comment.status, comment.number, comment.author) == ("held", None, None)
    assert (comment.path, comment.revision, comment.thread) == ("", 1, thread)
    assert comment.author_key != "x"


def test_a_preview_is_what_will_be_published(client, thread):
    words = "**Bold**, <script>alert(1)</script> and https://example.org/a_b_c"
    page = text_of(submit_comment(client, thread, words, preview="1"))
    assert not Comment.objects.exists()
    submit_comment(client, thread, words)
    assert Comment.objects.get().body_html in page


def test_no_address_is_kept(client, thread):
    client.post(f"/threads/{thread.pk}/comments/", {"body": "Hi"}, REMOTE_ADDR="198.51.100.7")
    values = Comment.objects.values().get().values()
    assert not any("198.51.100.7" in str(value) for value in values)
    assert len(Comment.objects.get().author_key) == 64


def test_a_member_who_is_known_is_thanked_and_nobody_else(regular, thread, as_member):
    client = logged_in(regular)
    address = submit_comment(client, thread, "Third time here")["Location"]
    assert address == f"{thread.url}?post=3&thanks#post-3"
    thanks = "Thank you. Your comment is Post 3."
    assert thanks in text_of(client.get(address))
    assert thanks not in text_of(as_member.get(address))
    assert thanks not in text_of(Client().get(address, follow=True))
    assert thanks not in text_of(client.get(f"{thread.url}?post=3"))
    assert "Post 9." not in text_of(client.get(f"{thread.url}?thanks"))


def test_a_post_writes_no_session(regular, thread):
    client = logged_in(regular)
    before = client.session.items()
    client.get(submit_comment(client, thread, "Third time here")["Location"])
    assert client.session.items() == before


def test_thanks_are_said_for_a_minute(regular, thread):
    client = logged_in(regular)
    address = submit_comment(client, thread, "Third time here")["Location"]
    Comment.objects.update(created_at=now() - timedelta(minutes=2))
    assert "Thank you. Your comment" not in text_of(client.get(address))


def test_for_guests_a_page_with_thanks_is_the_page(client, regular, thread):
    response = client.get(f"{thread.url}?post=1&thanks")
    assert (response.status_code, response["Location"]) == (301, f"{thread.url}?post=1")
