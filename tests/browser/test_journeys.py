"""Journeys of a reader, a guest, a member, a moderator and an admin."""

import re

from playwright.sync_api import Page, expect

from articles.models import Article
from comments.models import Comment
from comments.submission.author_keys import get_account_key
from comments.submission.submit import add_comment
from tests.browser.conftest import log_in, read_mail
from tests.conftest import ACCEPTED

ARTICLE = "/articles/on-threads/"


def test_a_reader_reads(visit, thread):
    page = visit()
    page.goto("/")
    page.get_by_role("link", name="On Threads").click()
    expect(page.get_by_role("heading", name="On Threads", level=1)).to_be_visible()
    expect(page.get_by_role("heading", name="Discuss this Article")).to_be_visible()
    expect(page.locator("#post-2")).to_contain_text("Walking.")
    page.get_by_role("link", name="Newest").click()
    expect(page).to_have_url(re.compile(r"order=newest"))
    expect(page.locator(".post").first).to_contain_text("Post 2")
    page.get_by_role("link", name="in reply to Post 1").click()
    expect(page).to_have_url(re.compile(r"\?post=1#post-1$"))
    assert page.context.cookies() == []


def test_a_guest_posts_changes_and_deletes(visit, thread):
    page = visit()
    page.goto(ARTICLE)
    page.get_by_label("Your comment").fill("My *own* story")
    page.get_by_label("Name").fill("Mira")
    page.get_by_role("button", name="Preview").click()
    expect(page.locator(".preview .body")).to_contain_text("My own story")
    assert page.locator(".preview em").inner_text() == "own"
    assert not Comment.objects.filter(author_name="Mira").exists()
    page.get_by_role("button", name="Post", exact=True).click()

    expect(page.get_by_role("heading", name="Thank you for your post")).to_be_visible()
    link = page.get_by_label("Your private link").input_value()
    assert link == page.url
    expect(page.locator(".state")).to_contain_text("Waiting")
    assert page.context.cookies() == []

    months_later = visit()
    months_later.goto(link)
    months_later.get_by_role("link", name="Edit").click()
    months_later.get_by_label("Your comment").fill("My better story")
    months_later.get_by_role("button", name="Save").click()
    expect(months_later.locator(".body")).to_contain_text("My better story")
    Comment.objects.get(author_name="Mira").decide("approve")
    months_later.reload()
    expect(months_later.locator(".state")).to_contain_text("Published as Post 3")
    months_later.locator("summary", has_text="Delete").click()
    months_later.get_by_role("button", name="Delete it for good").click()
    expect(months_later.get_by_role("heading", name="Your post is deleted")).to_be_visible()
    months_later.goto(ARTICLE)
    expect(months_later.locator("#post-3")).to_have_text("Post 3 was deleted by its author.")


def test_a_guest_replies(visit, thread, has_script):
    page = visit()
    page.goto(ARTICLE)
    page.get_by_label("Your comment").fill("Half written")
    page.get_by_role("link", name="Reply to Post 1").click()
    if has_script:
        expect(page).to_have_url(re.compile(f"{ARTICLE}$"))
        expect(page.get_by_label("Your comment")).to_have_value("Half written")
        expect(page.get_by_label("Your comment")).to_be_focused()
        expect(page.get_by_role("heading", name="Your reply to Post 1")).to_be_visible()
    else:
        expect(page.get_by_role("heading", name="Reply to Post 1").first).to_be_visible()
        expect(page.locator(".quoted")).to_contain_text("What helped you?")
    page.get_by_label("Your comment").fill("Swimming")
    page.get_by_role("button", name="Post", exact=True).click()
    page.wait_for_url(re.compile("/posts/"))
    assert Comment.objects.get(body="Swimming").parent.number == 1


def test_a_reply_can_be_called_off(visit, thread, has_script):
    page = visit()
    page.goto(ARTICLE)
    page.get_by_role("link", name="Reply to Post 1").click()
    page.get_by_role("link", name="Cancel").click()
    expect(page.get_by_role("heading", name="Post your comments")).to_be_visible()
    page.get_by_label("Your comment").fill("By itself")
    page.get_by_role("button", name="Post", exact=True).click()
    page.wait_for_url(re.compile("/posts/"))
    assert Comment.objects.get(body="By itself").parent is None


def test_a_known_member_sees_the_post_and_the_thanks(visit, thread, cast):
    rita = {"author": cast["rita"], "author_name": "rita"}
    rita["author_key"] = get_account_key(cast["rita"].pk)
    for words in ("One", "Two"):
        add_comment(thread, Comment(body=words, **rita), ACCEPTED)
    page = visit(viewport={"width": 390, "height": 600})
    log_in(page, "rita")
    page.goto(ARTICLE)
    page.get_by_label("Your comment").fill("Three")
    page.get_by_role("button", name="Post", exact=True).click()
    page.wait_for_url(re.compile("#post-5$"))
    expect(page.get_by_role("status")).to_be_in_viewport()
    expect(page.locator("#post-5")).to_be_in_viewport()
    expect(page.locator("#post-5")).to_contain_text("Three")


def test_what_is_refused_keeps_its_words(visit, thread, has_script):
    page = visit()
    page.goto(ARTICLE)
    long = "x" * 9000
    page.get_by_label("Your comment").fill(long)
    page.get_by_role("button", name="Preview").click()
    expect(page.locator(".compose")).to_contain_text("there is room for 8000")
    page.get_by_role("button", name="Post", exact=True).click()
    expect(page.locator(".invalid-feedback")).to_contain_text("there is room for 8000")
    expect(page.get_by_label("Your comment")).to_have_value(long)


def test_a_double_click_is_one_post(visit, thread):
    page = visit()
    page.goto(ARTICLE)
    page.get_by_label("Your comment").fill("Only once")
    page.get_by_role("button", name="Post", exact=True).dblclick()
    page.wait_for_url(re.compile("/posts/"))
    expect(page.get_by_role("heading", name="Keep this link")).to_be_visible()
    assert Comment.objects.filter(body="Only once").count() == 1


def test_the_private_link_is_copied(visit, thread, has_script):
    page = visit()
    page.goto(ARTICLE)
    page.get_by_label("Your comment").fill("Keep me")
    page.get_by_role("button", name="Post", exact=True).click()
    page.wait_for_url(re.compile("/posts/"))
    if not has_script:
        expect(page.get_by_role("button", name="Copy")).to_be_hidden()
        return
    page.get_by_role("button", name="Copy").click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == page.url


def test_the_address_of_an_article_is_copied(visit, thread, has_script):
    page = visit()
    page.goto(ARTICLE)
    expect(page.get_by_label("Share this article")).to_have_value(re.compile(f"http.*{ARTICLE}$"))
    if not has_script:
        expect(page.get_by_role("button", name="Copy")).to_be_hidden()
        return
    page.get_by_role("button", name="Copy").click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == page.url


def test_a_member_signs_up_posts_and_finds_it_again(visit, thread, mailoutbox):
    page = visit()
    page.goto(ARTICLE)
    page.get_by_role("link", name="Sign up").click()
    page.get_by_label("E-mail address").fill("nora@example.org")
    page.get_by_label("Name").fill("nora")
    page.get_by_label("Password").fill("a-long-password")
    page.get_by_role("button", name="Sign up").click()
    page.wait_for_url(re.compile("confirm-email"))
    code = re.search(r"^[A-Z0-9]{4}-[A-Z0-9]{4}$", read_mail(mailoutbox), re.MULTILINE)[0]
    page.get_by_label("Code").fill(code)
    page.get_by_role("button", name="Confirm").click()
    expect(page.get_by_role("link", name="My posts").first).to_be_visible()

    page.goto(ARTICLE)
    page.get_by_label("Your comment").fill("Nobody need know")
    page.get_by_label("Post anonymously").check()
    page.get_by_role("button", name="Post", exact=True).click()
    expect(page.locator(".state")).to_contain_text("Waiting: a moderator will read it")
    Comment.objects.get(body="Nobody need know").decide("approve")
    page.get_by_role("navigation", name="You").get_by_role("link", name="My posts").click()
    expect(page.locator(".mine")).to_contain_text("Nobody need know")
    expect(page.locator(".mine")).to_contain_text("Published as Post 3")
    page.get_by_role("link", name="Edit or delete").click()
    page.get_by_role("link", name="Edit").click()
    page.get_by_label("Your comment").fill("Nobody need ever know")
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".state")).to_contain_text("hidden until a moderator has read it again")

    page.get_by_role("link", name="Log out").click()
    page.get_by_role("button", name="Log out").click()
    expect(page.get_by_role("link", name="Log in").first).to_be_visible()
    page.goto(ARTICLE)
    expect(page.locator("#post-3")).to_have_text("Post 3 waits for a moderator.")
    assert "nora" not in page.content()


def test_a_member_who_forgot_the_password(visit, thread, cast, mailoutbox, settings, live_server):
    settings.SITE_ADDRESS = live_server.url
    page = visit()
    page.goto(ARTICLE)
    page.get_by_role("link", name="Forgot password?").click()
    page.get_by_label("E-mail address").fill("rita@example.org")
    page.get_by_role("button", name="Send me the link").click()
    expect(page.get_by_role("heading", name="Check your e-mail")).to_be_visible()
    page.goto(re.search(r"http://\S+/password/reset/key/\S+", read_mail(mailoutbox))[0])
    for field in ("password1", "password2"):
        page.locator(f"[name={field}]").fill("another-password")
    page.get_by_role("button", name="Save the new password").click()
    page.wait_for_url(re.compile("done"))
    log_in(page, "rita", "another-password")
    expect(page.get_by_role("link", name="My posts").first).to_be_visible()


def test_a_moderator_decides(visit, held, cast):
    page = visit()
    log_in(page, "mona")
    page.get_by_role("link", name="Moderation").click()
    expect(page.locator(".case")).to_have_count(3)
    first = page.locator(".case", has_text="Held 0")
    expect(first.locator(".reasons")).to_contain_text("Not known here yet")
    first.get_by_label("Reason, which the author reads").fill("Welcome")
    first.get_by_role("button", name="Approve").click()
    expect(page.get_by_role("status")).to_contain_text("1 post approved.")
    for number in (1, 2):
        page.locator(".case", has_text=f"Held {number}").get_by_role("checkbox").check()
    page.locator("#ticked").get_by_role("button", name="Spam").click()
    expect(page.get_by_role("status")).to_contain_text("2 posts marked as spam.")
    expect(page.get_by_text("The queue is empty.")).to_be_visible()
    page.get_by_role("link", name="Log", exact=True).click()
    expect(page.locator(".log")).to_contain_text("Welcome")
    page.goto(ARTICLE)
    expect(page.locator("#post-3")).to_contain_text("Held 0")
    page.locator("#post-3").get_by_role("link", name="Moderate").click()
    page.get_by_role("button", name="Remove").click()
    expect(page.get_by_role("status")).to_contain_text("1 post removed.")


def test_enter_in_the_reason_decides_nothing(visit, held, cast):
    page = visit()
    log_in(page, "mona")
    page.goto("/moderation/")
    for place in (page.locator(".case").first, page.locator("#ticked")):
        reason = place.get_by_label("Reason, which the author reads")
        reason.fill("Names a doctor")
        reason.press("Enter")
    expect(page.locator(".case")).to_have_count(3)
    assert Comment.objects.held().count() == 3


def test_after_a_decision_the_next_post_is_there(visit, held, cast):
    page = visit(viewport={"width": 390, "height": 500})
    log_in(page, "mona")
    page.goto("/moderation/")
    page.locator(".case", has_text="Held 1").get_by_role("button", name="Approve").click()
    expect(page).to_have_url(re.compile(f"#case-{held[2].pk}$"))
    expect(page.locator(".case", has_text="Held 2")).to_be_in_viewport()
    expect(page.get_by_role("status")).to_be_in_viewport()


def test_all_of_a_page_are_ticked_at_once(visit, held, cast, has_script):
    page = visit()
    log_in(page, "mona")
    page.goto("/moderation/")
    button = page.get_by_role("button", name="Tick all on this page")
    expect(button).to_be_visible(visible=has_script)
    if has_script:
        button.click()
        expect(page.locator("[data-count]")).to_have_text("(3)")
        page.locator("#ticked").get_by_role("button", name="Approve").click()
        expect(page.get_by_role("status")).to_contain_text("3 posts approved.")


def test_two_moderators_on_one_post(visit, held, cast):
    first, second = visit(), visit()
    for page, name in ((first, "mona"), (second, "abel")):
        log_in(page, name)
        page.goto("/moderation/")
    first.locator(".case", has_text="Held 0").get_by_role("button", name="Approve").click()
    expect(first.get_by_role("status")).to_contain_text("approved")
    second.locator(".case", has_text="Held 0").get_by_role("button", name="Reject").click()
    expect(second.get_by_role("main")).to_contain_text("is published already, by mona")


def test_an_admin_writes_and_publishes(visit, cast):
    page = visit()
    log_in(page, "abel")
    page.goto("/admin/articles/article/add/")
    page.get_by_label("Title:").fill("What is a murmur?")
    page.get_by_label("Address:").fill("what-is-a-murmur")
    page.get_by_label("Text:").fill("A *sound* between the beats.\n\n## What it means\n\nOften nothing.")
    page.get_by_role("button", name="Save and publish").first.click()
    expect(page.get_by_role("heading", name="What is a murmur?", level=1)).to_be_visible()
    expect(page.get_by_role("heading", name="What it means", level=2)).to_be_visible()
    expect(page.get_by_text("Nobody has said anything yet.")).to_be_visible()
    assert Article.objects.get().is_published


def test_an_article_is_printed(visit, thread, has_script):
    page = visit()
    page.goto(ARTICLE)
    page.get_by_role("link", name="article and discussion").click()
    expect(page.get_by_role("heading", name="On Threads", level=1)).to_be_visible()
    expect(page.get_by_text("Walking.")).to_be_visible()
    expect(page.get_by_role("navigation")).to_have_count(0)
    expect(page.get_by_role("button", name="Print")).to_be_visible(visible=has_script)
    page.emulate_media(media="print")
    expect(page.get_by_role("link", name="Back to the article")).to_be_hidden()


def test_the_form_of_another_site_is_refused(browser, live_server, thread):
    page = browser.new_page()
    trick = f"""<form method="post" action="{live_server.url}/threads/{thread.pk}/comments/">
      <input name="body" value="Forged"><button>Win a prize</button></form>"""
    page.route("http://evil.test/", lambda route: route.fulfill(body=trick, content_type="text/html"))
    page.goto("http://evil.test/")
    page.get_by_role("button").click()
    expect(page.get_by_role("heading", name="Please send it again")).to_be_visible()
    page.close()
    assert not Comment.objects.filter(body="Forged").exists()


def focus_order(page: Page, steps: int) -> list[str]:
    names = []
    for _ in range(steps):
        page.keyboard.press("Tab")
        names.append(page.evaluate("document.activeElement.innerText || document.activeElement.id"))
    return names


def test_the_keyboard_reaches_everything(visit, thread, has_script):
    if not has_script:
        return
    page = visit()
    page.goto(ARTICLE)
    names = focus_order(page, 40)
    assert names[0] == "Skip to the content"
    for name in (
        "Log in",
        "article and discussion",
        "Post 1",
        "comment_body",
        "comment_author_name",
        "Post",
        "Preview",
    ):
        assert name in names
    assert "comment_website" not in names


def test_new_posts_are_announced_and_shown_without_a_jump(visit, thread, has_script):
    if not has_script:
        return
    page = visit()
    page.clock.install()
    page.goto(ARTICLE)
    page.get_by_label("Your comment").fill("Half a thought")
    news = page.get_by_role("button", name="show")
    before = page.evaluate("[scrollY, document.body.scrollHeight]")
    page.clock.run_for(32_000)
    expect(news).to_have_count(0)
    first, _second = (
        add_comment(thread, Comment(body=words, author_name="Nora"), ACCEPTED)
        for words in ("The first new one", "The second new one")
    )
    page.clock.run_for(60_000)
    expect(news).to_have_text("2 new posts: show")
    assert page.evaluate("[scrollY, document.body.scrollHeight]") == before
    news.dblclick()
    expect(page.locator("#discussion > .posts").last).to_contain_text("The second new one")
    expect(page.get_by_label("Your comment")).to_have_value("Half a thought")
    expect(page.get_by_role("link", name=str(first), exact=True)).to_be_focused()
    expect(news).to_have_count(0)
    add_comment(thread, Comment(body="The third new one", author_name="Nora"), ACCEPTED)
    page.clock.run_for(60_000)
    expect(news).to_have_text("1 new post: show")


def questions_of(page: Page, minutes: int) -> int:
    """How often the page polls for new posts in that time."""
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    for _half_minute in range(minutes * 2):
        page.clock.run_for(30_000)
        page.wait_for_timeout(30)  # for the answer
    return len([url for url in asked if url.endswith("/latest/")])


def test_an_open_page_asks_less_and_less_often(visit, thread, has_script):
    if not has_script:
        return
    page = visit()
    page.clock.install()
    page.goto(ARTICLE)
    first, later = questions_of(page, minutes=10), questions_of(page, minutes=10)
    assert first > later >= 2


def test_a_hidden_page_does_not_ask(visit, thread, has_script):
    if not has_script:
        return
    page = visit()
    page.clock.install()
    page.goto(ARTICLE)
    page.evaluate("Object.defineProperty(document, 'hidden', {get: () => !window.isBack})")
    assert questions_of(page, minutes=5) == 0
    page.evaluate("window.isBack = true")
    assert questions_of(page, minutes=1) >= 1
