"""Import of a WordPress export: posts, pages, pictures, comments."""

import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from PIL import Image

from articles.models import Article, Picture
from articles.publication import save_article
from articles.wordpress.export_file import WordPressExportError
from articles.wordpress.importing import import_wordpress
from articles.wordpress.markdown import convert_to_markdown, find_shortcodes
from comments.models import Comment, ImportRecord
from comments.moderation.decisions import withdraw_comment
from tests.conftest import text_of

FILE = Path(__file__).with_name("wordpress.xml")


@pytest.fixture
def site(db, tmp_path, settings) -> Path:
    """The file, and a picture in a folder beside it."""
    settings.MEDIA_ROOT = tmp_path / "media"
    folder = tmp_path / "export"
    (folder / "uploads/2019").mkdir(parents=True)
    Image.new("RGB", (600, 400), "red").save(folder / "uploads/2019/Heart.png")
    return Path(shutil.copy(FILE, folder))


@pytest.fixture
def walk(site) -> Article:
    import_wordpress(site)
    return Article.objects.get(slug="a-walk-and-a-talk")


def test_a_post_becomes_an_article(walk, client):
    assert walk.title == "A walk & a talk"
    assert [str(person) for person in walk.written_by] == ["Ida Winter (demo)"]
    assert {topic.name for topic in walk.topics.all()} == {"Walking", "talk"}
    assert walk.published_at == datetime(2019, 10, 4, 10, 30, tzinfo=UTC)
    assert str(walk.last_modified) == "2019-10-09"
    page = text_of(client.get(walk.get_absolute_url()))
    assert "<p>First paragraph, with <strong>weight</strong>.</p>" in page
    assert "Second one<br" in page
    assert ">On pictures</h2>" in page


def test_what_is_brought_is_a_first_revision_of_nobody(walk):
    assert [(one.number, one.by) for one in walk.revisions.all()] == [(1, None)]


def test_pictures_that_lie_beside_it_come_along(walk, client):
    picture = Picture.objects.get()
    assert (picture.alt, picture.width) == ("A red square", 600)
    page = text_of(client.get(walk.get_absolute_url()))
    assert 'alt="A red square"' in page
    assert "Drawn by hand" in page
    assert "elsewhere.example" not in page


def test_what_is_not_finished_is_a_draft(walk):
    about = Article.objects.get(slug="about-us")
    assert (about.state, about.body) == ("draft", "We write.\n")
    assert not Article.objects.filter(title="In the bin").exists()


def test_what_had_a_password_is_a_draft(site, capsys):
    there = "<wp:post_id>11</wp:post_id>"
    protected = f"{there}<wp:post_password>x</wp:post_password>"
    site.write_text(site.read_text().replace(there, protected))
    call_command("import_wordpress", site)
    assert {*Article.objects.values_list("state", flat=True)} == {"draft"}
    assert "It had a password there" in capsys.readouterr().out


def test_what_was_closed_for_comments_is_closed_here(site):
    text = site.read_text().replace("<wp:status>draft<", "<wp:status>publish<")
    site.write_text(text)
    import_wordpress(site)
    assert not Article.objects.get(slug="about-us").discussion.is_open
    assert Article.objects.get(slug="a-walk-and-a-talk").discussion.is_open


@pytest.mark.parametrize("date", ["0001-01-01 00:00:00", "9999-12-31 23:59:59"])
def test_a_date_that_nobody_can_have_meant_is_none(site, date, client):
    site.write_text(site.read_text().replace("2019-10-04 10:30:00", date))
    import_wordpress(site)
    article = Article.objects.get(slug="a-walk-and-a-talk")
    assert article.published_at == datetime(2019, 10, 4, 12, 30, tzinfo=UTC)
    assert client.get("/archive/").status_code == 200


def test_comments_keep_their_threading_and_dates(walk):
    shown = walk.thread.comments.visible().threaded()
    assert [(c.number, c.level, c.author_name) for c in shown] == [(1, 1, ""), (2, 2, "Mira")]
    assert shown[0].published_at == datetime(2019, 10, 5, 8, tzinfo=UTC)
    assert "<em>daily</em>" in shown[0].body_html
    assert "script" not in shown[0].body_html
    assert walk.thread.post_count == 2


def test_what_was_not_approved_waits_here_too(walk):
    held = Comment.objects.held().get()
    assert (held.author_name, held.number, held.parent.number) == ("Waiting", None, 1)


def test_spam_and_pings_stay_behind_and_so_do_addresses(walk):
    assert Comment.objects.count() == 3
    for comment in Comment.objects.all():
        assert "marker.example" not in repr(vars(comment))


def test_twice_doubles_nothing(walk, site):
    walk.body = "Changed here."
    save_article(walk)
    before = [*Comment.objects.values()], [*Article.objects.order_by("pk").values("pk", "body")]
    reports = import_wordpress(site)
    assert {report.change for report in reports} == {"there already"}
    assert ([*Comment.objects.values()], [*Article.objects.order_by("pk").values("pk", "body")]) == before
    assert Picture.objects.count() == 1


def test_what_is_new_there_comes_the_next_time(walk, site):
    words = site.read_text().replace("<wp:comment_id>34<", "<wp:comment_id>36<")
    site.write_text(words.replace(">spam<", ">1<"))
    assert sum(report.posts for report in import_wordpress(site)) == 1
    assert walk.thread.comments.visible().flat().last().body == "Buy"


def test_what_its_author_took_back_does_not_return(walk, site):
    withdraw_comment(Comment.objects.held().get())
    withdraw_comment(walk.thread.comments.get(number=2))
    assert sum(report.posts for report in import_wordpress(site)) == 0
    assert Comment.objects.count() == 2
    assert ImportRecord.objects.filter(comment=None).count() == 1


def test_a_dry_run_says_what_it_would_do_and_does_nothing(site, capsys):
    call_command("import_wordpress", site, "--dry-run")
    said = capsys.readouterr().out
    assert "a-walk-and-a-talk: brought, published, 3 new posts" in said
    assert "Not beside the file: the picture https://elsewhere.example/gone.jpg" in said
    assert "Shortcodes stay in the text: gallery" in said
    assert "2 posts and pages: would be imported; nothing was." in said
    assert not Article.objects.exists()
    assert not Picture.objects.exists()
    assert not default_storage.exists("pictures")


def test_all_as_drafts(site):
    import_wordpress(site, as_drafts=True)
    assert {article.state for article in Article.objects.all()} == {"draft"}
    assert not Comment.objects.exists()


def test_an_address_that_is_taken_gets_a_number(site):
    Article.objects.create(title="Mine", slug="a-walk-and-a-talk", body="x")
    import_wordpress(site)
    assert Article.objects.get(title="A walk & a talk").slug == "a-walk-and-a-talk-2"


BOMB = """<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>
<rss xmlns:wp="https://wordpress.org/export/1.2/"><channel><wp:wxr_version>1.2</wp:wxr_version>
<title>&b;</title></channel></rss>"""
THIEF = BOMB.replace('<!ENTITY a "aaaaaaaaaa">', '<!ENTITY a SYSTEM "file:///etc/passwd">')


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (BOMB, "It declares entities"),
        (THIEF, "It declares entities"),
        ("<rss><channel>\n<item></channel></rss>", "Line 2 is not well-formed"),
        ("<rss><channel></channel></rss>", "no export of WordPress"),
        ("", "Line 1 is not well-formed"),
        ("\x00\x01", "not well-formed|no element found|syntax error"),
        ("<?xml version='1.0' encoding='none'?><rss></rss>", "encoding is not known"),
    ],
)
def test_what_cannot_be_read_is_said_and_nothing_is_imported(db, tmp_path, text, said):
    path = tmp_path / "file.xml"
    path.write_text(text)
    with pytest.raises(WordPressExportError, match=said):
        import_wordpress(path)
    with pytest.raises(CommandError, match="Nothing was imported"):
        call_command("import_wordpress", path)
    assert not Article.objects.exists()


def test_a_file_that_is_not_there(tmp_path):
    with pytest.raises(WordPressExportError, match="Cannot be read: No such file"):
        import_wordpress(tmp_path / "none.xml")


@pytest.mark.parametrize(
    ("html", "markdown"),
    [
        ("One\n\nTwo\nlines", "One\n\nTwo  \nlines"),
        ("3 < 4 &amp; *stars* &lt;b&gt;", "3 \\< 4 \\& \\*stars\\* \\<b\\>"),
        ("# no heading\n1. no list", "\\# no heading  \n1\\. no list"),
        ("<pre>a\n\n b</pre>", "```\na\n\n b\n```"),
        ("<blockquote>one\n\ntwo</blockquote>", "> one\n>\n> two"),
        ("<ul><li>One</li><li><a href='https://a.example/'>b</a></li></ul>", "- One\n- [b](https://a.example/)"),
        ("<img src='x.png' alt='A [b]'>", ""),
        ("", ""),
    ],
)  # fmt: skip
def test_html_becomes_markdown(html, markdown):
    assert convert_to_markdown(html) == markdown


@pytest.mark.parametrize(
    "hostile", ["<div>" * 20_000, "<p>" * 5000 + "x", "[caption " * 9000, "\n \n" * 20_000, "<", "<b" * 9000]
)
def test_any_html_becomes_something(hostile):
    convert_to_markdown(hostile)
    find_shortcodes(hostile)
