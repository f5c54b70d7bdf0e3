"""The question to an author before a phone number is posted."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from comments import personal_info
from comments.models import Comment, HouseRules
from comments.personal_info import PersonalInfoKind, PersonalInfoMatch
from comments.policy import codes
from comments.submission import facts
from tests.browser.accessibility import PHONE, inspect
from tests.browser.conftest import log_in

ARTICLE = "/articles/on-threads/"
WORDS = "Call me at 0170 555 01, I cannot sleep."


@pytest.fixture(autouse=True)
def _finders(monkeypatch):
    def find(text: str) -> list[PersonalInfoMatch]:
        number = "0170 555 01"
        at = text.find(number)
        return [] if at < 0 else [PersonalInfoMatch(PersonalInfoKind.PHONE, at, at + len(number), number)]

    def take_out(text: str, places: list[PersonalInfoMatch], marks: dict[str, str]) -> str:
        for place in places:
            text = text.replace(place.text, marks[place.kind])
        return text

    @facts.finder(codes.DANGER)
    def danger(draft, rules) -> dict:
        return {"has_crisis_phrase": "chest" in draft.body}

    monkeypatch.setattr(personal_info, "find_personal_info", find)
    monkeypatch.setattr(personal_info, "redact", take_out)
    monkeypatch.setattr(facts, "FACT_FINDERS", [*facts.FACT_FINDERS, danger])


def write(page, words: str) -> None:
    page.goto(ARTICLE)
    page.get_by_label("Your comment").fill(words)
    page.get_by_role("button", name="Post", exact=True).click()


def test_it_is_taken_out_read_again_and_posted(visit, thread):
    page = visit()
    write(page, WORDS)
    expect(page.locator(".asked mark")).to_have_text("0170 555 01")
    expect(page.locator(".asked li")).to_contain_text("This looks like a phone number")
    page.get_by_role("button", name="Take it out for me").click()
    clean = "Call me at [phone number removed], I cannot sleep."
    expect(page.get_by_label("Your comment")).to_have_value(clean)
    expect(page.locator(".preview .body")).to_have_text(clean)
    page.get_by_role("button", name="Post", exact=True).click()
    expect(page.get_by_role("heading", name="Thank you for your post")).to_be_visible()
    assert Comment.objects.latest("pk").body == clean


def test_it_is_posted_anyway_after_a_preview(visit, thread):
    page = visit()
    write(page, WORDS)
    page.get_by_role("button", name="Preview").click()
    expect(page.locator(".preview .body")).to_have_text(WORDS)
    if page.get_by_role("button", name="Post anyway").count() == 0:  # on a page of its own
        page.get_by_role("button", name="Post", exact=True).click()
    page.get_by_role("button", name="Post anyway").click()
    expect(page.get_by_role("heading", name="Thank you for your post")).to_be_visible()
    assert Comment.objects.latest("pk").is_held


def test_a_member_in_danger_has_one_button(visit, thread, cast):
    page = visit()
    log_in(page, "rita")
    write(page, "I have chest pain since an hour")
    expect(page.locator(".asked")).to_contain_text("look where help is")
    page.get_by_role("button", name="Post it").click()
    expect(page.locator(".state")).to_contain_text("Waiting")


@pytest.mark.parametrize("has_script", [True])
@pytest.mark.parametrize("device", [{}, PHONE], ids=["desktop", "phone"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_question_can_be_used_by_everybody(visit, thread, device, scheme, has_script):
    page = visit(color_scheme=scheme, **device)
    write(page, f"{'w' * 300} {WORDS} chest")
    expect(page.locator(".asked mark")).to_be_visible()
    assert Axe().run(page).violations_count == 0
    width = page.viewport_size["width"]
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    buttons = page.eval_on_selector_all(".btn:not([hidden])", "all => all.map(b => b.offsetHeight)")
    assert min(buttons) >= 40


@pytest.mark.parametrize("has_script", [True])
@pytest.mark.parametrize("device", [{}, PHONE], ids=["desktop", "phone"])
def test_pages_without_guests_can_be_used_by_everybody(visit, thread, device, has_script):
    HouseRules.change(guests_may_post=False)
    page = visit(**device)
    inspect(page, [ARTICLE, f"/threads/{thread.pk}/reply/?to=1", "/house-rules/"])
    page.goto(ARTICLE)
    page.get_by_role("main").get_by_role("link", name="Log in").click()
    expect(page.get_by_role("button", name="Log in")).to_be_visible()
