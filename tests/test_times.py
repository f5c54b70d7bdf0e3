"""Moments that pages and feeds name for programs."""

import re

import pytest
from django.test import Client

from articles.models import Article
from comments.models import Comment, ModeratorNote
from comments.moderation.appeals import create_appeal
from comments.submission.submit import add_comment
from tests.articles.conftest import anniversary, fact
from tests.conftest import ACCEPTED, HELD, text_of

# What HTML accepts of a date, a month and day, or a moment; to the second is exact enough.
MOMENT = re.compile(r"\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d)?(Z|[+-]\d\d:?\d\d))?")
NAMED = re.compile(
    r'(?:datetime="|_time" content="|date\w*": ?"|<(?:published|updated|lastmod)>)([^"<]+)', re.IGNORECASE
)

PAGES = [
    "/", "/articles/on-threads/", "/articles/on-threads/?print=both", "/archive/", "/facts/", "/on-this-day/10-14/",
    "/threads/{thread}/reply/?to=1", "/threads/{thread}/flag/?post=1", "/posts/", "/posts/own/{own}/", "/posts/own/{own}/edit/",
    "/moderation/", "/moderation/?queue=recent", "/moderation/comments/{own}/", "/moderation/comments/{refused}/",
    "/moderation/decisions/", "/moderation/statistics/", "/moderation/log/", "/moderation/authors/{own}/",
    "/moderation/comments/{held}/sanction/", "/search/?q=text", "/people/alma-author-demo/",
    "/feeds/articles.atom", "/feeds/articles.json", "/feeds/posts.atom", "/feeds/posts.json", "/moderation/log.atom",
    "/feeds/articles/on-threads.json", "/sitemap.xml", "/sitemap-articles.xml", "/widgets/posts/?article=on-threads",
    "/preview/{preview}/",
]  # fmt: skip


@pytest.fixture
def stage(article, post, moderator, other_moderator) -> dict[str, object]:
    article.refresh_from_db()
    fact("A fact")
    anniversary("It began", "10-14", 1962)
    post("Hello")
    own = add_comment(article.thread, Comment(body="Mine", author=moderator, author_name="mona"), ACCEPTED)
    held = post("Held", HELD)
    refused = add_comment(article.thread, Comment(body="No", author=moderator, author_name="mona"), HELD)
    refused.decide("reject", by=other_moderator)
    create_appeal(refused, "Why?")
    ModeratorNote.objects.add(held, "Patience", by=moderator, on_author=True)
    draft = Article.objects.create(title="Draft", slug="draft", body="Text")
    return {
        "thread": article.thread_id, "own": own.pk, "held": held.pk, "refused": refused.pk, "preview": draft.preview_key,
    }  # fmt: skip


@pytest.mark.parametrize("address", PAGES)
def test_a_moment_for_programs_is_as_html_wants_it(as_moderator: Client, stage, address):
    response = as_moderator.get(address.format(**stage))
    assert response.status_code == 200
    named = NAMED.findall(text_of(response))
    assert [moment for moment in named if not MOMENT.fullmatch(moment)] == []


def test_the_pages_name_moments(as_moderator, stage):
    """Or the test above would pass with nothing to look at."""
    found = [address for address in PAGES if NAMED.search(text_of(as_moderator.get(address.format(**stage))))]
    assert len(found) >= 20
