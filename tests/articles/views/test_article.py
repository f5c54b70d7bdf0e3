"""The list of articles, and the page of an article: contents, order, caching, queries."""

import re
from datetime import date, timedelta

import pytest
from django.core.management import call_command
from django.utils.timezone import now

from articles.models import Article, Topic
from articles.publication import after_change, delete_article, publish_article, save_article, unpublish_article
from articles.rendering import RENDERING_VERSION
from tests.articles.conftest import publish
from tests.comments.acting import submit_comment
from tests.conftest import logged_in, text_of


def test_the_page_has_all_that_the_classic_page_has(client, article):
    other = publish("Another article")
    article.related.add(other)
    article.topics.add(Topic.get_or_create_by_name("heart valves"))
    article.last_modified = date(2026, 10, 4)
    save_article(article)
    page = text_of(client.get(article.get_absolute_url()))
    for words in (
        "<h1>On Threads</h1>",
        '<dt>Written by</dt><dd><a href="/people/alma-author-demo/" rel="author">Alma Author (demo)</a>',
        '<dt>Edited by</dt><dd><a href="/people/edgar-editor-demo/" rel="author">Edgar Editor (demo)</a>',
        '<dt>Last modified</dt><dd><time datetime="2026-10-04">4 Oct 2026</time></dd>',
        "<dt>Copyright</dt><dd>the house</dd>",
        "Print:",
        "article and discussion</a>",
        "A <em>text</em> about threads.",
        "You might also like",
        '<a href="/articles/another-article/">Another article</a>',
        "Discuss this Article",
        "Post your comments",
        "post anonymously",
        "Log in",
        "Forgot password?",
        "heart valves",
    ):
        assert words in page


def test_a_draft_is_nobodys_to_read(client, db):
    Article.objects.create(title="Draft", slug="draft", body="Secret")
    assert client.get("/articles/draft/").status_code == 404
    assert "Draft" not in text_of(client.get("/"))


def test_an_unknown_slug_is_not_here(client, db):
    for slug in ("nothing", "x" * 3000, "%00", "é"):
        response = client.get(f"/articles/{slug}/")
        assert response.status_code == 404
        assert "Back to the articles" in text_of(response)


def test_the_newest_article_comes_first(client, article):
    publish("Newer")
    page = text_of(client.get("/"))
    assert page.index("Newer") < page.index("On Threads")
    assert "A text about threads." in page


def test_the_list_goes_on(client, db):
    for number in range(45):
        publish(f"Article {number:02}")
    seen, address = [], "/"
    while address:
        page = text_of(client.get(address))
        seen += re.findall(r"<h2><a [^>]*>Article (\d+)<", page)
        following = re.search(r'href="(\?before=[^"]+)"', page)
        address = following and f"/{following[1]}"
    assert seen == [f"{number:02}" for number in range(44, -1, -1)]


@pytest.mark.parametrize("before", ["nothing", "%00", "x" * 5000, "'"])
def test_a_list_that_begins_nowhere_begins_at_its_top(client, article, before):
    assert "On Threads" in text_of(client.get(f"/?before={before}", follow=True))


def test_the_list_costs_the_same_for_one_article_and_for_twenty(client, article, django_assert_num_queries):
    with django_assert_num_queries(3):
        client.get("/")
    for number in range(20):
        publish(f"Article {number}")
    with django_assert_num_queries(3):
        client.get("/")


def test_the_same_bytes_for_everybody_who_is_not_logged_in(client, article, post):
    post()
    responses = [client.get(article.get_absolute_url(), REMOTE_ADDR=f"198.51.100.{n}") for n in (1, 2)]
    assert responses[0].content == responses[1].content
    assert "Set-Cookie" not in responses[0]
    assert responses[0]["Cache-Control"] == (
        "public, max-age=0, s-maxage=1, stale-while-revalidate=30, stale-if-error=3600"
    )
    assert "Cookie" in responses[0]["Vary"]


def test_personal_pages_are_not_cached(as_member, article):
    for address in ("/", article.get_absolute_url(), f"/threads/{article.thread_id}/reply/"):
        response = as_member.get(address)
        assert "private" in response["Cache-Control"]
        assert "public" not in response["Cache-Control"]
        assert "ETag" not in response or address == "/"


def test_a_page_that_has_not_changed_is_not_sent_again(client, article, post, django_assert_num_queries):
    def again(etag: str) -> int:
        return client.get(article.get_absolute_url(), headers={"if-none-match": etag}).status_code

    post()
    etag = client.get(article.get_absolute_url())["ETag"]
    with django_assert_num_queries(1):
        assert again(etag) == 304
    post()
    assert again(etag) == 200


def test_every_place_and_order_has_an_etag_of_its_own(client, article, post):
    for _ in range(3):
        post()
    url = article.get_absolute_url()
    places = ["", "?after=1", "?after=2", "?order=newest", "?order=newest&after=2"]
    assert len({client.get(url + place)["ETag"] for place in places}) == len(places)


@pytest.mark.parametrize(
    "change",
    [
        lambda article, other: save_article(Article.objects.get(pk=article.pk)),
        lambda article, other: save_article(other),
        lambda article, other: unpublish_article(other),
        lambda article, other: delete_article(other),
        lambda article, other: Topic.objects.get().save(),
    ],
    ids=["itself", "a related one", "unpublished", "deleted", "its topic"],
)
def test_a_change_of_anything_on_the_page_changes_its_etag(client, article, change):
    other = Article.objects.create(title="Other", slug="other", body="x")
    publish_article(other)
    article.related.add(other)
    article.topics.add(Topic.get_or_create_by_name("valves"))
    etag = client.get(article.get_absolute_url())["ETag"]
    change(article, other)
    assert client.get(article.get_absolute_url())["ETag"] != etag


def test_a_page_that_is_cached_asks_one_question_and_of_members_three_more(
    client, as_member, as_moderator, article, post, django_assert_num_queries
):
    for _ in range(60):
        post()
    for reader, questions in ((client, 1), (as_member, 4), (as_moderator, 4)):
        reader.get(article.get_absolute_url())
        with django_assert_num_queries(questions):
            reader.get(article.get_absolute_url())


def test_links_for_moderators_are_not_in_the_cached_page(client, article, post, moderator):
    post()
    assert "Moderate" in text_of(logged_in(moderator).get(article.get_absolute_url()))
    assert "Moderate" not in text_of(client.get(article.get_absolute_url()))


def test_text_of_staff_is_sanitized_too(client, article):
    article.body = "<script>alert(1)</script> [x](javascript:alert(1))\n\n## Heading"
    save_article(article)
    page = text_of(client.get(article.get_absolute_url()))
    assert "<script>alert" not in page
    assert 'href="javascript' not in page
    assert '<h2 id="section-heading">Heading</h2>' in page


def test_an_empty_discussion_invites(client, article):
    assert "Nobody has said anything yet." in text_of(client.get(article.get_absolute_url()))


def test_publishing_again_keeps_the_thread(article):
    thread, moment = article.thread, article.published_at
    publish_article(article)
    unpublish_article(article)
    publish_article(article, at=now() - timedelta(days=1))
    assert article.thread == thread
    assert article.published_at != moment


def test_with_an_article_its_discussion_leaves_the_site(client, article, post):
    post("Words of somebody")
    unpublish_article(article)
    reply = f"/threads/{article.thread_id}/reply/?to=1"
    assert client.get(reply).status_code == 404
    assert submit_comment(client, article.thread).status_code == 404
    publish_article(article)
    assert "Words of somebody" in text_of(client.get(reply))


def test_a_wide_table_scrolls_by_itself(client, article):
    article.body = "| a |\n|---|\n| `<table>` |\n"
    save_article(article)
    page = text_of(client.get(article.get_absolute_url()))
    assert page.count('<div class="scroll" tabindex="0"><table>') == page.count("</table></div>") == 1


def test_a_new_title_and_slug_reach_the_discussion(article, post):
    article.title, article.slug = "On Looms", "on-looms"
    save_article(article)
    comment = post()
    comment.thread.refresh_from_db()
    assert comment.thread.title == "On Looms"
    assert comment.get_absolute_url() == "/articles/on-looms/?post=1#post-1"


def test_articles_of_older_rules_are_rendered_again(article):
    Article.objects.update(body_html="<p>stale</p>", sanitizer_version=RENDERING_VERSION - 1)
    call_command("resanitize_articles")
    article.refresh_from_db()
    assert (article.body_html, article.sanitizer_version) == (
        "<p>A <em>text</em> about threads.</p>",
        RENDERING_VERSION,
    )


def test_a_topic_that_is_deleted_is_gone_from_the_page(client, as_admin, article):
    article.topics.add(Topic.get_or_create_by_name("Hearts"))
    after_change(article)
    assert "Hearts" in text_of(client.get(article.get_absolute_url()))
    form = {"action": "delete_selected", "_selected_action": [Topic.objects.get().pk], "post": "yes"}
    as_admin.post("/admin/articles/topic/", form)
    assert not Topic.objects.exists()
    assert "Hearts" not in text_of(client.get(article.get_absolute_url()))


def test_the_posts_of_an_account_that_is_deleted_are_those_of_a_guest(client, as_admin, article, regular):
    url = article.get_absolute_url()
    assert '<span class="guest">' not in text_of(client.get(url))
    form = {"action": "delete_selected", "_selected_action": [regular.pk], "post": "yes"}
    as_admin.post("/admin/accounts/user/", form)
    assert text_of(client.get(url)).count('<span class="guest">') == 2


def test_an_account_that_goes_moves_no_page_on_which_it_was_anonymous(article, post, member):
    post(author=member, author_name="")
    before = Article.objects.get().thread.version
    member.delete()
    assert Article.objects.get().thread.version == before
