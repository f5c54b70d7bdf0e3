"""The article form in Django admin: toolbar, preview, edit conflicts."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from articles.models import Article
from articles.publication import save_article
from articles.revisions import save_revision
from tests.articles.conftest import change_of
from tests.browser.accessibility import PHONE, RULES
from tests.browser.conftest import log_in
from tests.conftest import person


@pytest.fixture
def has_script() -> bool:
    return True


def open_form(page: Page, name: str, address: str) -> Page:
    log_in(page, name)
    page.goto(address)
    return page


def test_an_article_is_written_with_toolbar_and_preview(visit, cast):
    page = open_form(visit(), "abel", "/admin/articles/article/add/")
    text, preview = page.get_by_label("Text:"), page.frame_locator("iframe[name=preview]")
    page.get_by_label("Title:").press_sequentially("What is a murmur?")
    expect(page.get_by_label("Address:")).to_have_value("what-is-a-murmur")
    expect(preview.get_by_text("Text: This field is required.")).to_be_visible()
    text.click()
    page.keyboard.press("Control+b")
    page.keyboard.type("A sound")
    page.keyboard.press("End")
    page.keyboard.type(" between the beats")
    page.get_by_role("button", name="Source").click()
    page.keyboard.press("End")
    page.keyboard.type("\n\n")
    page.get_by_role("button", name="Heading").click()
    page.keyboard.type("What it means")
    expect(text).to_have_value("**A sound** between the beats[^1]\n\n## What it means")
    expect(preview.get_by_role("heading", name="What is a murmur?", level=1)).to_be_visible()
    expect(preview.get_by_role("heading", name="What it means", level=2)).to_be_visible()
    expect(preview.locator("strong")).to_have_text("A sound")
    assert not Article.objects.exists()
    page.get_by_label("Sources:").fill("A book")
    expect(preview.get_by_text("A book")).to_be_visible()
    page.get_by_role("button", name="Save and publish").first.click()
    expect(page.get_by_role("heading", name="What it means", level=2)).to_be_visible()
    assert Article.objects.get().revisions.get().by.username == "abel"


def test_the_toolbar_can_be_undone(visit, thread, cast):
    page = open_form(visit(), "abel", "/admin/articles/article/add/")
    text = page.get_by_label("Text:")
    text.fill("one\ntwo\nthree")
    text.evaluate("t => { t.focus(); t.setSelectionRange(5, 9) }")
    page.get_by_role("button", name="List").click()
    expect(text).to_have_value("one\n- two\n- three")
    page.get_by_role("button", name="List").click()
    expect(text).to_have_value("one\ntwo\nthree")
    page.get_by_role("button", name="Quote").click()
    expect(text).to_have_value("one\n> two\n> three")
    page.keyboard.press("Control+z")
    expect(text).to_have_value("one\ntwo\nthree")
    text.evaluate("t => t.setSelectionRange(0, 3)")
    for words in ("*one*\ntwo\nthree", "one\ntwo\nthree"):
        page.keyboard.press("Control+i")
        expect(text).to_have_value(words)
    page.keyboard.press("Control+b")
    page.keyboard.press("Control+i")
    expect(text).to_have_value("***one***\ntwo\nthree")
    page.keyboard.press("Control+i")
    expect(text).to_have_value("**one**\ntwo\nthree")
    text.evaluate("t => t.setSelectionRange(7, 7)")
    page.get_by_role("button", name="Table").click()
    expect(text).to_have_value(re.compile(r"^\*\*one\*\*\n\n\| One \| Other \|\n.*\n\|  \|  \|\n\n\ntwo"))
    page.evaluate("window.onbeforeunload = null")


@pytest.mark.parametrize("mark", ["Picture", "Link"])
def test_the_toolbar_wraps_the_selection_in_markdown(visit, cast, mark):
    page = open_form(visit(), "abel", "/admin/articles/article/add/")
    text = page.get_by_label("Text:")
    text.fill("a valve")
    text.press("Control+a")
    page.get_by_role("button", name=mark).click()
    made = {"Picture": '![a valve](/pictures/ "")', "Link": "[a valve](https://)"}
    expect(text).to_have_value(made[mark])


def test_the_preview_follows_and_stays_where_it_is(visit, thread, cast):
    thread.article.body = "\n\n".join(f"Paragraph {number}" for number in range(100))
    save_article(thread.article)
    page = open_form(visit(), "abel", change_of(thread.article))
    frame = page.frame_locator("iframe[name=preview]")
    expect(frame.get_by_text("Paragraph 99")).to_be_attached()
    place = "() => frames.preview.scrollY"
    page.evaluate("frames.preview.scrollTo(0, 1500)")
    page.get_by_label("Text:").press_sequentially("Now ")
    expect(frame.get_by_text("Now Paragraph 0")).to_be_attached()
    assert page.evaluate(place) == 1500
    frame.get_by_role("link", name="House rules").first.click(force=True)
    expect(frame.get_by_text("Paragraph 99")).to_be_attached()


def test_the_second_editor_sees_the_conflict_and_loses_nothing(visit, thread, cast):
    person("olga", is_staff=True, is_superuser=True)
    pages = {name: open_form(visit(), name, change_of(thread.article)) for name in ("abel", "olga")}
    for name, page in pages.items():
        page.get_by_label("Text:").fill(f"The words of {name}.")
        page.get_by_role("button", name="Save", exact=True).first.click()
    page = pages["olga"]
    told = page.get_by_role("alert")
    expect(told).to_contain_text("by abel")
    expect(told.locator("ins").first).to_contain_text("The words of abel.")
    expect(page.get_by_label("Text:")).to_have_value("The words of olga.")
    page.get_by_role("button", name="Save", exact=True).first.click()
    expect(page.get_by_text("was changed successfully")).to_be_visible()
    page.goto(f"/admin/articles/article/{thread.article.pk}/history/")
    expect(page.locator(".revisions tbody tr")).to_have_count(3)
    page.get_by_role("row", name=re.compile("^2")).get_by_role("link", name="Bring this one back").click()
    page.get_by_role("button", name="Bring it back").click()
    expect(page.get_by_label("Text:")).to_have_value("The words of abel.\n")


@pytest.mark.parametrize("has_script", [False])
def test_without_a_script_it_works_as_well(visit, thread, cast):
    page = open_form(visit(), "abel", change_of(thread.article))
    expect(page.get_by_role("button", name="Bold")).to_be_hidden()
    page.get_by_label("Text:").fill("Other words.")
    page.get_by_role("button", name="Show the page as it will be").click()
    frame = page.frame_locator("iframe[name=preview]")
    expect(frame.get_by_text("Other words.")).to_be_visible()
    page.get_by_label("Title:").press("Enter")  # is "Save", and no other button
    expect(page.get_by_text("was changed successfully")).to_be_visible()
    thread.article.refresh_from_db()
    assert thread.article.body == "Other words.\n"
    assert thread.article.is_published


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("device", [{}, PHONE], ids=["desktop", "phone"])
def test_our_own_pages_of_it_can_be_used_by_everybody(visit, thread, cast, device, scheme):
    article = thread.article
    for words in ("First words of it.", "Second words of it."):
        article.body = words
        save_article(article)
        save_revision(article, by=None)
    page = open_form(visit(color_scheme=scheme, **device), "abel", change_of(article))
    history = f"/admin/articles/article/{article.pk}/history/"
    addresses = [change_of(article), history, f"{history}compare/?one=1&other=2", f"{history}1/"]
    # What Django itself makes around them is its own affair.
    ours = ["#content .revisions", ".writing .toolbar", ".writing .preview header", ".submit-row"]
    for address in addresses:
        page.goto(address)
        there = [part for part in ours if page.locator(part).count()]
        assert there, address
        result = Axe().run(
            page, context={"include": [[part] for part in there]}, options=RULES | {"iframes": False, "preload": False}
        )
        assert result.violations_count == 0, f"{address}\n{result.generate_report()}"
        width = page.viewport_size["width"]
        assert page.evaluate("document.documentElement.scrollWidth") <= width, address
