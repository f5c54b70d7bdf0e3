"""A query that is written once finds what the same query finds that is written anew."""

from datetime import timedelta
from threading import Thread as Worker

import pytest
from django.db import connection
from django.db.models import F
from django.utils.timezone import now

from articles.models import Article
from comments.models import Comment, Thread
from comments.web.compiled_query import CompiledQuery


def test_it_finds_the_same(article):
    prepared = CompiledQuery(Article, lambda slug: Article.objects.filter(slug=slug))
    for _ in range(2):
        found = prepared.first("on-threads")
        assert {**found.__dict__, "_state": 0} == {
            **Article.objects.get(slug="on-threads").__dict__,
            "_state": 0,
        }
        assert prepared.first("nothing") is None


def test_it_brings_what_belongs_to_it(article, django_assert_num_queries):
    prepared = CompiledQuery(
        Article, lambda slug: Article.objects.filter(slug=slug).select_related("thread")
    )
    for _ in range(2):
        with django_assert_num_queries(1):
            assert prepared.first("on-threads").thread == article.thread
    found = prepared.first("on-threads")
    found.title = "Changed"
    found.save()
    assert Article.objects.get().title == "Changed"


def test_moments_are_compared(article):
    prepared = CompiledQuery(
        Article, lambda moment: Article.objects.filter(published_at__lte=moment).order_by("pk")
    )
    assert prepared.first(now()) == article
    assert prepared.all(now() - timedelta(days=1)) == []


def test_rows_without_objects(article):
    prepared = CompiledQuery(
        Thread, lambda title: Thread.objects.filter(title=title).values_list("url", "preset")
    )
    for _ in range(2):
        assert [tuple(row) for row in prepared.all("On Threads")] == [(article.thread.url, "usual")]


@pytest.mark.parametrize(
    "query",
    [
        lambda a, b: Thread.objects.filter(title=b).filter(url=a),
        lambda a, b: Thread.objects.filter(title=a),
        lambda a, b: Thread.objects.filter(title=a, url=b, pk=1),
        lambda a, b: Thread.objects.filter(title=a).exclude(url="constant"),
    ],
    ids=["in another order", "one unused", "one more", "a constant"],
)
def test_values_must_come_in_their_order_and_once(db, query):
    with pytest.raises(ValueError, match="The query takes"):
        CompiledQuery(Thread, query).first("a", "b")


@pytest.mark.django_db(transaction=True)
def test_every_thread_asks_its_own_connection(article):
    prepared = CompiledQuery(Thread, lambda pk: Thread.objects.filter(pk=pk))
    found = [prepared.first(article.thread.pk)]

    def ask():
        found.append(prepared.first(article.thread.pk))
        connection.close()

    worker = Worker(target=ask)
    worker.start()
    worker.join(timeout=10)
    assert found == [article.thread] * 2


def test_annotations_come_along(post):
    question = post()
    answer = post(parent=question)
    above = CompiledQuery(
        Comment, lambda pk: Comment.objects.filter(pk=pk).annotate(above=F("parent__number"))
    )
    assert above.first(answer.pk).above == question.number
    assert above.first(question.pk).above is None
