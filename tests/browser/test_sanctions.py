"""Sanctions and notes, with and without JavaScript."""

from playwright.sync_api import expect

from comments.models import Comment, ModeratorNote, Sanction
from comments.submission.submit import add_comment
from tests.browser.conftest import log_in
from tests.conftest import HELD

ARTICLE = "/articles/on-threads/"


def test_a_moderator_warns_and_a_guest_reads_it_and_posts(visit, thread, cast):
    guest, desk = visit(), visit()
    guest.goto(ARTICLE)
    guest.get_by_label("Your comment").fill("Take two of them")
    guest.get_by_role("button", name="Post", exact=True).click()
    log_in(desk, "mona")
    desk.goto("/moderation/")
    desk.get_by_role("link", name="Sanction").click()
    desk.get_by_label("Warning").check()
    desk.get_by_label("Reason, which the author reads").fill("Please name no doses.")
    desk.get_by_label("Reject what of theirs is held").check()
    desk.get_by_role("button", name="Give the sanction").click()
    expect(desk.get_by_role("status")).to_contain_text("The author is warned")
    assert not Comment.objects.held().exists()
    guest.goto(ARTICLE)
    guest.get_by_label("Your comment").fill("It helped me")
    guest.get_by_role("button", name="Post", exact=True).click()
    expect(guest.locator(".warning")).to_contain_text("Please name no doses.")
    expect(guest.get_by_label("Your comment")).to_have_value("It helped me")
    guest.get_by_label("Name (optional)").press("Enter")
    assert Sanction.objects.get().is_active
    guest.get_by_role("button", name="I have read it, post now").click()
    expect(guest.get_by_role("heading", level=1)).to_have_text("Thank you for your post")
    assert Comment.objects.held().get().body == "It helped me"


def test_a_note_is_written_where_the_link_leads(visit, thread, cast):
    add_comment(thread, Comment(body="Words", author_key="somebody"), HELD)
    page = visit(viewport={"width": 390, "height": 844})
    log_in(page, "mona")
    page.goto("/moderation/")
    page.get_by_role("link", name="Notes", exact=True).click()
    expect(page.locator("#note-words")).to_be_focused()
    page.keyboard.type("Please be patient")
    page.get_by_role("button", name="Note on this post").click()
    expect(page.locator("ul.notes")).to_contain_text("Please be patient")
    assert ModeratorNote.objects.get().by == cast["mona"]
