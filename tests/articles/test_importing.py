"""Import of articles from files, with their discussions."""

from datetime import date
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from articles.front_matter import FrontMatterError
from articles.importing import import_files
from articles.models import Article
from articles.publication import save_article
from comments.models import Comment, Decision, Thread
from comments.submission.submit import import_comment
from tests.conftest import text_of

CLASSIC = """\
---
title: What is a leak?
slug: what-is-a-leak
written_by: Lena Fall (demo)
edited_by: Henry Hill (demo)
last_modified: 2019-10-04
copyright: the house
topics: [heart, heart valves]
related: []
posts:
  - number: 1
    author: anonymous
    text: |
      I have just discovered that mine leaks.

      Anyone else out there with this?
  - number: 4
    author: Old Oak
    date: 2020-02-03T04:05
    reply_to: 1
    text: Me, for ten years.
---

A leak is what occurs when a valve fails to *close*.
"""


@pytest.fixture
def file(tmp_path):
    """file("---…", "name.md"): a file with that text."""

    def file(text: str = CLASSIC, name: str = "article.md") -> Path:
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return path

    return file


@pytest.fixture
def problems(file, db):
    """problems("---…"): the messages about a file with that text, as "line: sentence"."""

    def problems(text: str) -> list[str]:
        with pytest.raises(FrontMatterError) as caught:
            import_files([file(text)])
        assert not Article.objects.exists()
        assert not Thread.objects.exists()
        return [f"{problem.line}: {problem.sentence}" for problem in caught.value.problems]

    return problems


def test_an_imported_article_shows_as_the_classic_page_does(client, db, file, capsys):
    call_command("import_article", file())
    assert "what-is-a-leak: imported, 2 new posts" in capsys.readouterr().out
    page = text_of(client.get("/articles/what-is-a-leak/"))
    for words in (
        "<h1>What is a leak?</h1>",
        "Lena Fall (demo)",
        "Henry Hill (demo)",
        "4 Oct 2019",
        "the house",
        "heart valves",
        "fails to <em>close</em>",
        ">Post 1</a>",
        "Anyone else out there with this?",
        ">Post 4</a>",
        "Old Oak",
        "3 Feb 2020",
    ):
        assert words in page
    assert 'content="' in page


def test_a_post_without_a_date_shows_none(db, file):
    import_files([file()])
    assert Comment.objects.get(number=1).published_at is None


def test_new_posts_follow_the_imported_ones(db, file):
    import_files([file()])
    thread = Thread.objects.get()
    assert (thread.last_number, thread.post_count) == (4, 2)
    assert import_comment(thread, Comment(body="x"), number=9, published_at=None).number == 9
    thread.refresh_from_db()
    assert thread.last_number == 9


def test_the_same_file_again_changes_nothing(db, file):
    def everything() -> list:
        tables = (Article, Thread, Comment, Decision)
        return [list(table.objects.order_by("pk").values()) for table in tables]

    path = file()
    import_files([path])
    before = everything()
    report = import_files([path])[0]
    assert (report.change, report.posts) == ("unchanged", 0)
    assert everything() == before


def test_a_changed_file_changes_the_article(db, file):
    import_files([file()])
    changed = CLASSIC.replace("fails to *close*", "does not close").replace("Lena", "Lina")
    report = import_files([file(changed.replace("[heart, heart valves]", "[Heart]"))])[0]
    article = Article.objects.get()
    assert report.change == "changed"
    assert ([*map(str, article.written_by)], "does not close" in article.body) == (["Lina Fall (demo)"], True)
    assert [topic.name for topic in article.topics.all()] == ["heart"]


def test_what_a_file_does_not_say_stays_as_it_is(db, file):
    import_files([file()])
    import_files([file("---\ntitle: New title\nslug: what-is-a-leak\n---\nText\n")])
    article = Article.objects.get()
    assert (article.title, article.copyright_holder) == ("New title", "the house")
    assert article.last_modified == date(2019, 10, 4)
    assert article.thread.comments.count() == 2


def test_a_file_moves_the_article_and_says_why_it_is_retired(db, file):
    def state_after(said: str) -> tuple[str, str]:
        import_files([file(f"---\ntitle: A\nslug: a\n{said}\n---\nText\n")])
        return Article.objects.values_list("state", "retired_because").get()

    assert state_after("state: review") == ("review", "")
    assert state_after("state: draft") == ("draft", "")
    assert state_after("state: retired\nretired_because: Old") == ("retired", "Old")
    assert state_after("state: retired\nretired_because: Wrong") == ("retired", "Wrong")


def test_an_address_that_leads_elsewhere_stays_so(db, file, client):
    import_files([file()])
    article = Article.objects.get()
    article.slug = "leaks"
    save_article(article)
    with pytest.raises(FrontMatterError, match="stood here before") as caught:
        import_files([file()])
    assert "“leaks” now" in str(caught.value)
    assert client.get("/articles/what-is-a-leak/")["Location"].endswith("/articles/leaks/")


def test_files_may_name_each_other_in_any_order(db, file):
    first = file("---\ntitle: A\nslug: a\nrelated: [b]\n---\nText\n", "a.md")
    second = file("---\ntitle: B\nslug: b\nrelated: [a]\n---\nText\n", "b.md")
    import_files([first, second])
    assert [other.slug for other in Article.objects.get(slug="a").related.all()] == ["b"]


def test_held_removed_and_withdrawn_posts(db, file, client):
    posts = """\
posts:
  - {number: 1, author: Mira, text: Names a clinic, status: removed, reason: Names a clinic}
  - {number: 2, author: Mira, status: withdrawn}
  - {author: Old Oak, text: Hello, status: held, reply_to: 1}
"""
    path = file(f"---\ntitle: A\nslug: a\n{posts}---\nText\n")
    import_files([path])
    assert import_files([path])[0].posts == 0
    statuses = Comment.objects.order_by("pk").values_list("number", "status")
    assert list(statuses) == [(1, "removed"), (2, "withdrawn"), (None, "held")]
    assert Comment.objects.get(number=1).last_decision.actor == "Import"
    page = text_of(client.get("/articles/a/"))
    assert "Post 1 was removed by a moderator." in page
    assert "Post 2 was deleted by its author." in page
    assert "Hello" not in page


def test_readers_words_are_never_overwritten(db, file):
    import_files([file()])
    with pytest.raises(FrontMatterError, match="Post 4 is here already and says something else"):
        import_files([file(CLASSIC.replace("for ten years", "for twelve years"))])
    assert Comment.objects.get(number=4).body == "Me, for ten years."


def test_what_its_author_has_changed_since_is_left_alone(db, file):
    import_files([file()])
    Comment.objects.filter(number=1).update(body="Changed", revision=2)
    assert import_files([file()])[0].posts == 0


def test_all_files_or_none(db, file):
    good, bad = file(), file("---\ntitle: B\n---\nText\n", "bad.md")
    with pytest.raises(CommandError, match="Nothing was imported"):
        call_command("import_article", good, bad)
    assert not Article.objects.exists()


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", "1: A file begins with a line"),
        ("Just text\n", "1: A file begins with a line"),
        ("---\ntitle: A\nslug: a\n", "3: The front matter has no end"),
        ("---\n---\nText\n", "2: The front matter must consist of lines"),
        ("---\n- a\n---\nText\n", "2: The front matter must consist of lines"),
        ("---\ntitle: [\n---\nText\n", "YAML"),
        ("---\ntitle: A\nslug: a\n\tx: y\n---\nText\n", "4: YAML"),
        ("---\ntitle: A\nslug: a\nauthor: B\n---\nText\n", "4: “author” is not known here"),
        ("---\ntitle: A\nslug: a\ntitle: B\n---\nText\n", "4: “title” is here twice"),
        ("---\ntitle: A\n---\nText\n", "2: “slug” is missing"),
        ("---\ntitle: A\nslug: a b\n---\nText\n", "3: Enter a valid “slug”"),
        ("---\ntitle: [A]\nslug: a\n---\nText\n", "2: This must be a text"),
        ("---\ntitle: A\nslug: a\nlast_modified: today\n---\nText\n", "4: This must be a date"),
        ("---\ntitle: A\nslug: a\nlast_modified: 0001-01-01\n---\nText\n", "4: This must be"),
        ("---\ntitle: A\nslug: a\npublished: 0019-01-01\n---\nText\n", "4: This must be a date"),
        ("---\ntitle: A\nslug: a\ntopics: heart\n---\nText\n", "4: This must be a list"),
        ("---\ntitle: A\nslug: a\ntopics: ['!']\n---\nText\n", "4: A topic needs a name"),
        ("---\ntitle: A\nslug: a\nrelated: [b]\n---\nText\n", "4: There is no article “b”"),
        ("---\ntitle: A\nslug: a\nposts: 7\n---\nText\n", "4: Posts are a list"),
        ("---\ntitle: A\nslug: a\nposts: [7]\n---\nText\n", "4: A post consists of lines"),
        ("---\ntitle: A\nslug: a\nposts:\n  - text: Hi\n---\nText\n", "5: A post needs its number"),
        ("---\ntitle: A\nslug: a\nposts:\n  - number: 1\n---\nText\n", "5: A post needs a text"),
        (
            "---\ntitle: A\nslug: a\nposts:\n  - number: 1\n    text: Hi\n    date: soon\n---\nText\n",
            "7: This must be a date, or one with a time",
        ),
        (
            "---\ntitle: A\nslug: a\nposts:\n  - {number: 1, text: Hi}\n  - {number: 1, text: Ho}\n---\nText\n",
            "6: Post 1 is here twice",
        ),
        (
            "---\ntitle: A\nslug: a\nposts:\n  - {number: 1, text: Hi, reply_to: 2}\n---\nText\n",
            "5: It answers Post 2, which does not come before",
        ),
        (
            "---\ntitle: A\nslug: a\nposts:\n  - {number: 99999999, text: Hi}\n---\nText\n",
            "5: This must be the number of a post",
        ),
        (
            "---\ntitle: A\nslug: a\nposts:\n  - {number: 1, text: Hi, status: lost}\n---\nText\n",
            "5: This must be one of",
        ),
        (
            "---\ntitle: A\nslug: a\nposts:\n  - {number: 1, text: Hi, status: held}\n---\nText\n",
            "5: A held post has no number yet",
        ),
        (
            "---\ntitle: A\nslug: a\nposts:\n  - {number: 1, text: Hi, date: 9999-12-31T23:59-14:00}\n---\nText\n",
            "5: This must be a date",
        ),
        ('---\ntitle: "a\\0b"\nslug: a\n---\nText\n', "2: There is a character in it"),
        ('---\ntitle: "a\\uD800b"\nslug: a\n---\nText\n', "2: There is a character in it"),
        ("---\ntitle: " + "[" * 3000 + "\n---\nText\n", "2: YAML"),
        ("---\ntitle: A\nslug: a\n---\n\n", "5: There is no text"),
        ("---\ntitle: A\nslug: a\n---\nTe\x00xt\n", "5: There is a NUL character"),
        (f"---\ntitle: {'A' * 201}\nslug: a\n---\nText\n", "2: Ensure this value has at most 200"),
    ],
)  # fmt: skip
def test_what_is_not_understood_is_said_with_its_line(problems, text, found):
    assert any(found in problem for problem in problems(text)), problems(text)


def test_all_problems_are_said_at_once(problems):
    text = "---\ntitle: A\nauthor: B\nlast_modified: x\nposts:\n  - text: Hi\n---\nText\n"
    assert len(problems(text)) == 4


def test_a_problem_names_its_file(db, tmp_path):
    missing = tmp_path / "missing.md"
    with pytest.raises(CommandError, match=r"missing\.md:0: Cannot be read: No such file"):
        call_command("import_article", missing)


def test_text_that_is_not_utf8_is_said_with_its_line(db, tmp_path):
    path = tmp_path / "latin.md"
    path.write_bytes("---\ntitle: A\nslug: a\n---\nCaf\xe9\n".encode("latin-1"))
    with pytest.raises(FrontMatterError, match=r"latin\.md:5: This is not UTF-8 text"):
        import_files([path])
