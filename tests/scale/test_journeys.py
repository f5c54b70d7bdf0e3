"""Journeys cost the same beside short and long threads, and read ranges of indexes only.

Runs on the database of DATABASE_URL.
"""

import re
from datetime import timedelta

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.cache import caches
from django.db import connection, transaction
from django.utils.timezone import now

from articles.models import Article, ArticleTopic, Byline, Person, RelatedArticle, Topic
from comments.models import ActivityRecord, Sanction, Thread
from tests.scale.journeys import JOURNEYS, TOPIC, Journey, Stage
from tests.scale.plans import GROWING, Query, recorded_queries

pytestmark = pytest.mark.django_db  # Asks for the database that `walked` fills.
SHORT, LONG = 260, 12_000  # posts: pages in the middle of both are full
FEW, MANY = 1_100, 5_000  # held: the queue counts no further than a thousand
SLACK = {"sqlite": 600, "postgresql": 120}  # steps, rows: a page more or less full


def walk(stage: Stage, journey: Journey) -> list[Query]:
    """All queries of a journey from cold, those about what grows with plan and work. Nothing
    of it stays."""
    for cache in caches.all():
        cache.clear()
    ContentType.objects.clear_cache()
    with transaction.atomic():
        with recorded_queries() as queries:
            response = journey(stage)
        assert response.status_code in {200, 302}, response.content
        for query in queries:
            if query.is_about_what_grows:
                assert query.plan
                assert query.work is not None
        transaction.set_rollback(True)
    return queries


def add_other_rows() -> None:
    """Add so many other rows that no planner prefers a full scan."""
    Sanction.objects.bulk_create(Sanction(author_key=f"banned-{n}", reason="Spam") for n in range(2000))
    ActivityRecord.objects.bulk_create(
        ActivityRecord(author_key=f"author-{n % 700}", kind="post", left_at=now()) for n in range(3000)
    )
    threads = Thread.objects.bulk_create(Thread(title=f"T{n}", url=f"/{n}/") for n in range(900))
    articles = Article.objects.bulk_create(
        Article(
            title=f"Article {n}", slug=f"article-{n}", body="…", body_html="<p>…</p>" * 50,
            thread=thread, state="published", published_at=now() - timedelta(days=12 * n + 1),
        )
        for n, thread in enumerate(threads)
    )  # fmt: skip
    _put_in_topics(articles)
    _name_people(articles)
    likes = Article.related.through
    likes.objects.bulk_create(
        likes(from_article_id=one.pk, to_article_id=other.pk)
        for one, other in zip(articles, articles[1:] + articles[:1], strict=True)
    )


def _put_in_topics(articles: list[Article]) -> None:
    """Give all articles one topic, and each one rare topic more."""
    topics = [Topic.objects.create(name=f"Topic {n}", slug=f"{TOPIC}{n or ''}") for n in range(300)]
    pairs = [(a, topic) for n, a in enumerate(articles) for topic in (topics[0], topics[1 + n % 299])]
    about = Article.topics.through
    about.objects.bulk_create(about(article=article, topic=topic) for article, topic in pairs)
    ArticleTopic.objects.bulk_create(
        ArticleTopic(article=article, topic=topic, published_at=article.published_at) for article, topic in pairs
    )
    RelatedArticle.objects.bulk_create(
        RelatedArticle(article=article, other=other, score=0.5)
        for other, article in zip(articles, articles[2:] + articles[:2], strict=True)
    )


def _name_people(articles: list[Article]) -> None:
    crowd = Person.objects.bulk_create(Person(name=f"P{n}", slug=f"p-{n}") for n in range(9000))
    draft = Article.objects.create(title="Draft", slug="draft-of-many", body="…")
    Byline.objects.bulk_create(Byline(article=draft, person=person) for person in crowd)
    ida, joe = Person.get_or_create_by_name("Ida"), Person.get_or_create_by_name("Joe")
    Byline.objects.bulk_create(
        Byline(article=article, person=somebody)
        for n, article in enumerate(articles)
        for somebody in (ida, joe)[: 1 + (n % 300 == 0)]
    )


# PostgreSQL gathers statistics by itself; what SQLite prefers depends on whether somebody did.
STATISTICS = ["after ANALYZE"] if connection.vendor == "postgresql" else ["", "after ANALYZE"]


@pytest.fixture(scope="module", params=STATISTICS)
def walked(request, django_db_setup, django_db_blocker):
    """{journey: (queries beside a short thread, beside a long one)}"""
    with django_db_blocker.unblock(), transaction.atomic():
        add_other_rows()
        stage = Stage(SHORT, FEW)
        short = {name: walk(stage, journey) for name, journey in JOURNEYS.items()}
        stage = Stage(LONG, MANY)
        if request.param:
            connection.cursor().execute("ANALYZE")
        long = {name: walk(stage, journey) for name, journey in JOURNEYS.items()}
        transaction.set_rollback(True)
    return {name: (short[name], long[name]) for name in JOURNEYS}


# They say how many articles there are, or who has any: one pass over what editors have made.
COUNTING = {"the topics", "the archive", "people", "the widgets"}
# Of so few posts that PostgreSQL may rather fetch all and sort them.
OF_FEW = {"everything by an author", "an article between others"}
every_journey = pytest.mark.parametrize("name", JOURNEYS)


@every_journey
def test_the_number_of_queries_is_the_same_at_any_size(walked, name):
    short, long = ([query.sql for query in queries] for queries in walked[name])
    assert len(short) == len(long), "\n".join([*short, "—", *long])


@every_journey
def test_the_work_is_the_same_at_any_size(walked, name):
    short, long = (worked(queries) for queries in walked[name])
    assert sum(long.values()) <= sum(short.values()) * 1.3 + SLACK[connection.vendor], long


def test_the_inspected_queries_are_there(walked):
    """Guard the tests below: each inspects the queries that a pattern recognises."""
    growing = {name for name in JOURNEYS if any(q.is_about_what_grows for q in walked[name][1])}
    listing = {name for name in JOURNEYS if any(map(lists_posts, walked[name][1]))}
    assert len(growing) > 0.9 * len(JOURNEYS), {*JOURNEYS} - growing
    assert {"the beginning, read by a guest", "newest, read by a guest", "the queue"} <= listing


def worked(queries: list[Query]) -> dict[str, int]:
    """The work of each query, by query and plan."""
    return {f"{turn}: {said(query)}": query.work for turn, query in enumerate(queries) if query.is_about_what_grows}


@every_journey
def test_a_journey_reads_ranges_of_indexes(walked, name):
    if name == "a file of the sitemap" and connection.vendor == "postgresql":
        pytest.skip("One file has 500 articles: where there are no more, PostgreSQL reads the table.")
    for query in walked[name][1]:
        if query.is_about_what_grows and name not in COUNTING:
            assert not [step for step in query.plan if reads_all(step, query)], said(query)


def reads_all(step: str, query: Query) -> bool:
    """Whether a step scans a whole table. The first rows of an index, up to a LIMIT, are
    a range, too."""
    if connection.vendor == "postgresql":
        return bool(re.search(rf"Seq Scan on ({'|'.join(GROWING)})\b", step))
    return bool(re.match(r"SCAN (comments_|articles_|T\d)", step)) and "LIMIT" not in query.sql


@every_journey
def test_a_journey_neither_skips_nor_counts_a_thread(walked, name):
    for query in walked[name][1]:
        assert "OFFSET" not in query.sql, said(query)
        if "COUNT(" in query.sql and query.is_about_what_grows and name not in COUNTING:
            bounded = ("LIMIT", '"author_key" IN', "comments_footprint")
            assert any(words in query.sql for words in bounded), said(query)


@every_journey
def test_nothing_is_sorted_to_show_a_page(walked, name):
    """The order is the index's own; what is sorted is the few lines of the posts shown."""
    if name == "the queue of an author":
        pytest.skip("The held posts of one author are few: found by author, then sorted.")
    if name in OF_FEW and connection.vendor == "postgresql":
        pytest.skip("Of few posts, PostgreSQL may rather fetch all and sort them.")
    for query in walked[name][1]:
        if lists_posts(query):
            assert not [step for step in query.plan if sorts(step)], said(query)


def lists_posts(query: Query) -> bool:
    order = r'ORDER BY ("comments_comment"\."\w+" (ASC|DESC)(, )?)+ LIMIT (26|51)'
    return bool(re.search(order, query.sql))


def sorts(step: str) -> bool:
    return "TEMP B-TREE FOR ORDER BY" in step or "Sort" in step


def said(query: Query) -> str:
    return "\n".join([query.sql, *query.plan])


def test_the_inspector_sees_a_table_read_and_sorted(db):
    query = Query('SELECT "body" FROM "comments_comment" ORDER BY "body"', ())
    assert [step for step in query.plan if reads_all(step, query)]
    assert [step for step in query.plan if sorts(step)]


def test_the_inspector_measures_work(db, post):
    query = Query('SELECT COUNT(*) FROM "comments_comment" WHERE "body" <> %s', ("",))
    post()
    little = query.work
    for _ in range(100):
        post()
    assert Query(query.sql, query.values).work >= little + 100
