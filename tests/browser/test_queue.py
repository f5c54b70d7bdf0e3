"""The moderation queue by keyboard, and without a keyboard."""

import re

import pytest
from playwright.sync_api import expect

from comments.models import Comment
from tests.browser.conftest import current_case, log_in


@pytest.fixture
def has_script() -> bool:
    return True


def statuses() -> list[str]:
    return [*Comment.objects.filter(body__startswith="Held").order_by("pk").values_list("status", flat=True)]


def test_a_queue_is_gone_through_by_keyboard(queue):
    expect(current_case(queue)).to_have_count(0)
    queue.keyboard.press("j")
    expect(current_case(queue)).to_contain_text("Held 0")
    expect(current_case(queue)).to_be_focused()
    queue.keyboard.press("j")
    queue.keyboard.press("j")
    queue.keyboard.press("k")
    expect(current_case(queue)).to_contain_text("Held 1")
    queue.keyboard.press("r")
    expect(queue.get_by_role("status")).to_contain_text("1 post rejected.")
    expect(current_case(queue)).to_contain_text("Held 2")
    queue.keyboard.press("a")
    expect(queue.get_by_role("status")).to_contain_text("1 post approved.")
    assert statuses() == ["held", "rejected", "published"]
    queue.keyboard.press("j")
    queue.keyboard.press("o")
    expect(queue.get_by_role("heading", name="What happened so far")).to_be_visible()
    queue.keyboard.press("s")
    expect(queue.get_by_role("status")).to_contain_text("1 post marked as spam.")


def test_keys_tick_and_several_are_decided_at_once(queue):
    for key in "jxjx":
        queue.keyboard.press(key)
    expect(queue.locator("[data-count]")).to_have_text("(2)")
    queue.locator("#ticked").get_by_role("button", name="Spam").click()
    expect(queue.get_by_role("status")).to_contain_text("2 posts marked as spam.")
    assert statuses() == ["spam", "spam", "held"]


def test_what_is_typed_presses_nothing(queue):
    queue.keyboard.press("j")
    field = current_case(queue).get_by_label("Reason, which the author reads")
    field.press_sequentially("rash")
    expect(field).to_have_value("rash")
    field.press("Escape")
    queue.keyboard.press("Control+a")
    queue.keyboard.press("Alt+r")
    expect(queue.locator(".case")).to_have_count(3)
    queue.keyboard.press("a")
    expect(queue.get_by_role("status")).to_contain_text("1 post approved.")
    assert Comment.objects.get(body="Held 0").last_decision.reason == "rash"


def test_the_keys_are_explained_and_can_be_switched_off(queue):
    queue.keyboard.press("?")
    dialog = queue.get_by_role("dialog")
    expect(dialog).to_be_visible()
    queue.keyboard.press("r")
    queue.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    queue.get_by_role("button", name="Keys").click()
    dialog.get_by_label("Use keys on this device").uncheck()
    dialog.get_by_role("button", name="Close").click()
    queue.reload()
    queue.keyboard.press("j")
    queue.keyboard.press("a")
    expect(current_case(queue)).to_have_count(0)
    assert statuses() == ["held"] * 3


def test_a_key_with_nothing_to_press_says_so(queue):
    queue.keyboard.press("j")
    queue.keyboard.press("h")
    expect(queue.locator("[data-said]")).to_have_text("That cannot be done here.")
    assert statuses() == ["held"] * 3


def test_a_long_bulk_action_goes_on_by_itself(queue, monkeypatch):
    monkeypatch.setattr("comments.moderation.bulk_action.POSTS_PER_STEP", 1)
    queue.goto("/moderation/?words=held&before=9.999")
    queue.get_by_text("Decide about all that were found").click()
    queue.locator(".confirm").get_by_role("button", name="Reject").click()
    expect(queue.get_by_role("heading", name="Reject 3 posts?")).to_be_visible()
    queue.get_by_role("button", name="Reject 3").click()
    expect(queue.get_by_role("heading", name="All done")).to_be_visible()
    assert statuses() == ["rejected"] * 3


@pytest.mark.parametrize("has_script", [False])
def test_without_a_script_the_same_is_done_with_buttons(queue, held):
    expect(queue.get_by_role("button", name="Keys")).to_be_hidden()
    queue.get_by_text("Search and filter").click()
    queue.get_by_label("Words in the text").fill("held 1")
    queue.get_by_role("button", name="Show").click()
    expect(queue.locator(".case")).to_have_count(1)
    queue.get_by_role("link", name="with “held 1”").click()
    expect(queue.locator(".case")).to_have_count(3)
    queue.locator(".case").nth(1).get_by_role("button", name="Reject").click()
    expect(queue).to_have_url(re.compile(f"#case-{held[2].pk}$"))
    assert statuses() == ["held", "rejected", "held"]


def test_on_a_phone_everything_is_thumb_sized(visit, held, cast):
    page = visit(viewport={"width": 390, "height": 844}, has_touch=True)
    log_in(page, "mona")
    page.goto("/moderation/?words=held")
    for button in page.locator(".queue :is(button, summary, input, select):visible").all():
        box = button.bounding_box()
        is_box = button.get_attribute("type") == "checkbox"  # It reaches further than it looks.
        assert is_box or box["height"] >= 40, button.inner_text()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
