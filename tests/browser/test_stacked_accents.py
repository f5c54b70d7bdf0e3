"""Accents that are stacked on a letter: they do not paint over another post."""

import pytest

from comments.models import Comment
from comments.submission.submit import add_comment
from tests.conftest import ACCEPTED

STACK = "\u0301" * 200


@pytest.mark.parametrize("scheme", ["/articles/on-threads/", "/articles/on-threads/?print=discussion"])
@pytest.mark.parametrize("place", ["body", "name"])
def test_accents_do_not_paint_over_the_next_post(visit, thread, place, scheme):
    first = add_comment(thread, Comment(body="Above", author_name="Ada"), ACCEPTED)
    middle = add_comment(thread, Comment(body="M", author_name="Mia"), ACCEPTED)
    last = add_comment(thread, Comment(body="Below", author_name="Zoe"), ACCEPTED)
    page = visit()

    def pictures() -> list[bytes]:
        page.goto(scheme)
        return [page.locator(f"#post-{post.number}").screenshot() for post in (first, last)]

    before = pictures()
    if place == "body":
        middle.body = f"M{STACK}"
    else:
        middle.author_name = f"M{STACK[:48]}"
    middle.save()
    thread.touch()
    assert pictures() == before
    middle.refresh_from_db()
    assert STACK[:48] in middle.body + middle.author_name
