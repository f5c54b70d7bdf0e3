"""Stored HTML of other rules than today's: it is derived again before it is shown anywhere."""

import pytest
from django.apps import apps
from django.core.cache import caches
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.models import Anniversary, Article, Fact, Person, Topic
from articles.publication import save_article
from articles.rendering import RENDERING_VERSION
from comments.models import Comment
from comments.models.derived_html import DerivedHtmlField
from comments.sanitizer import SANITIZER_VERSION, extract_text
from tests.conftest import HELD, text_of

STALE = "<p>stale <script>alert(1)</script></p>"
HTML_FIELDS = {
    Comment: "body_html", Article: "body_html", Fact: "more_html", Anniversary: "more_html",
    Topic: "description_html", Person: "about_html",
}  # fmt: skip


@pytest.fixture
def site(article, post):
    """Text of each kind, with "today" in it, and a manage link."""
    topic = Topic.objects.create(name="Valves", slug="valves", description="Today's topic")
    article.topics.add(topic)
    article.body = "## Today one\n\ntext\n\n## Two\n\n## Three\n\n## Four"
    save_article(article)
    for person in Person.objects.all():
        person.about = "Today's author"
        person.save()
    Fact.objects.create(slug="fact", text="A fact", more="Today's fact", source_title="S")
    Anniversary.objects.create(
        slug="day", text="A day", more="Today's day", source_title="S", year=1999, month=5, day=4
    )
    first = post("Today's first post")
    for number in range(8):
        post(f"Today's reply {number}", parent=first)
    post("Today's held post", verdict=HELD)
    return first.issue_secret()


def make_outdated(version: int) -> None:
    for model, field in HTML_FIELDS.items():
        model.objects.update(**{field: STALE, "sanitizer_version": version})
    for cache in caches.all():
        cache.clear()


def test_each_field_with_html_is_in_this_test():
    found = {
        model: field.name
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if field.name.endswith("_html")
    }
    assert found == HTML_FIELDS
    for model, name in found.items():
        assert isinstance(model._meta.get_field(name), DerivedHtmlField)


PUBLIC_PAGES = [
    "/articles/on-threads/",
    "/articles/on-threads/?order=newest",
    "/articles/on-threads/?after=2",
    "/articles/on-threads/?print=both",
    "/articles/on-threads/?print=discussion",
    "/",
    "/topics/valves/",
    "/people/alma-author-demo/",
    "/facts/fact/",
    "/on-this-day/05-04/",
    "/feeds/articles.atom",
    "/feeds/articles.json",
    "/feeds/topics/valves.json",
    "/feeds/articles/on-threads.atom",
    "/feeds/articles/on-threads.json",
    "/feeds/posts.atom",
    "/feeds/posts.json",
    "/widgets/posts/?article=on-threads",
    "/search/?q=today",
]


@pytest.mark.parametrize("version", [0, 1, SANITIZER_VERSION - 1, RENDERING_VERSION - 1, 9999])
def test_no_model_gives_stale_html(site, version):
    make_outdated(version)
    for model, field in HTML_FIELDS.items():
        rows = [*model.objects.all()]
        assert rows
        for row in rows:
            assert "stale" not in getattr(row, field)
            assert "oday" in getattr(row, field)


@pytest.mark.parametrize("path", PUBLIC_PAGES)
def test_no_page_shows_stale_html(client, site, path):
    before = text_of(client.get(path))
    make_outdated(1)
    response = client.get(path)
    assert response.status_code == 200
    page = text_of(response)
    assert "stale" not in page
    assert page.count("oday") == before.count("oday") > 0


@pytest.mark.parametrize("path", ["/moderation/", "/moderation/?state=flagged", "/admin/comments/comment/"])
def test_no_page_of_moderators_shows_stale_html(as_admin, site, path):
    make_outdated(1)
    response = as_admin.get(path)
    assert response.status_code == 200
    assert "stale" not in text_of(response)


def test_the_page_of_a_manage_link_shows_todays_html(client, site):
    make_outdated(1)
    page = text_of(client.get(f"/posts/{site}/"))
    assert "first post" in page
    assert "stale" not in page


@pytest.mark.parametrize("path", ["/articles/on-threads/", "/feeds/posts.atom", "/widgets/posts/?article=on-threads"])
def test_deriving_costs_no_query_for_each_post(client, site, path):
    def count_queries() -> int:
        for cache in caches.all():
            cache.clear()
        with CaptureQueriesContext(connection) as queries:
            client.get(path)
        return len(queries)

    client.get(path)
    before = count_queries()
    make_outdated(1)
    assert count_queries() == before


def test_the_contents_of_an_article_are_derived_with_its_text(client, site):
    make_outdated(1)
    Article.objects.update(table_of_contents=[{"level": 2, "id": "section-old", "title": "Old"}] * 3)
    page = text_of(client.get("/articles/on-threads/"))
    assert "section-old" not in page
    assert page.count("section-today-one") == 2


def test_commands_store_todays_html(site):
    make_outdated(1)
    call_command("resanitize_comments")
    call_command("resanitize_articles")
    for model, field in HTML_FIELDS.items():
        for html, version in model.objects.values_list(field, "sanitizer_version"):
            assert "stale" not in html
            assert version == model.HTML_VERSION


def test_the_words_of_a_withdrawn_post_stay_gone(site):
    comment = Comment.objects.latest("number")
    comment.withdraw()
    make_outdated_html = Comment.objects.filter(pk=comment.pk)
    make_outdated_html.update(sanitizer_version=1)
    comment = make_outdated_html.get()
    assert extract_text(comment.body_html) == ""
