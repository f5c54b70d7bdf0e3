"""The measured cases: reads as addresses, acts as forms. Data only."""

from __future__ import annotations

from dataclasses import dataclass, field

from tests.bench.vocabulary import EVEN, MISTYPED, ODD, RARE

PAGE = "/articles/{slug}/"
SMALL = ("SQLite",)
BOTH = ("SQLite", "PostgreSQL")


@dataclass(frozen=True)
class Read:
    """A GET. `{…}` stands for a fact of the seeded site; `{n}` for a post's number that is
    another one each time, so that no cache has the page."""

    name: str
    path: str
    who: str = "guest"
    headers: dict[str, str] = field(default_factory=dict)
    is_conditional: bool = False  # The client has the answer already.
    databases: tuple[str, ...] = SMALL
    needs: int = 0  # posts in the thread

    @property
    def is_cold(self) -> bool:
        return "{n}" in self.path

    @property
    def slug(self) -> str:
        return "".join(letter if letter.isalnum() else "-" for letter in self.name)


# Beside the same bytes from nginx and from a bare Python program, on a thread that fills pages.
READS = [
    Read("article page, 50 posts", PAGE, databases=BOTH),
    Read("the same, gzip", PAGE, headers={"Accept-Encoding": "gzip"}),
    Read("the same, br", PAGE, headers={"Accept-Encoding": "br"}),
    Read("the same, not modified (304)", PAGE, is_conditional=True),
    # Authorization makes the HTTP cache ask Django: one query, and no page.
    Read("the same, asked of Django (304)", PAGE, headers={"Authorization": "x"}, is_conditional=True, databases=BOTH),
    Read("home page", "/"),
    Read("a static file", "{stylesheet}"),
    Read("poll for new posts", "/threads/{thread}/latest/"),
    Read("page for a member, fragment warm", PAGE, who="member", databases=BOTH),
    Read("page for a guest, cold", PAGE + "?post={n}", databases=BOTH),
    Read("page for a member, cold", PAGE + "?post={n}", who="member", databases=BOTH),
]

# At each size. A member's pages are asked for: no cache of whole pages stands before them.
AT_EACH_SIZE = [
    Read("page: the beginning", PAGE, who="member"),
    Read("page: the middle", PAGE + "?after={middle}", who="member"),
    Read("page: the end", PAGE + "{end}", who="member"),
    Read("page: newest", PAGE + "?order=newest", who="member"),
    Read("page: a permalink", PAGE + "?post={middle}", who="member"),
    Read("page, cold: any post", PAGE + "?post={n}", who="member", needs=200),
    Read("page, cold: newest from any post", PAGE + "?order=newest&post={n}", who="member", needs=200),
    Read("the queue", "/moderation/", who="moderator"),
    Read("the queue, newest first", "/moderation/?order=newest", who="moderator"),
    Read("the queue of a discussion", "/moderation/?thread={thread}", who="moderator"),
    Read("every post, newest first", "/moderation/?queue=recent", who="moderator"),
    Read("the log", "/moderation/decisions/", who="moderator"),
    Read("my posts", "/posts/", who="member"),
    Read("a guest's link", "/posts/{secret}/"),
    Read("a search: rare word", "/search/?q=" + RARE, who="member"),
    Read("a search: common word", "/search/?q=valve", who="member"),
    Read("a search: two common words", "/search/?q=heart+valve", who="member"),
    Read("a search: two that never meet", f"/search/?q={EVEN}+{ODD}", who="member"),
    Read("a search: mistyped", "/search/?q=" + MISTYPED, who="member"),
]  # fmt: skip


@dataclass(frozen=True)
class Act:
    """A POST, over and over, each time by somebody else."""

    name: str
    who: str
    writers: int = 1
    replies: bool = False  # to a post at the deepest level
    decides: bool = False  # about a held post
    only_largest: bool = False


ACTS = [
    Act("a guest posts (held)", "guest"),
    Act("a member posts (published)", "member"),
    Act("a member replies at the deepest level", "member", replies=True),
    Act("a moderator approves", "moderator", decides=True),
    Act("8 writers on one thread", "member", writers=8, only_largest=True),
]
