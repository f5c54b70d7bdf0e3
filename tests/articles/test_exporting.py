"""Export and import: a round trip changes nothing."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils.timezone import now
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from articles.exporting import export_articles, render_file
from articles.front_matter import FrontMatterError
from articles.importing import import_files
from articles.models import Article, Byline, Person, Picture, Topic
from articles.pictures.files import encode_picture
from articles.publication import after_change, publish_article, retire_article, save_article, unpublish_article
from comments.models import Comment
from comments.moderation.decisions import withdraw_comment
from comments.submission.submit import add_comment
from tests.articles.conftest import ADD
from tests.articles.pictures.sample_files import drawn, file
from tests.conftest import ACCEPTED, HELD


def out(folder: Path) -> dict[str, str]:
    paths = export_articles(Article.objects.order_by("pk"), folder)
    return {path.name: path.read_text(encoding="utf-8") for path in paths}


def test_what_a_browser_sent_comes_back_unchanged(as_admin, form, tmp_path):
    words = {"sources": "A book\r\nA  study\r\n\r\nMore ", "discussion_note": "Please:\r\nbe kind."}
    as_admin.post(ADD, form | words | {"_move": "publish"})
    paths = [*export_articles(Article.objects.all(), tmp_path)]
    assert [report.change for report in import_files(paths)] == ["unchanged"]


def test_people_and_topics_keep_the_addresses_that_they_have(article, tmp_path):
    article.topics.add(Topic.objects.create(name="Heart valves", slug="valves"))
    ida = Person.objects.create(name="Ida Demo", slug="ida")
    other = Person.objects.create(name="Ida Demo", slug="ida-demo", line="In Ghent")
    Byline.objects.replace(article.pk, "reviewed", [ida, other])
    after_change(article)
    assert [report.change for report in import_files(export_articles([article], tmp_path))] == ["unchanged"]
    assert [person.line for person in Person.objects.filter(name="Ida Demo")] == ["", "In Ghent"]
    assert Topic.objects.count() == 1


@pytest.fixture
def full_site(article, post):
    """Articles in all states, with every kind of data."""
    article.sources = "A book\nA study https://study.example/"
    article.licence, article.discussion_note = "CC-BY-4.0", "Please:\n  be kind."
    article.body = "## Head\n\nText with “quotes”: — and\n\n---\n\n    code\u2028x"
    save_article(article)
    article.topics.add(Topic.get_or_create_by_name("hearts: big"))
    cora = Person.objects.create(name="Dr: Cora", slug="dr-cora", line="She 'knows'", about="**More**\n")
    Byline.objects.replace(article.pk, "reviewed", [cora, Person.get_or_create_by_name("Ben")])
    first = post("One\n\n---\n  two: *x*", author_name="yes")
    post("Answer", parent=first, author_name="", is_unlisted=True)
    removed = post("Bad")
    removed.decide("remove", reason="Not: kind")
    withdraw_comment(post("Taken back"))
    post("Waits", verdict=HELD, parent=first)
    draft = Article.objects.create(title="0x10", slug="draft", body="x", last_modified="2020-02-29")
    draft.related.add(article)
    scheduled = Article.objects.create(title="Later", slug="later", body="x")
    publish_article(scheduled, now() + timedelta(days=3))
    retired = Article.objects.create(title="Old", slug="old", body="x")
    publish_article(retired)
    add_comment(retired.thread, Comment(body="Still here", author_name="Ada"), ACCEPTED)
    retire_article(retired, "A newer one: there.")
    article.thread.set_open(False)
    taken_off = Article.objects.create(title="Off", slug="off", body="x")
    publish_article(taken_off)
    add_comment(taken_off.thread, Comment(body="Still here", author_name="Ada"), ACCEPTED)
    unpublish_article(taken_off)
    return article


def test_on_the_same_site_nothing_changes(full_site, tmp_path):
    before = out(tmp_path)
    versions = [*Article.objects.values_list("pk", "version", "state").order_by("pk")]
    posts = [*Comment.objects.order_by("pk").values()]
    reports = import_files(tmp_path / name for name in before)
    assert {report.change for report in reports} == {"unchanged"}
    assert [*Article.objects.values_list("pk", "version", "state").order_by("pk")] == versions
    assert [*Comment.objects.order_by("pk").values()] == posts
    assert out(tmp_path) == before


def test_on_another_site_the_same_comes_out(full_site, tmp_path):
    before = out(tmp_path)
    for article in Article.objects.all():
        Article.objects.filter(pk=article.pk).update(slug=f"gone-{article.slug}")
    import_files(tmp_path / name for name in before)
    again = Article.objects.exclude(slug__startswith="gone-")
    assert {path.name: path.read_text() for path in export_articles(again, tmp_path / "b")} == before
    assert [*Comment.objects.filter(body="Answer").values_list("is_unlisted", flat=True)] == [True] * 2


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    words=st.text(
        st.characters(exclude_categories=["Cs"], exclude_characters="\x00\r"), min_size=1, max_size=80
    ).filter(lambda text: text.strip())
)
def test_whatever_the_words_are(article, tmp_path, words):
    article.title = " ".join(words.split())[:100] or "x"
    article.body = words
    article.discussion_note = words.strip()
    save_article(article)
    path = tmp_path / "a.md"
    path.write_text(render_file(article, tmp_path), encoding="utf-8", newline="\n")
    assert [report.change for report in import_files([path])] == ["unchanged"]


def test_some_by_name(full_site, tmp_path, capsys):
    call_command("export_articles", tmp_path, "draft", "old")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["draft.md", "old.md"]
    with pytest.raises(CommandError, match="There is no article nothing"):
        call_command("export_articles", tmp_path, "nothing")


@pytest.fixture
def illustrated(article, tmp_path, settings) -> Article:
    settings.MEDIA_ROOT = tmp_path / "media"
    words = {"alt": "Red, blue", "caption": "Two", "credit": "Ada"}
    Picture.objects.create_with_files(Picture(slug="colours", **words), encode_picture(file(image=drawn(900, 600))))
    article.body = '![](/pictures/colours/ "Here") and `![no](/pictures/none/)`\n'
    save_article(article)
    return article


def test_pictures_go_along_and_come_back_unchanged(illustrated, tmp_path):
    before = out(tmp_path / "out")
    assert (tmp_path / "out/pictures/colours.jpg").exists()
    assert '![](pictures/colours.jpg "Here")' in before["on-threads.md"]
    stored = [*Picture.objects.values()]
    assert [report.change for report in import_files([tmp_path / "out"])] == ["unchanged"]
    assert [*Picture.objects.values()] == stored


def test_pictures_come_to_another_site(illustrated, tmp_path, client):
    out(tmp_path / "out")
    Article.objects.update(slug="gone")
    illustrated.pictures.clear()
    Picture.objects.all().delete()
    import_files([tmp_path / "out"])
    picture = Picture.objects.get()
    assert (picture.slug, picture.alt, picture.credit) == ("colours", "Red, blue", "Ada")
    assert 'alt="Red, blue"' in client.get("/articles/on-threads/").content.decode()


def written(folder: Path, body: str, more: str = "") -> Path:
    path = folder / "a.md"
    path.write_text(f"---\ntitle: A\nslug: a\n{more}---\n{body}\n")
    return path


def test_a_folder_of_texts_and_pictures(db, tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path / "media"
    (tmp_path / "in/img").mkdir(parents=True)
    (tmp_path / "in/img/Valve 2.png").write_bytes(file("PNG"))
    (tmp_path / "in/img/flap.png").write_bytes(file("PNG", drawn(90, 90)))
    written(tmp_path / "in", '![A flap](img/flap.png "Open")')
    import_files([tmp_path / "in"])
    assert [(p.slug, p.alt) for p in Picture.objects.all()] == [("flap", "A flap")]
    assert Article.objects.get().body == '![A flap](/pictures/flap/ "Open")\n'
    assert [report.change for report in import_files([tmp_path / "in"])] == ["unchanged"]


@pytest.mark.parametrize(
    ("body", "more", "said"),
    [
        ("![x](none.png)", "", "a.md:5: There is no picture for x"),
        ("![](flap.png)", "", "flap.png needs a description"),
        ("![x](text.png)", "", "a.md:5: text.png: "),
        ("![x](../outside.png)", "", "There is no picture for x"),
        ("![x](https://e.example/x.png)", "", "There is no picture for x"),
        ("x", "pictures: [flap.png]\n", "a.md:4: This must consist of lines"),
        ("x", "pictures:\n  - file: flap.png\n", "a.md:4: A picture needs “file” and “alt”"),
        ("x", "pictures:\n  - file: no.png\n    alt: x\n", "a.md:4: There is no picture no.png"),
        ("x", "pictures:\n  - file: /etc/passwd\n    alt: x\n", "There is no picture /etc/passwd"),
        ("x", "pictures:\n  - fill: a.png\n    alt: x\n", "“fill” is not known here"),
    ],
)
def test_a_picture_that_cannot_be_taken_in_is_said_with_its_line(db, tmp_path, settings, body, more, said):
    settings.MEDIA_ROOT = tmp_path / "media"
    (tmp_path / "in").mkdir()
    (tmp_path / "in/flap.png").write_bytes(file("PNG"))
    (tmp_path / "in/text.png").write_text("<svg onload='alert(1)'></svg>")
    (tmp_path / "outside.png").write_bytes(file("PNG"))
    with pytest.raises(FrontMatterError, match=re.escape(said)):
        import_files([written(tmp_path / "in", body, more)])
    assert not Article.objects.exists()
    assert not Picture.objects.exists()
