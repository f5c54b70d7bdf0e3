"""Properties of the look that a browser can measure: width, contrast, accessible names."""

import itertools
import re

import pytest

from articles.models import Article, Picture, Topic
from articles.pictures.files import encode_picture
from articles.publication import publish_article, save_article
from comments.models import Comment, ModeratorNote, RejectionReason, Sanction
from comments.models.path import MAX_LEVELS
from comments.moderation.appeals import create_appeal
from comments.submission.submit import add_comment
from tests.articles.conftest import anniversary, fact
from tests.articles.pictures.sample_files import drawn, file
from tests.browser.accessibility import PHONE, inspect
from tests.browser.conftest import log_in
from tests.conftest import ACCEPTED, HELD, person

GUEST = [
    "/", "/articles/on-threads/", "/articles/on-threads/?order=newest", "/articles/on-threads/?post=5",
    "/articles/on-threads/?print=both", "/articles/on-threads/?print=discussion&after=5",
    "/threads/{thread}/reply/?to=1", "/threads/{thread}/flag/?post=1", "/threads/{thread}/flagged/", "/house-rules/", "/privacy/",
    "/facts/", "/facts/a-fact/", "/on-this-day/", "/on-this-day/10-14/", "/widgets/",
    "/widgets/fact/", "/widgets/on-this-day/", "/widgets/articles/?size=small",
    "/widgets/posts/?article=on-threads&colours=dark", "/widgets/count/?article=on-threads&colours=light",
    "/threads/{thread}/reply/?to=1", "/house-rules/", "/help/", "/privacy/", "/feeds/", "/moderation/log/",
    "/people/", "/people/alma-demo/", "/topics/", "/topics/heart-valves/", "/archive/", "/archive/{year}/",
    "/accounts/login/", "/accounts/signup/", "/accounts/password/reset/",
    "/search/", "/search/?q=quote", "/search/?q=threds", "/search/?q=wwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwww",
]  # fmt: skip
STAFF = [
    "/posts/", "/posts/own/{own}/", "/posts/own/{own}/edit/", "/accounts/", "/accounts/logout/",
    "/accounts/email/", "/accounts/password/change/", "/moderation/", "/moderation/comments/{own}/",
    "/moderation/decisions/", "/moderation/statistics/", "/moderation/spam-score/",
    "/moderation/?queue=recent&words=word&reason=strangers_wait",
    "/moderation/comments/{named}/", "/moderation/comments/{named}/sanction/", "/moderation/authors/{own}/", "/moderation/authors/{named}/",
    "/posts/own/{refused}/", "/moderation/comments/{asked}/",
]  # fmt: skip


@pytest.fixture
def has_script() -> bool:
    return True


@pytest.fixture
def stage(thread, cast) -> dict[str, int]:
    """Pages with extreme contents: deep threads, long words, other scripts."""
    mona, parent = cast["mona"], None
    for level in range(MAX_LEVELS + 2):
        parent = add_comment(thread, Comment(body=f"Level {level}", parent=parent), ACCEPTED)
    add_comment(thread, Comment(body="x" * 300 + " > `code` " + "y" * 300, author_name="W" * 50), ACCEPTED)
    add_comment(thread, Comment(body="> > quote\n\n- a\n- b\n\n```\n" + "long line " * 40 + "\n```"), ACCEPTED)
    add_comment(thread, Comment(body="سلام beside English", author_name="مريم"), ACCEPTED)
    add_comment(thread, Comment(body="Removed"), ACCEPTED).decide("remove", by=mona, reason="Because")
    own = add_comment(thread, Comment(body="Mine " + "z" * 200, author=mona, parent=parent), HELD)
    add_comment(thread, Comment(body="word " * 1500, author_name="Mira"), HELD)
    named = add_comment(thread, Comment(body="Hard words", author_name="W" * 50, author_key="w", parent=parent), HELD)
    for kind in ("warning", "ban"):
        Sanction.objects.create(author_key="w", kind=kind, reason="x" * 500, by=mona, comment=named)
    for on_author in (False, True):
        ModeratorNote.objects.add(named, "Patience " * 40 + "z" * 300, by=mona, on_author=on_author)
    thread.article.topics.add(Topic.get_or_create_by_name("heart valves"))
    fact("A fact", source_url=f"https://e.example/{'x' * 300}", more="w" * 300)
    anniversary("What happened " + "z" * 200, "10-14", 1962)
    picture = Picture(slug="wide", alt="Red and blue", caption="Two colours", credit="Ada")
    Picture.objects.create_with_files(picture, encode_picture(file("PNG", drawn(1200, 800))))
    thread.article.body = "![](/pictures/wide/)\n\n## One\n\n### Two\n\n" + thread.article.body
    row = "| " + " | ".join(["anticoagulation-management"] * 6) + " |\n"
    thread.article.body += f"\n\n{row}{'|---' * 6}|\n{row}\n```\n{'long line ' * 30}\n```\n"
    save_article(thread.article)
    other = Article.objects.create(title="Another " + "w" * 100, slug="another", body="A text.")
    other.topics.add(Topic.get_or_create_by_name("heart valves"))
    publish_article(other)
    thread.article.related.add(other)
    ground = RejectionReason.objects.create(title="Too long " + "w" * 70, text="long line " * 40)
    refused, asked = (refuse(thread, mona, person(name), ground) for name in ("fern", "finn"))
    create_appeal(asked, "word " * 100 + "z" * 200)
    return {
        "thread": thread.pk,
        "own": own.pk,
        "named": named.pk,
        "refused": refused.pk,
        "asked": asked.pk,
        "year": other.published_at.year,
    }


def refuse(thread, author, moderator, ground) -> Comment:
    comment = add_comment(thread, Comment(body="Mine", author=author, author_name="mona"), HELD)
    comment.decide("reject", by=moderator, rejection_reason=ground, reason="y" * 200)
    return comment


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("device", [{}, PHONE], ids=["desktop", "phone"])
def test_every_page_can_be_used_by_everybody(visit, stage, device, scheme):
    page = visit(color_scheme=scheme, **device)
    inspect(page, [address.format(**stage) for address in GUEST])
    inspect(page, ["/nowhere/"], status=404)
    log_in(page, "mona")
    inspect(page, [address.format(**stage) for address in STAFF])
    inspect(page, [f"/moderation/comments/{stage['own']}/sanction/"], status=403)


def test_nesting_leaves_room_on_a_phone(visit, stage):
    page = visit(**PHONE)
    page.goto("/articles/on-threads/")
    widths = page.eval_on_selector_all(".post", "posts => posts.map(post => post.clientWidth)")
    assert min(widths) >= 0.6 * PHONE["viewport"]["width"]


def test_what_a_thumb_presses_is_large_enough(visit, stage, held):
    page = visit(**PHONE)
    log_in(page, "mona")
    for address in ("/articles/on-threads/", "/moderation/"):
        page.goto(address)
        heights = page.eval_on_selector_all(
            ".btn", "all => all.filter(b => b.checkVisibility()).map(b => b.offsetHeight)"
        )
        assert heights
        assert min(heights) >= 40


def test_a_page_from_right_to_left_is_the_mirror(visit, stage, settings):
    settings.LANGUAGE_CODE = "ar"
    page = visit()
    page.goto("/articles/on-threads/")
    assert page.locator("html").get_attribute("dir") == "rtl"
    aside, text = (page.locator("aside").bounding_box(), page.locator("article.article").bounding_box())
    assert aside["x"] < text["x"]
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_name_that_turns_around_leaves_the_date_in_place(visit, thread):
    add_comment(thread, Comment(body="Hi", author_name="مريم"), ACCEPTED)
    page = visit()
    page.goto("/articles/on-threads/?post=3")
    header = page.locator("#post-3 > header")
    name, date = header.locator(".author").bounding_box(), header.locator("time").bounding_box()
    assert name["x"] < date["x"]


def test_a_permalink_marks_its_post(visit, stage):
    page = visit()
    page.goto("/articles/on-threads/?post=5#post-5")
    shadow = page.locator("#post-5").evaluate("post => getComputedStyle(post).boxShadow")
    assert shadow != "none"
    assert page.locator("#post-5").evaluate("post => post.getBoundingClientRect().top < innerHeight")


def test_nothing_moves_while_the_page_loads(visit, stage):
    page = visit()
    page.goto("/articles/on-threads/")
    assert page.locator("figure img").evaluate("async img => (await img.decode(), img.naturalWidth)")
    shift = page.evaluate(
        """() => new Promise(done => {
          let sum = 0;
          new PerformanceObserver(list => list.getEntries().forEach(e => sum += e.value))
            .observe({type: "layout-shift", buffered: true});
          setTimeout(() => done(sum), 500);
        })"""
    )
    assert shift == 0


def test_pages_have_their_landmarks_in_order(visit, stage):
    page = visit()
    page.goto("/articles/on-threads/")
    levels = page.eval_on_selector_all("h1, h2, h3, h4", "all => all.map(h => +h.tagName[1])")
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in itertools.pairwise(levels))
    assert page.locator("main").count() == page.locator("header.masthead").count() == 1
    assert re.match("On Threads", page.title())
