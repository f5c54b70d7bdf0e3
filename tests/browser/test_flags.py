"""A report of a post, with and without JavaScript, on a phone."""

from playwright.sync_api import expect

from comments.models import Flag
from tests.browser.accessibility import PHONE


def test_a_reader_reports_a_post(visit, thread):
    page = visit(**PHONE)
    page.goto("/articles/on-threads/")
    page.get_by_role("link", name="Report Post 2").click()
    expect(page.get_by_text("Walking.")).to_be_visible()
    page.get_by_label("Could harm somebody’s health").check()
    page.get_by_label("In your own words").fill("Not after an operation")
    page.get_by_role("button", name="Report").click()
    expect(page.get_by_role("heading", name="Thank you")).to_be_visible()
    page.get_by_role("link", name="Back to the discussion").click()
    expect(page.locator("#post-2")).to_be_in_viewport()
    assert Flag.objects.get().words == "Not after an operation"


def test_what_a_thumb_chooses_is_large_enough(visit, thread):
    page = visit(**PHONE)
    page.goto(f"/threads/{thread.pk}/flag/?post=1")
    heights = page.eval_on_selector_all(".form-check", "all => all.map(row => row.offsetHeight)")
    assert len(heights) == 5
    assert min(heights) >= 40
