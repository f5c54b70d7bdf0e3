"""Search in articles and posts, tolerant of mistyped words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import connections

from articles.models import Article, SpellingVariant
from comments.models import Comment
from comments.models.comment_queryset import CommentQuerySet
from comments.search import COMMENT_INDEX, SearchIndex, SearchTerms, parse_query, search_comments
from comments.search.comments import NO_COMMENT_RESULTS, CommentResults
from comments.search.definitions import Hits
from comments.search.ranking import MAX_CANDIDATES, rank_hits, readable_start
from comments.search.registry import get_engine
from comments.search.snippets import SnippetPart

if TYPE_CHECKING:
    from django.db.backends.base.base import BaseDatabaseWrapper

# The publication date is checked later. But hundreds of drafts, as an import brings them, must
# not take the places of results.
VISIBLE_CONDITION = "{row}.state IN ('scheduled', 'published')"
ARTICLE_INDEX = SearchIndex(
    name="articles_search",
    table="articles_article",
    text="{row}.title || ' ' || {row}.body",
    condition=VISIBLE_CONDITION,
)
TITLE_INDEX = SearchIndex(
    name="articles_title_search", table="articles_article", text="{row}.title", condition=VISIBLE_CONDITION
)

RESULT_KINDS = ("articles", "posts")
MAX_ARTICLES_ABOVE_POSTS, MAX_ARTICLES_ALONE = 5, 20
MAX_POSTS_FOUND = 20
MAX_TEXTS_RANKED = 60  # Long texts take long.
MAX_ARTICLE_SNIPPET_SOURCE_CHARS = 100_000  # searched for snippets


@dataclass(frozen=True)
class FoundArticle:
    """An article, and a snippet with the words."""

    article: Article
    title: list[SnippetPart]
    snippet: list[SnippetPart]


@dataclass(frozen=True)
class SearchResults:
    """The articles and posts that were found, and the corrected words if these were mistyped."""

    words: list[str]
    articles: list[FoundArticle]
    posts: CommentResults
    corrected_words: list[str]  # searched instead
    has_corrected_posts: bool  # Whether posts were found by the corrected words, too.
    has_more_articles: bool

    @property
    def is_empty(self) -> bool:
        return not (self.articles or self.posts.results)

    @property
    def corrected_query(self) -> str:
        return " ".join(self.corrected_words)


def search_site(typed: str, *, kind: str, by_stranger: bool) -> SearchResults:
    """Search articles, posts or both. `kind` is "articles", "posts" or "" for both.

    Strangers do not find posts that are not for search engines.
    """
    words = parse_query(typed)
    limit = MAX_ARTICLES_ALONE if kind else MAX_ARTICLES_ABOVE_POSTS

    def articles_with(words: list[str]) -> list[FoundArticle]:
        return search_articles(SearchTerms(words), limit + 1) if kind != "posts" else []

    def posts_with(words: list[str]) -> CommentResults:
        visible = get_searchable_comments(by_stranger=by_stranger)
        return (
            search_comments(visible, SearchTerms(words), MAX_POSTS_FOUND) if kind != "articles" else NO_COMMENT_RESULTS
        )

    articles, posts, meant, posts_are_meant = articles_with(words), posts_with(words), [], False
    if not articles and not (kind and posts.results):
        for others in iterate_corrections(words):
            articles = articles_with(others)
            posts_are_meant = not posts.results
            posts = posts_with(others) if posts_are_meant else posts
            if articles or (posts_are_meant and posts.results):
                meant = others
                break
    return SearchResults(
        words=words,
        articles=articles[:limit],
        posts=posts,
        corrected_words=meant,
        has_corrected_posts=bool(meant) and posts_are_meant,
        has_more_articles=not kind and len(articles) > limit,
    )


def get_searchable_comments(*, by_stranger: bool) -> CommentQuerySet:
    """Return the posts that this reader may find, on pages that can be read."""
    posts = Comment.objects
    return posts.for_search_engines() if by_stranger else posts.on_visible_pages()


def search_articles(wanted: SearchTerms, limit: int) -> list[FoundArticle]:
    """Search published articles: first those with the words in their titles."""
    visible = Article.objects.published().for_snippets()
    engine = get_engine(connections[visible.db])
    titles = engine.find(TITLE_INDEX, wanted.words, MAX_CANDIDATES)
    found = rank_hits(visible, titles, wanted, limit, text="title").rows
    if len(found) < limit:
        texts = engine.find(ARTICLE_INDEX, wanted.words, MAX_CANDIDATES)
        others = Hits([key for key in texts.keys if key not in titles.keys])
        found += rank_hits(visible, others, wanted, limit - len(found), ranked=MAX_TEXTS_RANKED).rows
    return [
        FoundArticle(
            article=article,
            title=wanted.highlight(article.title),
            snippet=wanted.build_snippet(readable_start(article.body_html, MAX_ARTICLE_SNIPPET_SOURCE_CHARS // limit)),
        )
        for article in found
    ]


def iterate_corrections(words: list[str]) -> Iterator[list[str]]:
    """Yield corrected words, the likeliest first."""
    meant = SpellingVariant.objects.suggest_words(words)
    for turn in range(max(map(len, meant.values()), default=0)):
        yield [meant[word][min(turn, len(meant[word]) - 1)] if word in meant else word for word in words]


def rebuild_search_index(connection: BaseDatabaseWrapper) -> None:
    """Rebuild all indexes, by the rules of the present language of the site."""
    for index in (COMMENT_INDEX, ARTICLE_INDEX, TITLE_INDEX):
        get_engine(connection).rebuild(index)
    SpellingVariant.objects.all().delete()
    SpellingVariant.objects.add_titles(Article.objects.published().values_list("title", flat=True))
