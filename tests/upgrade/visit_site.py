"""Use a site as people do, and print the results: one release on the schema of another one.

The script runs with the code of its working folder and imports nothing of it: it relies on
addresses and tables only, which releases have in common.
"""

import json
import re
import sys

import django

django.setup()

from django.contrib import admin  # noqa: E402  after setup()
from django.contrib.auth import get_user_model  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402

WORDS = {
    "guest": "A guest’s words, while the site is being deployed.",
    "other": "Another guest’s words, which a moderator refuses.",
    "member": "A member’s words, while the site is being deployed.",
}


def query(statement: str, *values: object) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall()


def one(statement: str, *values: object):
    """Return the first column of the first row."""
    return query(statement, *values)[0][0]


class FormClient(Client):
    """A client whose forms say for whom they were made. Old code has no such field."""

    account_mark: str | None = None

    def force_login(self, user, backend=None) -> None:
        super().force_login(user, backend)
        found = re.search('name="account_mark" value="([0-9a-f]+)"', self.get("/accounts/").content.decode())
        self.account_mark = found and found[1]

    def post(self, path, data=None, *args, **kwargs):
        mark = {"account_mark": self.account_mark} if self.account_mark else {}
        return super().post(path, mark | (data or {}), *args, **kwargs)


def browser(name: str = "", address: str = "203.0.113.1") -> Client:
    client = FormClient(REMOTE_ADDR=address, raise_request_exception=False)
    if name:
        client.force_login(get_user_model().objects.get(username=name))
    return client


def status_of(client: Client, path: str) -> int:
    return client.get(path, follow=True).status_code


THREAD, SLUG = query(
    """
    SELECT thread_id, slug FROM articles_article a JOIN comments_thread t ON t.id = thread_id
    WHERE state = 'published' AND preset = 'usual' ORDER BY post_count DESC, a.id
    """
)[0]
ARTICLE = f"/articles/{SLUG}/"
PUBLIC = ["/", ARTICLE, "/topics/", "/people/", "/archive/", "/facts/", "/on-this-day/"]
PUBLIC += ["/search/?q=valve", "/moderation/log/", "/moderation/log.atom", "/feeds/posts.atom"]
PUBLIC += ["/feeds/articles.atom", "/house-rules/", "/help/", "/privacy/", "/sitemap.xml"]


def comment_of(words: str) -> tuple[int, str, int | None]:
    """Return the key, status and number of the comment with this text."""
    return query("SELECT id, status, number FROM comments_comment WHERE body = %s", words)[0]


def read(words: dict[str, str]) -> dict:
    """Read pages as each kind of visitor, and find these words on an article's page."""
    held = one("SELECT id FROM comments_comment WHERE status = 'held' ORDER BY id")
    desk = ["/moderation/", f"/moderation/comments/{held}/", "/moderation/decisions/"]
    desk += ["/moderation/statistics/", f"/moderation/authors/{held}/", "/moderation/?status=spam"]
    guest, moderator, member = browser(), browser("mona"), browser("rita")
    pages = {path: status_of(guest, path) for path in PUBLIC}
    pages |= {path: status_of(moderator, path) for path in desk}
    pages |= {path: status_of(member, path) for path in ("/posts/", "/accounts/")}
    page = browser().get(ARTICLE).content.decode()
    return {"pages": pages, "shown": [who for who, said in words.items() if said in page]}


def read_admin(name: str) -> dict[str, list[int]]:
    """Return for each model the status of its list and of the form of its first row."""
    client, found = browser(name), {}
    for model in admin.site._registry:
        app, table = model._meta.label_lower, model._meta.db_table
        path = f"/admin/{app.replace('.', '/')}/"
        key = one(f'SELECT min("{model._meta.pk.column}") FROM "{table}"')
        found[app] = [status_of(client, path), status_of(client, f"{path}{key}/change/")]
    return found


def post(client: Client, who: str) -> int:
    answer = client.post(f"/threads/{THREAD}/comments/", {"body": WORDS[who]})
    assert answer.status_code == 302, answer.content.decode()
    return answer.status_code


def decide(client: Client, verb: str, comment: int, **fields: object) -> str:
    """Decide about a comment, and return its new status."""
    answer = client.post("/moderation/decisions/", {"verb": verb, "comment": comment, **fields})
    assert answer.status_code == 302, answer.content.decode()
    return one("SELECT status FROM comments_comment WHERE id = %s", comment)


def act() -> dict:
    """Post, decide, undo and report; return the result of each."""
    moderator = browser("mona")
    done = {
        "guest": post(browser(address="203.0.113.2"), "guest"),
        "other": post(browser(address="203.0.113.3"), "other"),
        "member": post(browser("rita"), "member"),
    }
    keys = {who: comment_of(words)[0] for who, words in WORDS.items()}
    reason = one("SELECT id FROM comments_ground WHERE title = 'Insulting'")
    done["approved"] = decide(moderator, "approve", keys["guest"])
    done["member approved"] = decide(moderator, "approve", keys["member"])
    done["rejected"] = decide(moderator, "reject", keys["other"], ground=reason)
    line = one("SELECT max(id) FROM comments_decision WHERE comment_id = %s", keys["other"])
    done["undone"] = moderator.post("/moderation/undo/", {"decision": line}).status_code
    done["after undo"] = comment_of(WORDS["other"])[1]
    done["rejected again"] = decide(moderator, "reject", keys["other"], ground=reason)
    number = comment_of(WORDS["guest"])[2]
    flag = {"post": number, "why": "other", "words": "Look at it."}
    done["flagged"] = browser("regina").post(f"/threads/{THREAD}/flags/", flag).status_code
    path = f"/admin/comments/thread/{THREAD}/change/"
    form = browser("root").get(path).content.decode()
    done["form of admin"] = bool(re.search(r'name="_save"', form))
    reason = {"title": "Of the old code", "text": "A reason of the old code.", "position": 20}
    done["reason added"] = browser("root").post("/admin/comments/ground/add/", reason).status_code
    return done


report = {"acts": act()} if "act" in sys.argv else {}
report |= read(WORDS)
report["admin"] = {name: read_admin(name) for name in sys.argv if name in {"root", "abel"}}
print(json.dumps(report))  # noqa: T201  It is a command.
