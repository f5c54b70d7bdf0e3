"""Seeded rows obey the laws that the database cannot check."""

from itertools import pairwise, takewhile

import pytest

from articles.models import Article
from comments.models import Comment, Decision
from comments.models.path import build_child_path
from comments.sanitizer import sanitize
from tests.bench.conversation import bodies, conversation
from tests.bench.seed import seed
from tests.bench.seed_articles import seed_articles
from tests.bench.thread_writer import secret_of
from tests.bench.vocabulary import MEANT, MISTYPED
from tests.comments.acting import submit_comment


@pytest.fixture
def facts(db):
    return seed(300, 20, members=10)


@pytest.fixture
def comments(facts):
    return Comment.objects.filter(thread=facts.thread).select_related("parent", "thread")


def test_numbers_have_no_gap_and_counters_are_true(facts, comments):
    thread = comments[0].thread
    assert [*comments.visible().flat().values_list("number", flat=True)] == [*range(1, 301)]
    assert thread.last_number == 300
    assert thread.post_count == comments.published().count() < 300
    assert comments.held().count() == facts.held == 20


def test_every_path_stands_below_its_parents(comments):
    assert comments.visible().count() == 300
    for comment in comments.visible():
        above = comment.parent.path if comment.parent else ""
        assert comment.path == build_child_path(above, comment.number)
    assert {comment.level for comment in comments.visible()} == {1, 2, 3, 4, 5, 6}


def test_the_log_tells_how_each_status_came_about(comments):
    assert comments.count() == 320
    for comment in comments.prefetch_related("decisions"):
        lines = [*comment.decisions.all()]
        steps = ["new", *(line.status_after for line in lines)]
        assert [line.status_before for line in lines] == steps[:-1]
        assert steps[-1] == comment.status
        for line in lines:
            sources, target = Comment.TRANSITIONS[Decision.Verb(line.verb)]
            assert line.status_before in sources
            assert line.status_after == target


def test_posts_appear_in_the_order_of_their_numbers(comments):
    shown = [*comments.visible().flat()]
    assert all(one.created_at <= other.created_at for one, other in pairwise(shown))
    assert all(comment.created_at <= comment.published_at for comment in shown)


def test_the_same_seed_makes_the_same_conversation():
    longer = conversation(500)
    assert [*conversation(200)] == [*takewhile(lambda post: post.number <= 200, longer)]
    assert 200 < sum(map(len, bodies())) / len(bodies()) < 300


def test_a_seeded_thread_goes_on(client, facts, comments, as_moderator):
    assert client.get(f"/posts/{secret_of(facts.first_held)}/").status_code == 200
    submit_comment(client, comments[0].thread, "And now me", reply_to=facts.deepest)
    mine = comments.latest("pk")
    as_moderator.post("/moderation/decisions/", {"verb": "approve", "comment": mine.pk})
    mine.refresh_from_db()
    assert (mine.number, mine.status) == (301, "published")


def test_posts_are_html_as_the_sanitizer_makes_it(comments):
    assert comments.published().exists()
    for comment in comments.published():
        assert comment.body_html == sanitize(comment.body)


def test_seeded_articles_can_be_read_and_found(client, db):
    seed_articles(12)
    article = Article.objects.published().newest_first()[0]
    assert client.get(article.get_absolute_url()).status_code == 200
    assert MEANT in client.get(f"/search/?q={MISTYPED}").content.decode()
