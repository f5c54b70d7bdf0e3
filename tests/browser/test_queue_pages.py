"""Pages of the moderation queue: Back, undo, a single post, many posts of one kind."""

import re
from contextlib import suppress

import pytest
from playwright.sync_api import Error, Page, expect

from comments.models import Comment, Flag, Thread
from comments.moderation.appeals import create_appeal
from comments.moderation.queues import QUEUES
from comments.submission.submit import add_comment
from tests.browser.accessibility import inspect
from tests.browser.conftest import current_case, log_in
from tests.conftest import ACCEPTED, HELD


def press(page: Page, keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def refuse_bulk_decision(page: Page) -> None:
    bulk = page.locator("#ticked")
    bulk.get_by_label("Reason, which the author reads").fill("Names a doctor")
    bulk.get_by_role("button", name="Reject").click()
    expect(page.get_by_role("status")).to_contain_text("Please tick at least one post first.")


def confirm_other_number(page: Page) -> None:
    page.goto("/moderation/?words=held&before=9.999")
    page.get_by_text("Decide about all that were found").click()
    page.locator(".confirm").get_by_role("button", name="Reject").click()
    add_comment(Thread.objects.get(), Comment(body="Held, too"), HELD)
    page.get_by_role("button", name="Reject 3").click()
    expect(page.get_by_text("The number is another one now")).to_be_visible()


def refuse_note(page: Page) -> None:
    page.locator(".case").first.get_by_role("link", name="The whole story").click()
    page.get_by_role("button", name="Note on this post").click()
    page.get_by_label("Note, for moderators only").evaluate("field => field.required = false")
    page.get_by_role("button", name="Note on this post").click()
    expect(page.get_by_role("heading", name="Not noted yet")).to_be_visible()


@pytest.mark.parametrize("refuse", [refuse_bulk_decision, confirm_other_number, refuse_note])
def test_back_shows_a_refusal_without_asking_to_send_the_form_again(queue, refuse, has_script):
    if refuse is refuse_note and not has_script:
        pytest.skip("The browser itself refuses an empty note.")
    refuse(queue)
    shown = queue.locator("main").inner_text()
    queue.get_by_role("link", name="Statistics").click()
    expect(queue.get_by_role("heading", name="Statistics")).to_be_visible()
    queue.go_back()
    assert queue.locator("main").inner_text() == shown


def test_after_logging_out_back_shows_no_refusal(queue):
    refuse_bulk_decision(queue)
    queue.get_by_role("link", name="Log out").click()
    queue.get_by_role("button", name="Log out").click()
    expect(queue.get_by_role("link", name="Log in").first).to_be_visible()
    for _page in range(3):
        with suppress(Error):  # The browser has not kept it.
            queue.go_back()
        expect(queue.get_by_text("Held 0")).to_have_count(0)


@pytest.mark.parametrize("has_script", [True])
class TestUndo:
    def test_by_key_keeps_the_current_case(self, queue, has_script):
        press(queue, "jr")
        expect(current_case(queue)).to_contain_text("Held 1")
        press(queue, "j")
        press(queue, "u")
        expect(queue.get_by_role("status")).to_contain_text("1 decision undone.")
        expect(current_case(queue)).to_contain_text("Held 2")
        expect(queue.locator(".case")).to_have_count(3)

    def test_by_the_button_of_the_message_keeps_the_current_case(self, queue, has_script):
        press(queue, "ja")
        expect(current_case(queue)).to_contain_text("Held 1")
        press(queue, "j")
        queue.get_by_role("status").get_by_role("button", name="Undo").click()
        expect(queue.get_by_role("status")).to_contain_text("1 decision undone.")
        expect(current_case(queue)).to_contain_text("Held 2")

    def test_keeps_the_page_of_the_queue(self, queue, has_script):
        queue.goto("/moderation/?words=held")
        press(queue, "jr")
        expect(current_case(queue)).to_contain_text("Held 1")
        press(queue, "ju")
        expect(queue.get_by_role("status")).to_contain_text("1 decision undone.")
        expect(queue).to_have_url(re.compile(r"/moderation/\?words=held#case-\d+$"))
        expect(current_case(queue)).to_contain_text("Held 2")


@pytest.mark.parametrize("has_script", [True])
def test_a_bulk_decision_keeps_the_current_case(queue, has_script):
    press(queue, "jxjj")
    expect(current_case(queue)).to_contain_text("Held 2")
    queue.locator("#ticked").get_by_role("button", name="Reject").click()
    expect(queue.get_by_role("status")).to_contain_text("1 post rejected.")
    expect(current_case(queue)).to_contain_text("Held 2")


def test_every_tick_box_has_a_form(queue, held, cast):
    boxes = ".case > [type=checkbox]"
    expect(queue.locator(boxes)).to_have_count(3)
    queue.goto("/moderation/?words=held+1")
    expect(queue.locator(".case")).to_have_count(1)
    expect(queue.locator(boxes)).to_have_count(0)
    queue.goto("/moderation/")
    held[0].revise(HELD, body="Held 0, written anew", author_name="")
    queue.locator(".case").first.get_by_role("button", name="Reject").click()
    expect(queue.get_by_role("heading", name="The text has changed")).to_be_visible()
    expect(queue.locator(".case")).to_have_count(1)
    expect(queue.locator(boxes)).to_have_count(0)


@pytest.mark.parametrize("has_script", [True])
def test_landmarks_of_every_queue_have_names_of_their_own(visit, thread, cast, has_script):
    """Two of everything, long and reported, so that each part of a case is there twice."""
    long = "word " * 500
    for number in range(2):
        flagged = add_comment(thread, Comment(body=long), ACCEPTED)
        flagged.add_flag(Flag(reason="insult", words="Hard words", author_key=f"f{number}"))
        add_comment(thread, Comment(body=long, priority=1), HELD)
        refused = add_comment(thread, Comment(body=long, author=cast["rita"]), HELD)
        refused.decide("reject", by=cast["abel"])
        create_appeal(refused, "Please look again")
    page = visit()
    log_in(page, "mona")
    inspect(page, [f"/moderation/?queue={name}" for name in QUEUES])
    page.goto("/moderation/?queue=flagged")
    expect(page.locator(".flags")).to_have_count(2)
    expect(page.locator(".body.long")).to_have_count(2)
