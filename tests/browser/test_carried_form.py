"""Text that was typed before the log-in, in a browser without JavaScript."""

import pytest
from playwright.sync_api import expect

from comments.models import Comment

pytestmark = pytest.mark.browser
TEXT = "My child has a fever since Monday.\n\nWhat should I do?"


@pytest.mark.parametrize("has_script", [False])
def test_a_guest_logs_in_and_chooses_the_name(visit, thread, regular):
    page = visit()
    page.goto(thread.url)
    page.get_by_label("Your comment").fill(TEXT)
    page.locator("[data-log-in]").click()
    page.get_by_label("Name or e-mail address").fill("regina")
    page.get_by_label("Password").fill("a-long-password")
    page.get_by_role("main").get_by_role("button", name="Log in").click()
    expect(page.get_by_label("Your text")).to_be_hidden()
    page.get_by_text("Show the text").click()
    expect(page.get_by_label("Your text")).to_have_value(TEXT)
    page.get_by_role("button", name="Post anonymously").click()
    page.wait_for_url("**/articles/on-threads/**")
    assert Comment.objects.get(body=TEXT).author_name == ""
