"""What saving an article in Django admin costs: renders, touches and queries."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles import rendering
from articles.models import Article, Byline, Person
from articles.publication import publish_article
from tests.articles.conftest import ADD, change_of

MAX_QUERIES = 40


@pytest.fixture
def renders(monkeypatch):
    """The texts that have been rendered."""
    texts = []
    sanitize = rendering.sanitize

    def noting(text, policy):
        texts.append(text)
        return sanitize(text, policy)

    monkeypatch.setattr(rendering, "sanitize", noting)
    return texts


@pytest.fixture
def save(as_admin, renders):
    """save(address, form): the queries of one save in Django admin."""

    def save(address, sent):
        as_admin.get("/admin/articles/article/")  # Django remembers content types from here on.
        renders.clear()
        with CaptureQueriesContext(connection) as queries:
            assert as_admin.post(address, sent).status_code == 302
        return [query["sql"] for query in queries.captured_queries]

    return save


def touches(queries):
    return [sql for sql in queries if sql.startswith('UPDATE "articles_article" SET "version"')]


def test_a_new_article_is_published_by_one_render_and_one_touch(save, form, renders):
    queries = save(ADD, form | {"title": "Valves and knees", "_move": "publish"})
    assert len(renders) == 1
    assert len(touches(queries)) == 1
    assert len(queries) <= MAX_QUERIES
    assert Article.objects.get().is_published


@pytest.mark.parametrize("change", [{"body": "Other text"}, {"title": "Another title"}])
def test_a_change_is_saved_by_one_render_and_one_touch(as_admin, save, form, opened, renders, change):
    save(ADD, form | {"_move": "publish"})
    article = Article.objects.get()
    queries = save(change_of(article), opened(as_admin, article) | change)
    assert len(renders) == 1
    assert len(touches(queries)) == 1
    assert len(queries) <= MAX_QUERIES


def test_a_draft_with_a_byline_is_published_by_one_render_and_one_touch(as_admin, save, opened, renders):
    article = Article.objects.create(title="Valves", slug="valves", body="Of valves.")
    Byline.objects.replace(article.pk, Byline.Role.WRITTEN, [Person.get_or_create_by_name("Ada")])
    queries = save(change_of(article), opened(as_admin, article) | {"_move": "publish"})
    assert len(renders) == 1
    assert len(touches(queries)) == 1
    assert Article.objects.get().is_published


def test_neighbours_are_touched_together_with_the_article(as_admin, save, form, opened):
    save(ADD, form | {"_move": "publish"})
    older = Article.objects.get()
    newer = Article.objects.create(title="Newer", slug="newer", body="Newer.")
    newer.topics.set(older.topics.all())
    publish_article(newer)
    version = Article.objects.get(pk=newer.pk).version
    queries = save(change_of(older), opened(as_admin, older) | {"title": "Another title"})
    first, *_of_similar_articles = touches(queries)
    touched = re.search(r"IN \(([\d, ]+)\)", first)
    assert touched
    assert {*touched[1].split(", ")} == {str(older.pk), str(newer.pk)}
    assert Article.objects.get(pk=newer.pk).version > version
