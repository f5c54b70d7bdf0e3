"""Journeys, each one request: their costs must not depend on the size of the site."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from django.db.models import Value
from django.db.models.functions import Concat
from django.http import HttpResponse
from django.test import Client
from django.utils.timezone import localdate

from articles.models import Article
from articles.sitemaps import ArticleSitemap
from comments.models import Comment, Flag
from comments.models.comment_queryset import CommentQuerySet
from comments.models.path import DIGITS_PER_LEVEL
from comments.submission.compiled_list import CRISIS_PHRASE_LIST, WATCHED_WORD_LIST
from tests.bench import cast
from tests.bench.seed import Facts, seed
from tests.bench.thread_writer import secret_of
from tests.conftest import logged_in

POSTS_PER_MEMBER = 20
TOPIC = "valves"  # of many articles
FOUND = 30  # posts


def flag(posts: CommentQuerySet) -> None:
    Flag.objects.bulk_create(
        Flag(comment=post, author_key=f"reader-{n % 99}", reason="spam") for n, post in enumerate(posts)
    )
    Comment.objects.filter(pk__in=[post.pk for post in posts]).update(flag_count=1)


@dataclass
class Stage:
    """A seeded site, and clients of its people."""

    posts: int
    held: int
    guest: Client = field(default_factory=Client)
    year: int = field(default_factory=lambda: localdate().year - 1)

    def page(self, query: str = "", *, by: Client | None = None) -> HttpResponse:
        return (by or self.guest).get(f"/articles/{self.facts.slug}/{query}")

    def submit(self, client: Client, body: str, **fields: object) -> HttpResponse:
        address = f"/threads/{self.facts.thread}/comments/"
        return client.post(address, {"body": body, **fields})

    def __post_init__(self) -> None:
        WATCHED_WORD_LIST.find("")  # Compiled once in a process.
        CRISIS_PHRASE_LIST.find("")
        # Elsewhere: more than a page of "My posts", and more flagged than the queue counts.
        elsewhere = Comment.objects.filter(thread=seed(1_200, members=1).thread)
        flag(elsewhere.published().flat()[:1_100])
        self.facts: Facts = seed(self.posts, self.held, members=1 + self.posts // POSTS_PER_MEMBER)
        self.user = cast.members(1)[0]
        self.member = logged_in(self.user)
        self.moderator = logged_in(cast.moderator())
        self.shown = Comment.objects.visible().filter(thread=self.facts.thread)
        flag(self.shown.published().flat()[: self.posts // 4])
        last = self.shown.threaded().reverse()[60].path
        self.middle, self.before_the_middle = self._within_a_branch(number__gt=self.posts // 2)
        # As many posts at any size say what somebody looks for.
        self.word = f"unmistakable{self.posts}"
        said = Comment.objects.filter(thread=self.facts.thread, number__lte=FOUND)
        said.update(body=Concat("body", Value(f" {self.word} words")))
        self.end, self.before_the_end = self._within_a_branch(path__gt=last)

        answers = self.shown.published().filter(author=self.user, parent__isnull=False)
        self.answer = answers.exclude(author_name="").flat().last()
        # Of the sitemap: one without discussions that have later pages, each a query.
        number = (Article.objects.order_by("pk")[0].pk - 1) // ArticleSitemap.limit + 1
        self.file = "/sitemap-articles.xml" + (f"?p={number}" if number > 1 else "")
        # One of the last, whose author is still known by a key.
        self.link = f"/posts/{secret_of(self.facts.first_held + self.held - 1)}/"

    def _within_a_branch(self, **where: object) -> tuple[int, int]:
        """A post that answers one that answers another, and the position before it: a page
        that begins there shows what is above it, at any size."""
        level_three = self.shown.filter(path__regex=f"^[0-9]{{{3 * DIGITS_PER_LEVEL}}}$", status="published")
        post = level_three.filter(**where).flat()[0]
        before = self.shown.before_path(post.path, itself=False).threaded().reverse()[0]
        return post.number, before.number

    def held_case(self, turn: int = 0) -> str:
        return f"{self.facts.first_held + turn}@{self.facts.first_held_line + turn}"


def approve(stage: Stage, *turns: int, **fields: object) -> HttpResponse:
    ticked = [stage.held_case(turn) for turn in turns]
    return stage.moderator.post("/moderation/decisions/", {"verb": "approve", "comment": ticked, **fields})


def report(stage: Stage, reader: Client) -> HttpResponse:
    address = f"/threads/{stage.facts.thread}/flags/"
    return reader.post(address, {"post": stage.facts.deepest, "why": "spam"})


def undo(stage: Stage) -> HttpResponse:
    approve(stage, 0, 1)
    return stage.moderator.post("/moderation/undo/")


def edit(stage: Stage) -> HttpResponse:
    return stage.guest.post(f"{stage.link}edit/", {"body": "Other words", "author_name": "Ada"})


PLACES = {
    "the beginning": "",
    "the middle": "?after={stage.before_the_middle}",
    "the end": "?after={stage.before_the_end}",
    "a permalink": "?post={stage.middle}",
    "a permalink at the end": "?post={stage.end}",
    "a deep permalink": "?post={stage.facts.deepest}",
    "newest": "?order=newest",
    "newest, the middle": "?order=newest&after={stage.middle}",
    "newest, the end": "?order=newest&after=8",
    "newest, a permalink": "?order=newest&post={stage.middle}",
}


def visit(query: str, reader: str) -> Journey:
    return lambda stage: stage.page(query.format(stage=stage), by=getattr(stage, reader))


Journey = Callable[[Stage], HttpResponse]
JOURNEYS: dict[str, Journey] = {
    **{
        f"{place}, read by a {reader}": visit(query, reader)
        for place, query in PLACES.items()
        for reader in ("guest", "member", "moderator")
    },
    "an article is printed": lambda stage: stage.page("?print=article"),
    "the end of a discussion is printed": lambda stage: stage.page(
        f"?print=discussion&after={stage.before_the_end}"
    ),
    "a search": lambda stage: stage.guest.get(f"/search/?q={stage.word}"),
    "a search with a common word": lambda stage: stage.guest.get(f"/search/?q={stage.word}+words"),
    "a search by a member": lambda stage: stage.member.get(f"/search/?q={stage.word}&in=posts"),
    "a search for a title": lambda stage: stage.guest.get("/search/?q=article+77"),
    "a search for a mistyped title": lambda stage: stage.guest.get("/search/?q=disscusion+articel"),
    "a search for nothing": lambda stage: stage.guest.get("/search/?q=xylophone+valve"),
    "the list of articles": lambda stage: stage.guest.get("/"),
    "where help is": lambda stage: stage.guest.get("/help/"),
    "the facts": lambda stage: stage.guest.get("/facts/"),
    "a day of the almanac": lambda stage: stage.guest.get("/on-this-day/10-14/"),
    "the widgets": lambda stage: stage.guest.get(f"/widgets/?article={stage.facts.slug}"),
    "a widget of articles": lambda stage: stage.guest.get("/widgets/articles/"),
    "a widget of posts": lambda stage: stage.guest.get(
        f"/widgets/posts/?article={stage.facts.slug}"
    ),
    "a number of posts for a widget": lambda stage: stage.guest.get(
        f"/widgets/count.json?article={stage.facts.slug}"
    ),
    "the feed of articles": lambda stage: stage.guest.get("/feeds/articles.atom"),
    "the feed of a topic": lambda stage: stage.guest.get(f"/feeds/topics/{TOPIC}.json"),
    "the feed of posts": lambda stage: stage.guest.get("/feeds/posts.atom"),
    "the public log": lambda stage: stage.guest.get("/moderation/log/"),
    "the feed of the public log": lambda stage: stage.guest.get("/moderation/log.atom"),
    "the feed of a discussion": lambda stage: stage.guest.get(
        f"/feeds/articles/{stage.facts.slug}.json"
    ),
    "a card": lambda stage: stage.guest.get(f"/cards/{stage.facts.slug}-old.png"),
    "the sitemap": lambda stage: stage.guest.get("/sitemap.xml"),
    "a file of the sitemap": lambda stage: stage.guest.get(stage.file),
    "the list of articles, later": lambda stage: stage.guest.get("/?before=article-400"),
    "the topics": lambda stage: stage.guest.get("/topics/"),
    "a topic": lambda stage: stage.guest.get(f"/topics/{TOPIC}/"),
    "a topic, later": lambda stage: stage.guest.get(f"/topics/{TOPIC}/?before=article-400"),
    "a rare topic": lambda stage: stage.guest.get(f"/topics/{TOPIC}1/"),
    "the archive": lambda stage: stage.guest.get("/archive/"),
    "a year": lambda stage: stage.guest.get(f"/archive/{stage.year}/"),
    "people": lambda stage: stage.guest.get("/people/"),
    "a person": lambda stage: stage.guest.get("/people/ida/"),
    "a person, later": lambda stage: stage.guest.get("/people/ida/?before=article-400"),
    "an article between others": lambda stage: stage.guest.get("/articles/article-400/"),
    "a guest posts": lambda stage: stage.submit(stage.guest, "From nobody"),
    "a member posts": lambda stage: stage.submit(stage.member, "From me"),
    "a member posts anonymously": lambda stage: stage.submit(
        stage.member, "From somebody", anonymously="on"
    ),
    "the form for a reply": lambda stage: stage.guest.get(
        f"/threads/{stage.facts.thread}/reply/?to={stage.facts.deepest}"
    ),
    "a reply at the deepest level": lambda stage: stage.submit(
        stage.member, "Deep down", reply_to=stage.facts.deepest
    ),
    "a guest replies at the deepest level": lambda stage: stage.submit(
        stage.guest, "Deep down", reply_to=stage.facts.deepest
    ),
    "the form for a report": lambda stage: stage.guest.get(
        f"/threads/{stage.facts.thread}/flag/?post={stage.facts.deepest}"
    ),
    "a guest reports a post": lambda stage: report(stage, stage.guest),
    "a member reports a post": lambda stage: report(stage, stage.member),
    "thanks for a report": lambda stage: stage.guest.get(
        f"/threads/{stage.facts.thread}/flagged/?post={stage.facts.deepest}"
    ),
    "a guest's link": lambda stage: stage.guest.get(stage.link),
    "a guest edits": edit,
    "a guest deletes": lambda stage: stage.guest.post(f"{stage.link}delete/"),
    "a member's post": lambda stage: stage.member.get(f"/posts/own/{stage.answer.pk}/"),
    "a member deletes": lambda stage: stage.member.post(
        f"/posts/own/{stage.answer.pk}/delete/"
    ),
    "my posts": lambda stage: stage.member.get("/posts/"),
    "my posts, later": lambda stage: stage.member.get(f"/posts/?before={stage.answer.pk}"),
    "the queue": lambda stage: stage.moderator.get("/moderation/"),
    "the queue, later": lambda stage: stage.moderator.get(
        f"/moderation/?after=6.{stage.facts.first_held}"
    ),
    "the queue, back": lambda stage: stage.moderator.get(
        f"/moderation/?before=6.{stage.facts.first_held + 60}"
    ),
    "the queue, newest first": lambda stage: stage.moderator.get("/moderation/?order=newest"),
    "the queue of a discussion": lambda stage: stage.moderator.get(
        f"/moderation/?thread={stage.facts.thread}"
    ),
    "the queue of an author": lambda stage: stage.moderator.get(
        f"/moderation/?by={stage.facts.first_held}"
    ),
    "everything": lambda stage: stage.moderator.get("/moderation/?queue=recent"),
    "what was flagged": lambda stage: stage.moderator.get("/moderation/?queue=flagged"),
    "the appeals": lambda stage: stage.moderator.get("/moderation/?queue=appeals"),
    "a case with its author's record": lambda stage: stage.moderator.get(
        f"/moderation/comments/{stage.facts.first_held}/"
    ),
    "everything by an author": lambda stage: stage.moderator.get(
        f"/moderation/authors/{stage.facts.first_held}/"
    ),
    "a sanction": lambda stage: stage.moderator.get(
        f"/moderation/comments/{stage.facts.first_held}/sanction/"
    ),
    "a note on an author": lambda stage: stage.moderator.post(
        f"/moderation/comments/{stage.facts.first_held}/notes/",
        {"words": "Please be patient", "about": "author"},
    ),
    "an approval": lambda stage: approve(stage, 0),
    "an approval on the case's page": lambda stage: approve(stage, 0, stay="1"),
    "three approvals": lambda stage: approve(stage, 0, 1, 2),
    "an approval and its undo": undo,
    "an undo of nothing": lambda stage: stage.moderator.post("/moderation/undo/"),
    "the log": lambda stage: stage.moderator.get("/moderation/decisions/"),
    "the log, later": lambda stage: stage.moderator.get(
        f"/moderation/decisions/?before={stage.facts.first_held_line}"
    ),
}  # fmt: skip
