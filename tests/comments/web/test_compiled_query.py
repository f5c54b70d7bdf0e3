"""A compiled query finds the same rows as the plain one."""

import sys
from datetime import timedelta
from inspect import signature
from threading import Thread as Worker

import pytest
from django.db import connection, transaction
from django.db.models import F, Q
from django.utils.timezone import now

from articles.models import Article
from comments.models import Comment, Thread
from comments.web.compiled_query import CompiledQuery, CompiledSql


def test_it_finds_the_same(article):
    prepared = CompiledQuery(lambda slug: Article.objects.filter(slug=slug))
    for _ in range(2):
        found = prepared.first(slug="on-threads")
        assert {**found.__dict__, "_state": 0} == {**Article.objects.get(slug="on-threads").__dict__, "_state": 0}
        assert prepared.first(slug="nothing") is None


def test_it_brings_what_belongs_to_it(article, django_assert_num_queries):
    prepared = CompiledQuery(lambda slug: Article.objects.filter(slug=slug).select_related("thread"))
    for _ in range(2):
        with django_assert_num_queries(1):
            assert prepared.first(slug="on-threads").thread == article.thread
    found = prepared.first(slug="on-threads")
    found.title = "Changed"
    found.save()
    assert Article.objects.get().title == "Changed"


def test_moments_are_compared(article):
    prepared = CompiledQuery(lambda moment: Article.objects.filter(published_at__lte=moment).order_by("pk"))
    assert prepared.first(moment=now()) == article
    assert prepared.all(moment=now() - timedelta(days=1)) == []


def test_rows_without_objects(article):
    prepared = CompiledQuery(lambda title: Thread.objects.filter(title=title).values_list("url", "preset"))
    for _ in range(2):
        assert [tuple(row) for row in prepared.all(title="On Threads")] == [(article.thread.url, "usual")]


def test_a_value_may_be_used_twice_and_in_any_order(article):
    prepared = CompiledQuery(
        lambda url, title: (
            Thread.objects.filter(Q(title=title) | Q(url=title))
            .filter(url=url, preset="usual")
            .filter(title__in=[title, "Another"])
        )
    )
    assert prepared.first(title="On Threads", url=article.thread.url) == article.thread
    assert prepared.first(url="On Threads", title=article.thread.url) is None


def test_constants_may_stand_beside_values(article):
    prepared = CompiledQuery(lambda title: Thread.objects.filter(preset="usual", title=title).exclude(url="elsewhere"))
    assert prepared.first(title="On Threads") == article.thread
    assert prepared.first(title="On Something Else") is None


@pytest.mark.parametrize(
    "values",
    [{"title": "a"}, {"title": "a", "url": "b", "pk": 1}, {"title": "a", "address": "b"}],
    ids=["one missing", "one more", "another name"],
)
def test_values_are_those_of_the_query(db, values):
    prepared = CompiledQuery(lambda title, url: Thread.objects.filter(title=title, url=url))
    with pytest.raises(TypeError, match="The query takes"):
        prepared.all(**values)


def test_a_value_that_is_not_used_is_a_mistake(db):
    prepared = CompiledQuery(lambda title, url: Thread.objects.filter(title=title))
    with pytest.raises(TypeError, match="The query takes"):
        prepared.all(title="a", url="b")


@pytest.mark.django_db(transaction=True)
def test_every_thread_asks_its_own_connection(article):
    prepared = CompiledQuery(lambda pk: Thread.objects.filter(pk=pk))
    found = [prepared.first(pk=article.thread.pk)]

    def ask():
        found.append(prepared.first(pk=article.thread.pk))
        connection.close()

    worker = Worker(target=ask)
    worker.start()
    worker.join(timeout=10)
    assert found == [article.thread] * 2


def test_annotations_come_along(post):
    question = post()
    answer = post(parent=question)
    above = CompiledQuery(lambda pk: Comment.objects.filter(pk=pk).annotate(above=F("parent__number")))
    assert above.first(pk=answer.pk).above == question.number
    assert above.first(pk=question.pk).above is None


def test_fields_that_are_left_out_are_read_when_they_are_needed(article, django_assert_num_queries):
    prepared = CompiledQuery(lambda pk: Thread.objects.filter(pk=pk).only("title"))
    found = prepared.first(pk=article.thread.pk)
    with django_assert_num_queries(1):
        assert (found.title, found.url) == ("On Threads", article.thread.url)


def test_what_belongs_to_what_belongs_to_it_comes_along(post, django_assert_num_queries):
    answer = post(parent=post())
    prepared = CompiledQuery(lambda pk: Comment.objects.filter(pk=pk).select_related("parent__thread", "author"))
    with django_assert_num_queries(1):
        found = prepared.first(pk=answer.pk)
        assert (found.parent.thread, found.author) == (answer.thread, None)


# `klass_info`, `annotation_col_map` and `get_related_populators` are Django's own affair.
# This and the tests above are to be run with each new Django: docs/dependencies.md.
@transaction.atomic
def test_each_query_of_the_site_can_be_compiled(db):
    """Each query is run on the database in use, with all of its parameters."""
    queries = {
        f"{module}.{name}": value
        for module, content in [*sys.modules.items()]
        if module.startswith(("articles.", "comments.", "mvforum."))
        for name, value in vars(content).items()
        if isinstance(value, CompiledQuery)
    }
    assert len(queries) >= 20
    for name, query in queries.items():
        compiled = CompiledSql(query.queryset.all(), "default")
        assert compiled.sql.count("%s") == len(compiled.params), name
        assert compiled.names == {*signature(query._build).parameters}, name
