"""Drafts: unfinished text survives in the tab, or on the device if the visitor wishes; never for anybody else."""

import json
import re

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from comments.models import Comment, Flag, ModeratorNote
from comments.submission.submit import add_comment
from tests.articles.conftest import change_of
from tests.browser.accessibility import PHONE, inspect
from tests.browser.conftest import log_in
from tests.conftest import HELD

ARTICLE = "/articles/on-threads/"
WEEK = 7 * 24 * 60 * 60  # seconds
WORDS = "I was worried for weeks"


@pytest.fixture
def has_script() -> bool:
    return True


@pytest.fixture
def page(visit, thread, cast) -> Page:
    return visit()


def write(page: Page, words: str = WORDS, address: str = ARTICLE) -> None:
    page.goto(address)
    body(page).fill(words)


def body(page: Page):
    return page.get_by_label("Your comment")


def box(page: Page):
    return page.locator("details.unfinished")


def log_out(page: Page) -> None:
    page.goto("/accounts/logout/")
    page.get_by_role("button", name="Log out").click()
    expect(page.get_by_role("link", name="Log in").first).to_be_visible()


def post(page: Page) -> None:
    page.get_by_role("button", name="Post", exact=True).click()


def read_stores(page: Page) -> str:
    return page.evaluate("JSON.stringify([{...sessionStorage}, {...localStorage}])")


def expect_empty_tab(page: Page) -> None:
    for _tenth in range(50):
        if not page.evaluate("sessionStorage.length"):
            return
        page.wait_for_timeout(100)
    pytest.fail(read_stores(page))


def turn_on(page: Page) -> None:
    page.get_by_role("button", name="Turn on").click()


def close_and_open(page: Page) -> Page:
    """Close the tab, as a crash does: no event tells the page. Return a new tab of the same browser."""
    context: BrowserContext = page.context
    page.close()
    return context.new_page()


class TestTab:
    def test_a_reload_keeps_the_text(self, page):
        write(page)
        page.get_by_label("Name").fill("Mira")
        page.get_by_label("Not for search engines").check()
        page.reload()
        expect(body(page)).to_have_value(WORDS)
        expect(page.get_by_label("Name")).to_have_value("Mira")
        expect(page.get_by_label("Not for search engines")).to_be_checked()

    def test_a_member_stays_anonymous(self, page):
        log_in(page, "rita")
        write(page)
        page.get_by_label("Post anonymously").check()
        page.reload()
        expect(body(page)).to_have_value(WORDS)
        expect(page.get_by_label("Post anonymously")).to_be_checked()

    def test_another_page_and_back_keep_the_text(self, page):
        write(page)
        page.goto("/house-rules/")
        page.goto(ARTICLE)
        expect(body(page)).to_have_value(WORDS)
        page.goto("/help/")
        page.go_back()
        expect(body(page)).to_have_value(WORDS)

    def test_each_reply_has_its_own(self, page, thread):
        page.goto(ARTICLE)
        for number in (1, 2):
            page.locator(f"#post-{number}").get_by_role("link", name="Reply").click()
            body(page).fill(f"To {number}")
        page.locator("#post-1").get_by_role("link", name="Reply").click()
        expect(body(page)).to_have_value("To 1")
        page.reload()
        expect(page.locator("#post-2 + form")).to_be_visible()  # the one that was written last
        expect(body(page)).to_have_value("To 2")
        page.goto(f"/threads/{thread.pk}/reply/?to=1")
        expect(body(page)).to_have_value("To 1")

    def test_a_text_becomes_a_reply_and_is_not_lost(self, page):
        write(page, "By itself")
        page.locator("#post-1").get_by_role("link", name="Reply").click()
        expect(body(page)).to_have_value("By itself")
        body(page).fill("A reply")
        page.get_by_role("link", name="Cancel").click()
        expect(body(page)).to_have_value("By itself")
        expect(box(page).locator("summary")).to_have_text("Unfinished text (reply to Post 1)")
        box(page).locator("summary").click()
        page.get_by_role("button", name="Use it").click()
        expect(page.get_by_role("heading", name="Your reply to Post 1")).to_be_visible()
        expect(body(page)).to_have_value("A reply")

    def test_it_can_be_deleted(self, page):
        write(page)
        page.reload()
        page.get_by_role("button", name="Delete it").click()
        expect(body(page)).to_have_value("")
        page.reload()
        expect(body(page)).to_have_value("")

    def test_it_is_cleared_when_its_text_is_sent(self, page):
        write(page)
        post(page)
        expect(page.get_by_role("heading", name="Thank you for your post")).to_be_visible()
        assert WORDS not in read_stores(page)
        page.goto(ARTICLE)
        expect(body(page)).to_have_value("")
        page.go_back()
        page.go_back()
        expect(body(page)).to_have_value("")

    def test_a_refusal_keeps_it(self, page):
        long = "x" * 9000
        write(page, long)
        post(page)
        expect(page.locator(".invalid-feedback")).to_be_visible()
        page.goto(ARTICLE)
        expect(body(page)).to_have_value(long)
        body(page).fill("Short")
        post(page)
        expect(page.get_by_role("heading", name="Thank you for your post")).to_be_visible()
        page.goto(ARTICLE)
        expect(body(page)).to_have_value("")

    @pytest.mark.parametrize("reply", ["", "?to=1"])
    def test_back_and_a_reload_after_a_refusal_do_not_send_it_again(self, page, thread, reply):
        write(page, "x" * 9000, f"/threads/{thread.pk}/reply/{reply}")
        post(page)
        expect(page.locator(".invalid-feedback")).to_be_visible()
        page.goto("/house-rules/")
        page.go_back()
        expect(body(page)).to_have_value("x" * 9000)
        page.reload()
        expect(body(page)).to_have_value("x" * 9000)
        assert page.url.endswith(f"/reply/{reply}")

    def test_a_dead_network_keeps_it(self, page):
        write(page)
        page.route("**/comments/", lambda route: route.abort())
        post(page)
        page.wait_for_url("chrome-error://**")
        page.unroute("**/comments/")
        page.goto(ARTICLE)
        expect(body(page)).to_have_value(WORDS)

    def test_it_is_sent_nowhere_else(self, page):
        sent = []
        page.on("request", lambda request: sent.append(f"{request.url} {request.post_data} {request.all_headers()}"))
        write(page, "Confidential")
        turn_on(page)
        for address in ("/house-rules/", ARTICLE, "/accounts/login/", ARTICLE):
            page.goto(address)
        assert sent
        assert not [request for request in sent if "Confidential" in request]
        assert page.context.cookies(page.url) == [c for c in page.context.cookies(page.url) if "Conf" not in c["value"]]

    def test_a_new_tab_knows_nothing(self, page):
        write(page)
        page = close_and_open(page)
        page.goto(ARTICLE)
        expect(body(page)).to_have_value("")
        assert WORDS not in read_stores(page)


class TestWhose:
    def test_a_guest_logs_in_and_is_asked(self, page):
        write(page)
        log_in(page, "rita")
        page.goto(ARTICLE)
        expect(body(page)).to_have_value("")
        expect(box(page)).not_to_have_attribute("open", "")
        expect(page.get_by_text(WORDS)).to_be_hidden()
        page.get_by_text("Unfinished text, written as a guest").click()
        expect(page.get_by_text("Under which name do you want to post it?")).to_be_visible()
        page.get_by_role("button", name="Anonymously").click()
        expect(body(page)).to_have_value(WORDS)
        expect(page.get_by_label("Post anonymously")).to_be_checked()
        post(page)
        page.wait_for_url(re.compile("/posts/own/"))
        comment = Comment.objects.get(body=WORDS)
        assert (comment.author.username, comment.author_name) == ("rita", "")
        assert WORDS not in read_stores(page)

    def test_a_guest_logs_in_and_posts_under_the_name(self, page):
        write(page)
        log_in(page, "rita")
        write(page, "As a member")
        page.get_by_text("Unfinished text, written as a guest").click()
        page.get_by_role("button", name="Under my name").click()
        expect(body(page)).to_have_value(f"As a member\n\n{WORDS}")
        expect(page.get_by_label("Post anonymously")).not_to_be_checked()

    def test_a_reply_of_a_guest_is_offered_as_a_reply(self, page):
        page.goto(ARTICLE)
        page.get_by_role("link", name="Reply to Post 2").click()
        body(page).fill(WORDS)
        log_in(page, "rita")
        page.goto(ARTICLE)
        page.get_by_text("Unfinished text, written as a guest (reply to Post 2)").click()
        page.get_by_role("button", name="Under my name").click()
        expect(page.locator("#post-2 + form")).to_be_visible()
        expect(body(page)).to_have_value(WORDS)

    def test_a_draft_of_another_account_is_offered_after_the_session_ended(self, page):
        log_in(page, "rita")
        write(page)
        page.context.clear_cookies()
        page.reload()
        expect(body(page)).to_have_value("")
        expect(page.get_by_text(WORDS)).to_be_hidden()
        page.get_by_text("Unfinished text, written with another account").click()
        expect(page.get_by_text(WORDS)).to_be_visible()
        page.get_by_role("button", name="Delete it").click()
        expect(box(page)).to_have_count(0)
        assert WORDS not in read_stores(page)

    @pytest.mark.parametrize("changes", [False, True])
    def test_it_is_cleared_after_the_question_of_the_server(self, page, changes):
        write(page)
        log_in(page.context.new_page(), "rita")
        post(page)
        expect(page.get_by_role("heading", name="You’re logged in as rita")).to_be_visible()
        assert WORDS in read_stores(page)
        if changes:
            page.get_by_label("Your text").fill("Written anew")
            assert "Written anew" in read_stores(page)
        page.get_by_role("button", name="Post anonymously").click()
        page.wait_for_url(re.compile("/posts/own/"))
        assert WORDS not in read_stores(page)
        page.goto(ARTICLE)
        expect(body(page)).to_have_value("")
        expect(box(page)).to_have_count(0)

    def test_it_is_cleared_after_the_log_in_of_the_form(self, page):
        write(page)
        page.locator("#compose").get_by_role("button", name="Log in").click()
        page.get_by_label("Name or e-mail address").fill("rita")
        page.get_by_label("Password").fill("a-long-password")
        page.get_by_role("button", name="Log in").click()
        page.get_by_text("Show the text").click()
        page.get_by_label("Your text").fill("Written anew")
        assert "Written anew" in read_stores(page)
        page.get_by_role("button", name="Post anonymously").click()
        page.wait_for_url(re.compile("/posts/own/"))
        assert "Written anew" not in read_stores(page)

    def test_going_on_as_a_guest_logs_out(self, page):
        write(page, "Of a guest")
        log_in(page.context.new_page(), "rita")
        other = page.context.new_page()
        write(other)
        post(page)
        page.get_by_role("button", name="Log out and post as a guest").click()
        page.get_by_role("button", name="Post as a guest").click()
        expect(page.get_by_role("heading", name="Thank you for your post")).to_be_visible()
        assert "Of a guest" not in read_stores(page)
        expect_empty_tab(other)

    def test_after_logging_out_the_next_person_sees_nothing(self, page):
        log_in(page, "rita")
        write(page)
        write(page, "A reply", f"/threads/{Comment.objects.first().thread_id}/reply/?to=1")
        log_out(page)
        assert WORDS not in read_stores(page)
        page.goto(ARTICLE)
        expect(body(page)).to_have_value("")
        expect(box(page)).to_have_count(0)
        log_in(page, "mona")
        page.goto(ARTICLE)
        expect(body(page)).to_have_value("")
        expect(box(page)).to_have_count(0)

    def test_after_logging_out_back_shows_nothing(self, page):
        log_in(page, "rita")
        write(page)
        page.get_by_role("link", name="Log out").click()
        page.get_by_role("button", name="Log out").click()
        expect(page.get_by_role("link", name="Log in").first).to_be_visible()
        for _page in range(3):
            page.go_back()
            expect(page.get_by_text(WORDS)).to_have_count(0)
            if body(page).count():
                expect(body(page)).to_have_value("")

    def test_logging_out_deletes_what_the_device_has_of_that_account(self, page):
        write(page, "Of a guest")
        turn_on(page)
        page = close_and_open(page)
        log_in(page, "rita")
        write(page)
        assert WORDS in read_stores(page)
        log_out(page)
        stores = read_stores(page)
        assert WORDS not in stores
        assert "Of a guest" in stores

    def test_logging_out_reaches_other_tabs(self, page):
        log_in(page, "rita")
        other = page.context.new_page()
        write(other)
        log_out(page)
        expect_empty_tab(other)

    def test_logging_out_of_django_admin_deletes_too(self, page):
        log_in(page, "abel")
        write(page)
        page.goto("/admin/")
        page.get_by_role("button", name="Log out").click()
        page.wait_for_load_state()
        assert WORDS not in read_stores(page)


class TestDevice:
    def test_a_crash_keeps_it_with_the_switch(self, page):
        page.goto(ARTICLE)
        turn_on(page)
        body(page).fill(WORDS)
        page.get_by_label("Name").fill("Mira")
        page = close_and_open(page)
        page.goto(ARTICLE)
        expect(body(page)).to_have_value(WORDS)
        expect(page.get_by_label("Name")).to_have_value("Mira")

    def test_what_was_written_before_is_kept_as_well(self, page):
        write(page)
        turn_on(page)
        page = close_and_open(page)
        page.goto(ARTICLE)
        expect(body(page)).to_have_value(WORDS)

    def test_it_is_for_its_author_only(self, page):
        log_in(page, "rita")
        write(page)
        turn_on(page)
        page.context.clear_cookies()
        page = close_and_open(page)
        page.goto(ARTICLE)
        expect(body(page)).to_have_value("")
        expect(page.get_by_text("Unfinished text, written with another account")).to_be_visible()

    def test_after_seven_days_it_is_gone(self, page):
        page.goto(ARTICLE)
        turn_on(page)
        body(page).fill(WORDS)
        for age, is_kept in ((WEEK - 60, True), (WEEK + 60, False)):
            page = close_and_open(page)
            page.clock.install()
            page.clock.fast_forward(age * 1000)
            page.goto(ARTICLE)
            expect(body(page)).to_have_value(WORDS if is_kept else "")
            assert (WORDS in read_stores(page)) is is_kept

    def test_the_name_is_remembered_for_the_next_post(self, page):
        page.goto(ARTICLE)
        turn_on(page)
        body(page).fill("One")
        page.get_by_label("Name").fill("Mira")
        post(page)
        page.wait_for_url(re.compile("/posts/"))
        page = close_and_open(page)
        page.goto(ARTICLE)
        expect(page.get_by_label("Name")).to_have_value("Mira")
        expect(body(page)).to_have_value("")
        page.get_by_label("Name").fill("")
        body(page).fill("Two")
        post(page)
        page.wait_for_url(re.compile("/posts/"))
        page.goto(ARTICLE)
        expect(page.get_by_label("Name")).to_have_value("")

    def test_it_is_asked_once(self, page):
        page.goto(ARTICLE)
        expect(page.get_by_text("Remember on this device?")).to_be_visible()
        page.get_by_role("button", name="No thanks").click()
        expect(page.get_by_text("Remember on this device?")).to_be_hidden()
        page.reload()
        expect(page.get_by_text("Remember on this device?")).to_be_hidden()
        page.get_by_text("On this device", exact=True).click()
        expect(page.get_by_label("Remember on this device")).not_to_be_checked()
        page.get_by_label("Remember on this device").check()
        body(page).fill(WORDS)
        page = close_and_open(page)
        page.goto(ARTICLE)
        expect(body(page)).to_have_value(WORDS)

    @pytest.mark.parametrize("way", ["button", "switch"])
    @pytest.mark.parametrize("place", [ARTICLE, "/privacy/"])
    def test_everything_is_forgotten(self, page, way, place):
        page.goto(ARTICLE)
        turn_on(page)
        body(page).fill(WORDS)
        page.get_by_label("Name").fill("Mira")
        page.evaluate("localStorage.setItem('mvforum-desk-without-keys', 'yes')")
        other = page.context.new_page()
        other.goto(ARTICLE)
        other.get_by_label("Your comment").fill("Another one")
        page.goto(place)
        if place == ARTICLE:
            page.get_by_text("On this device", exact=True).click()
        if way == "button":
            page.get_by_role("button", name="Forget all").click()
        else:
            page.get_by_label("Remember on this device").uncheck()
        expect(page.get_by_role("status").last).to_have_text("Nothing is remembered on this device now.")
        expect(page.get_by_label("Remember on this device")).not_to_be_checked()
        assert json.loads(read_stores(page)) == [{}, {}]
        expect_empty_tab(other)
        page.goto(ARTICLE)
        expect(body(page)).to_have_value("")
        expect(page.get_by_label("Name")).to_have_value("")

    def test_what_another_tab_writes_is_kept(self, page):
        page.goto(ARTICLE)
        turn_on(page)
        body(page).fill("One")
        other = page.context.new_page()
        write(other, "Two")
        post(page)
        page.wait_for_url(re.compile("/posts/"))
        other = close_and_open(other)
        other.goto(ARTICLE)
        expect(body(other)).to_have_value("Two")


class TestOtherForms:
    def test_an_edit(self, page):
        write(page, "First")
        post(page)
        page.get_by_role("link", name="Edit").click()
        body(page).fill("Second")
        page.goto(ARTICLE)
        page.go_back()
        expect(body(page)).to_have_value("Second")
        Comment.objects.filter(body="First").update(body="Changed elsewhere", revision=2)
        page.reload()
        expect(body(page)).to_have_value("Second")
        page.get_by_role("button", name="Save").click()
        expect(page.get_by_text("This post has been changed from another page")).to_be_visible()
        page.get_by_role("button", name="Save").click()
        expect(page.get_by_role("link", name="Edit")).to_be_visible()
        page.get_by_role("link", name="Edit").click()
        expect(page.locator(".restored")).to_have_count(0)

    def test_an_edit_of_a_post_that_is_deleted(self, page):
        write(page, "First")
        post(page)
        page.get_by_role("link", name="Edit").click()
        body(page).fill("Second")
        page.get_by_role("link", name="Cancel").click()
        page.locator("summary", has_text="Delete").click()
        page.get_by_role("button", name="Delete it for good").click()
        assert "Second" not in read_stores(page)

    def test_a_report(self, page):
        page.goto(ARTICLE)
        page.get_by_role("link", name="Report Post 2").click()
        page.get_by_label("Something else").check()
        page.get_by_label("In your own words").fill("Not nice")
        page.reload()
        expect(page.get_by_label("Something else")).to_be_checked()
        page.get_by_role("button", name="Report").click()
        expect(page.get_by_role("heading", name="Thank you")).to_be_visible()
        assert Flag.objects.get().words == "Not nice"
        assert "Not nice" not in read_stores(page)

    def test_an_appeal(self, page, thread, cast):
        refused = add_comment(thread, Comment(body="Mine", author=cast["rita"], author_name="rita"), HELD)
        refused.decide("reject", by=cast["mona"])
        log_in(page, "rita")
        page.goto(f"/posts/own/{refused.pk}/")
        page.get_by_label("Why").fill("Please look again")
        page.reload()
        expect(page.get_by_label("Why")).to_have_value("Please look again")

    def test_reasons_and_notes_of_moderators(self, page, held):
        log_in(page, "mona")
        page.goto("/moderation/")
        reasons = page.get_by_label("Reason, which the author reads")
        reasons.nth(1).fill("Names a doctor")
        page.reload()
        expect(reasons.nth(0)).to_have_value("")
        expect(reasons.nth(1)).to_have_value("Names a doctor")
        page.goto(f"/moderation/comments/{held[1].pk}/")
        expect(reasons.first).to_have_value("Names a doctor")
        page.get_by_label("Note, for moderators only").fill("Be patient")
        page.reload()
        page.get_by_role("button", name="Note on this post").click()
        expect(page.get_by_role("status").first).to_contain_text("Noted.")
        assert ModeratorNote.objects.get().words == "Be patient"
        expect(page.get_by_label("Note, for moderators only")).to_have_value("")
        expect(reasons.first).to_have_value("Names a doctor")
        page.get_by_role("button", name="Reject").click()
        expect(page.get_by_role("status").first).to_contain_text("rejected")
        assert "Names a doctor" not in read_stores(page)

    def test_an_article_is_offered(self, page, thread):
        log_in(page, "abel")
        page.goto(change_of(thread.article))
        page.get_by_label("Text:").fill("A longer text.")
        page.on("dialog", lambda dialog: dialog.accept())
        page.reload()
        expect(page.get_by_label("Text:")).not_to_have_value("A longer text.")
        page.locator("summary", has_text="Unfinished text").click()
        page.get_by_role("button", name="Use it").click()
        expect(page.get_by_label("Text:")).to_have_value("A longer text.")
        page.get_by_role("button", name="Save", exact=True).first.click()
        expect(page.get_by_text("was changed successfully")).to_be_visible()
        thread.article.refresh_from_db()
        assert thread.article.body.strip() == "A longer text."
        assert "A longer text." not in read_stores(page)


@pytest.mark.parametrize("device", [{}, PHONE], ids=["desktop", "phone"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_boxes_can_be_used_by_everybody(visit, thread, cast, device, scheme):
    page = visit(color_scheme=scheme, **device)
    write(page, f"{WORDS} {'w' * 300}\n\n" + "word " * 500)
    page.reload()
    inspect(page, [ARTICLE])
    log_in(page, "rita")
    page.goto(ARTICLE)
    page.locator(".unfinished summary").click()
    page.get_by_text("On this device", exact=True).click()
    heights = page.eval_on_selector_all(
        ".compose .btn", "all => all.filter(b => b.checkVisibility()).map(b => b.offsetHeight)"
    )
    assert len(heights) >= 6
    assert min(heights) >= 40


@pytest.mark.parametrize("has_script", [True, False])
@pytest.mark.parametrize("form", ["comment", "report", "note"])
def test_after_logging_out_the_browser_fills_nothing_in(page, held, cast, form, has_script):
    """Browsers fill forms in again after Back, also for the next person."""
    address, label = {
        "comment": (ARTICLE, "Your comment"),
        "report": (f"/threads/{held[0].thread_id}/flag/?post=1", "In your own words"),
        "note": (f"/moderation/comments/{held[0].pk}/", "Note, for moderators only"),
    }[form]
    first, second = ("abel", "mona") if form == "note" else ("rita", "mona")
    log_in(page, first)
    page.goto(address)
    page.get_by_label(label).fill(WORDS)
    log_out(page)
    log_in(page, second)
    for _page in range(5):
        page.go_back()
        if page.get_by_label(label).count():
            break
    expect(page.get_by_label(label)).to_have_value("")


@pytest.mark.parametrize("has_script", [False])
def test_without_a_script_nothing_of_it_is_shown(page):
    page.goto(ARTICLE)
    for words in ("Remember on this device", "On this device", "Forget all", "Unfinished text"):
        expect(page.locator("body")).not_to_contain_text(words, use_inner_text=True)
    body(page).fill(WORDS)
    post(page)
    expect(page.get_by_role("heading", name="Thank you for your post")).to_be_visible()
