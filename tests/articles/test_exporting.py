"""Out and in again changes nothing."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils.timezone import now
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from articles.exporting import as_file, export
from articles.importing import import_files
from articles.models import Article, Byline, Person, Topic
from comments.models import Comment
from tests.conftest import ACCEPTED, HELD


def out(folder: Path) -> dict[str, str]:
    paths = export(Article.objects.order_by("pk"), folder)
    return {path.name: path.read_text(encoding="utf-8") for path in paths}


@pytest.fixture
def house(article, post):
    """One of everything that an article can be and have."""
    article.sources = "A book\nA study https://study.example/"
    article.licence, article.discussion_note = "CC-BY-4.0", "Please:\n  be kind."
    article.body = "## Head\n\nText with “quotes”: — and\n\n---\n\n    code\u2028x"
    article.save()
    article.topics.add(Topic.named("hearts: big"))
    cora = Person.objects.create(
        name="Dr: Cora", slug="dr-cora", line="She 'knows'", about="**More**\n"
    )
    Byline.objects.replace(article, "reviewed", [cora, Person.named("Ben")])
    first = post("One\n\n---\n  two: *x*", author_name="yes")
    post("Answer", parent=first, author_name="")
    removed = post("Bad")
    removed.remove(reason="Not: kind")
    post("Taken back").withdraw()
    post("Waits", verdict=HELD, parent=first)
    draft = Article.objects.create(title="0x10", slug="draft", body="x", last_modified="2020-02-29")
    draft.related.add(article)
    scheduled = Article.objects.create(title="Later", slug="later", body="x")
    scheduled.publish(now() + timedelta(days=3))
    retired = Article.objects.create(title="Old", slug="old", body="x")
    retired.publish()
    retired.thread.post(Comment(body="Still here", author_name="Ada"), ACCEPTED)
    retired.retire("A newer one: there.")
    article.thread.set_open(False)
    return article


def test_on_the_same_site_nothing_changes(house, tmp_path):
    before = out(tmp_path)
    versions = [*Article.objects.values_list("pk", "version", "state").order_by("pk")]
    posts = [*Comment.objects.order_by("pk").values()]
    reports = import_files(tmp_path / name for name in before)
    assert {report.change for report in reports} == {"unchanged"}
    assert [*Article.objects.values_list("pk", "version", "state").order_by("pk")] == versions
    assert [*Comment.objects.order_by("pk").values()] == posts
    assert out(tmp_path) == before


def test_on_another_site_the_same_comes_out(house, tmp_path):
    before = out(tmp_path)
    for article in Article.objects.all():
        Article.objects.filter(pk=article.pk).update(slug=f"gone-{article.slug}")
    import_files(tmp_path / name for name in before)
    again = Article.objects.exclude(slug__startswith="gone-")
    assert {path.name: path.read_text() for path in export(again, tmp_path / "b")} == before


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    words=st.text(
        st.characters(exclude_categories=["Cs"], exclude_characters="\x00\r"),
        min_size=1,
        max_size=80,
    ).filter(lambda text: text.strip())
)
def test_whatever_the_words_are(article, tmp_path, words):
    article.title = " ".join(words.split())[:100] or "x"
    article.body = words
    article.discussion_note = words.strip()
    article.save()
    path = tmp_path / "a.md"
    path.write_text(as_file(article), encoding="utf-8", newline="\n")
    assert [report.change for report in import_files([path])] == ["unchanged"]


def test_some_by_name(house, tmp_path, capsys):
    call_command("export_articles", tmp_path, "draft", "old")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["draft.md", "old.md"]
    with pytest.raises(CommandError, match="There is no article nothing"):
        call_command("export_articles", tmp_path, "nothing")
