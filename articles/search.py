"""What readers find: articles, whatever they mistyped, and posts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from articles.models import Article, Spelling
from comments.models import Comment
from comments.models.comment_queryset import CommentQuerySet
from comments.search import POSTS, Index, Wanted, find_posts, words_of
from comments.search.comments import NO_POSTS, FoundPosts
from comments.search.definitions import Hits
from comments.search.ranking import CANDIDATES, best_of, text_of
from comments.search.snippets import Piece

if TYPE_CHECKING:
    from django.db.backends.base.base import BaseDatabaseWrapper

# What readers may see depends on the clock as well; but hundreds of drafts, as they come from
# another site, must not stand before it.
MAY_BE_SEEN = "{row}.state IN ('scheduled', 'published')"
ARTICLES = Index(
    name="articles_search",
    table="articles_article",
    text="{row}.title || ' ' || {row}.body",
    condition=MAY_BE_SEEN,
)
TITLES = Index(
    name="articles_title_search",
    table="articles_article",
    text="{row}.title",
    condition=MAY_BE_SEEN,
)

KINDS = ("articles", "posts")
FEW, MOST = 5, 20  # articles where posts stand below them; articles alone
POSTS_SHOWN = 20
TEXTS_RANKED = 60  # Long texts take long to read.
BUDGET = 100_000  # characters that passages are looked for in


@dataclass(frozen=True)
class FoundArticle:
    """An article, and the passage of it that has the words."""

    article: Article
    title: list[Piece]
    passage: list[Piece]


@dataclass(frozen=True)
class Results:
    """What is found for words, and for which others where these are mistyped."""

    words: list[str]
    articles: list[FoundArticle]
    posts: FoundPosts
    meant: list[str]  # instead of the words
    posts_are_meant: bool  # The posts, too, are those for the other words.
    has_more_articles: bool

    @property
    def are_none(self) -> bool:
        return not (self.articles or self.posts.shown)

    @property
    def instead(self) -> str:
        return " ".join(self.meant)


def search(typed: str, *, kind: str, by_stranger: bool) -> Results:
    """`kind` is "articles", "posts" or "" for both. A stranger does not find posts that are not
    for search engines."""
    words = words_of(typed)
    most = MOST if kind else FEW

    def articles_with(words: list[str]) -> list[FoundArticle]:
        return find_articles(Wanted(words), most + 1) if kind != "posts" else []

    def posts_with(words: list[str]) -> FoundPosts:
        visible = posts_for(by_stranger=by_stranger)
        return find_posts(visible, Wanted(words), POSTS_SHOWN) if kind != "articles" else NO_POSTS

    articles, posts, meant, posts_are_meant = articles_with(words), posts_with(words), [], False
    if not articles and not (kind and posts.shown):
        for others in readings_of(words):
            articles = articles_with(others)
            posts_are_meant = not posts.shown
            posts = posts_with(others) if posts_are_meant else posts
            if articles or (posts_are_meant and posts.shown):
                meant = others
                break
    return Results(
        words=words,
        articles=articles[:most],
        posts=posts,
        meant=meant,
        posts_are_meant=bool(meant) and posts_are_meant,
        has_more_articles=not kind and len(articles) > most,
    )


def posts_for(*, by_stranger: bool) -> CommentQuerySet:
    """Posts whose page can be read, and that may be found by whoever asks."""
    posts = Comment.objects
    return posts.for_search_engines() if by_stranger else posts.on_shown_pages()


def find_articles(wanted: Wanted, most: int) -> list[FoundArticle]:
    """Published ones: those that have the words in their titles, then the others."""
    visible = Article.objects.published().only("title", "slug", "body_html")
    titles = TITLES.find(wanted.words, most=CANDIDATES, using=visible.db)
    found = best_of(visible, titles, wanted, most, text="title").rows
    if len(found) < most:
        texts = ARTICLES.find(wanted.words, most=CANDIDATES, using=visible.db)
        others = Hits([key for key in texts.keys if key not in titles.keys], texts.are_all)
        found += best_of(visible, others, wanted, most - len(found), ranked=TEXTS_RANKED).rows
    return [
        FoundArticle(
            article=article,
            title=wanted.marked(article.title),
            passage=wanted.passage_of(text_of(article.body_html, BUDGET // most)),
        )
        for article in found
    ]


def readings_of(words: list[str]) -> Iterator[list[str]]:
    """What may have been meant, likeliest first."""
    meant = Spelling.objects.meant_by(words)
    for turn in range(max(map(len, meant.values()), default=0)):
        yield [
            meant[word][min(turn, len(meant[word]) - 1)] if word in meant else word
            for word in words
        ]


def rebuild(connection: BaseDatabaseWrapper) -> None:
    """Index everything anew, by the rules of the language that the site has now."""
    for index in (POSTS, ARTICLES, TITLES):
        index.rebuild(connection)
    Spelling.objects.all().delete()
    Spelling.objects.learn(Article.objects.published().values_list("title", flat=True))
