"""Revisions: one for each save, their history, comparison and restoration."""

import importlib
import re
from datetime import timedelta

import pytest
from django.db import IntegrityError
from django.utils.timezone import localdate, now

from articles.importing import import_files
from articles.models import Article, Byline, Person, Revision, Topic
from articles.publication import mark_due_articles, publish_article, save_article, unpublish_article
from articles.revisions import save_revision
from articles.snapshot import build_snapshot
from tests.articles.conftest import ADD, change_of
from tests.conftest import logged_in, person, text_of


@pytest.fixture
def written(as_admin, form) -> Article:
    """An article that an admin has written."""
    as_admin.post(ADD, form)
    return Article.objects.get()


def history_of(article: Article, rest: str = "") -> str:
    return f"/admin/articles/article/{article.pk}/history/{rest}"


def numbers(article: Article) -> list[int]:
    return [revision.number for revision in article.revisions.all()]


def bring_back(client, article: Article, number: int):
    latest = article.revisions.first().number
    return client.post(history_of(article, f"{number}/"), {"latest": latest}, follow=True)


def test_every_save_is_a_revision(as_admin, admin_user, written, opened):
    as_admin.post(change_of(written), opened(as_admin, written) | {"body": "Other.", "topics": []})
    second, first = written.revisions.all()
    assert (first.number, first.by, first.snapshot["body"]) == (1, admin_user, "Some *text*.")
    assert (second.number, second.by, second.snapshot["body"]) == (2, admin_user, "Other.")
    assert second.changed_labels == ["text", "last modified", "topics"]


def test_a_save_without_changes_makes_no_revision(as_admin, written, opened):
    as_admin.post(change_of(written), opened(as_admin, written))
    assert numbers(written) == [1]


def test_how_a_browser_ends_its_lines_is_no_change(as_admin, written, opened):
    written.sources = "A book\nAnother"
    save_article(written)
    as_admin.post(change_of(written), opened(as_admin, written) | {"sources": "A book\r\nAnother"})
    assert numbers(written) == [2, 1]  # the one from above, and no third


def test_moves_and_actions_of_the_list_are_revisions(as_admin, written, opened):
    as_admin.post(change_of(written), opened(as_admin, written) | {"_move": "submit"})
    chosen = {"_selected_action": [written.pk]}
    as_admin.post("/admin/articles/article/", chosen | {"action": "publish"})
    as_admin.post("/admin/articles/article/", chosen | {"action": "publish"})  # is already
    states = [revision.snapshot["state"] for revision in written.revisions.all()]
    assert states == ["published", "review", "draft"]
    assert written.revisions.first().changed_labels == ["state", "published"]


def test_by_lines_and_related_articles_belong_to_it(as_admin, article, opened):
    other = Article.objects.create(title="Other", slug="other", body="x")
    cora = Byline(role="reviewed", person=Person.get_or_create_by_name("Cora"), position=3)
    sent = opened(as_admin, article) | {"related": [other.pk]}
    from tests.articles.conftest import rows

    as_admin.post(change_of(article), sent | rows([*article.bylines.all(), cora]))
    assert article.revisions.first().changed_labels == ["by-lines", "you might also like"]


def test_an_import_is_a_revision_of_nobody(tmp_path, db):
    file = tmp_path / "one.md"
    for words in ("First.", "First.", "Second."):
        file.write_text(f"---\ntitle: One\nslug: one\n---\n\n{words}\n")
        import_files([file])
    revisions = Revision.objects.all()
    assert [(one.number, one.by, one.snapshot["body"]) for one in revisions] == [
        (2, None, "Second."), (1, None, "First."),
    ]  # fmt: skip


def test_what_a_command_has_changed_is_kept_before_somebody_writes_over_it(as_admin, written, opened):
    sent = opened(as_admin, written)
    del sent["revision"]
    written.body = "By a command."
    save_article(written)
    as_admin.post(change_of(written), sent | {"body": "By hand."})
    words = [(one.snapshot["body"], one.by is None) for one in written.revisions.all()]
    assert words == [("By hand.", False), ("By a command.", True), ("Some *text*.", False)]


def test_that_its_time_has_come_is_no_change(as_admin, written, travel, opened):
    publish_article(written, now() + timedelta(hours=1))
    save_revision(written, by=None)
    travel(hours=2)
    mark_due_articles()
    assert save_revision(written, by=None) is None


def test_a_new_name_of_a_topic_is_no_change_of_the_article(written):
    topic = Topic.objects.get()
    topic.name = "valves"
    topic.save()
    assert save_revision(written, by=None) is None


def test_two_revisions_never_share_a_number(written):
    with pytest.raises(IntegrityError):
        Revision.objects.create(article=written, number=1, snapshot={})


def test_an_article_of_before_gets_its_revision_1(article):
    article.topics.add(Topic.get_or_create_by_name("b"), Topic.get_or_create_by_name("a"))
    migration = importlib.import_module("articles.migrations.0014_first_revisions")
    assert migration._says(article) == build_snapshot(Article.objects.get())


def test_the_history_shows_authors_and_changed_fields(as_admin, written, opened):
    as_admin.post(change_of(written), opened(as_admin, written) | {"body": "Other."})
    page = text_of(as_admin.get(history_of(written)))
    assert "<td>abel</td>" in page
    assert "<td>text, last modified</td>" in page
    assert "<td>The beginning</td>" in page
    links = re.findall(r'href="(/admin/articles/article/\d+/history/[^"]+)"', page)
    assert links
    assert all(as_admin.get(link.replace("&amp;", "&")).status_code == 200 for link in links)


def test_a_long_history_has_pages(as_admin, article, django_assert_max_num_queries):
    revisions = [Revision(article=article, number=n, snapshot={}, changed=["body"]) for n in range(1, 151)]
    Revision.objects.bulk_create(revisions)
    with django_assert_max_num_queries(14):
        page = text_of(as_admin.get(history_of(article)))
    assert '<th scope="row">150</th>' in page
    assert '<th scope="row">51</th>' in page
    assert '<th scope="row">50</th>' not in page
    assert '<th scope="row">50</th>' in text_of(as_admin.get(history_of(article, "?before=51")))


def test_two_revisions_are_compared(as_admin, written, opened):
    changed = {"body": "Some other <b>*text*</b>.", "title": "A newer one"}
    as_admin.post(change_of(written), opened(as_admin, written) | changed)
    for query in ("?one=1&other=2", "?one=2&other=1"):
        page = text_of(as_admin.get(history_of(written, f"compare/{query}")))
        assert "From revision 1 to 2" in page
        assert "&lt;b&gt;*text*&lt;/b&gt;." in page
        assert "<b>*text*" not in page
        assert "[added: </span> newer<span" in page


@pytest.mark.parametrize("query", ["", "?one=x&other=²", f"?one={'9' * 40}", "?one=7&other=8"])
def test_revisions_that_are_not_there_are_not_found(as_admin, written, query):
    assert as_admin.get(history_of(written, f"compare/{query}")).status_code == 404
    assert as_admin.get(history_of(written, "77/")).status_code == 404
    assert as_admin.get(history_of(written, "?before=x")).status_code == 200


def test_a_revision_is_brought_back_as_a_new_one(as_admin, admin_user, written, opened):
    sent = {"body": "Worse.", "topics": [], "sources": "A book"}
    as_admin.post(change_of(written), opened(as_admin, written) | sent | {"_move": "publish"})
    page = text_of(as_admin.get(history_of(written, "1/")))
    assert "Bring back revision 1?" in page
    assert numbers(written) == [2, 1]
    page = text_of(bring_back(as_admin, written, 1))
    assert "The article says again what revision 1 said." in page
    written.refresh_from_db()
    assert (written.body, written.sources, written.topics.count()) == ("Some *text*.\n", "", 1)
    assert "Some <em>text</em>." in written.body_html
    assert written.last_modified == localdate()
    assert written.is_published  # only its words came back
    latest = written.revisions.first()
    assert (latest.number, latest.by, latest.restored_number) == (3, admin_user, 1)
    assert "Brought back from revision 1: text" in text_of(as_admin.get(history_of(written)))


def test_the_people_come_back_in_their_order(as_admin, article):
    save_revision(article, by=None)
    people = [Person.get_or_create_by_name(name) for name in ("Zoe", "Ada")]
    Byline.objects.replace(article.pk, "written", people)
    save_revision(article, by=None)
    Byline.objects.replace(article.pk, "written", people[::-1])
    save_revision(article, by=None)
    assert article.revisions.first().changed_labels == ["by-lines"]
    bring_back(as_admin, article, 2)
    assert list(map(str, Article.objects.get().written_by)) == ["Zoe", "Ada"]


def test_what_is_gone_meanwhile_stays_away_and_is_named(as_admin, article):
    article.topics.add(Topic.get_or_create_by_name("heart valves"))
    lost = Person.get_or_create_by_name("Lost Soul")
    Byline.objects.replace(article.pk, "reviewed", [lost])
    save_revision(article, by=None)
    Byline.objects.replace(article.pk, "reviewed", [])
    lost.delete()
    Topic.objects.get().delete()
    article.body = "Other."
    save_article(article)
    save_revision(article, by=None)
    page = text_of(bring_back(as_admin, article, 1))
    assert "“Lost Soul” has been deleted since, and stays away." in page
    assert "“heart valves” has been deleted since, and stays away." in page
    assert Article.objects.get().body == "A *text* about threads.\n"


def test_a_picture_that_is_gone_is_named(as_admin, article):
    article.body = "Text ![](/pictures/heart/)"
    save_article(article)
    save_revision(article, by=None)
    article.body = "Text"
    save_article(article)
    save_revision(article, by=None)
    one = f"/admin/articles/article/{article.pk}/history/1/"
    page = text_of(as_admin.post(one, {"latest": "2"}, follow=True))
    assert "“heart” has been deleted since, and stays away." in page


@pytest.mark.parametrize("is_former", [False, True])
def test_an_address_that_is_taken_meanwhile_stays_with_the_other(as_admin, article, is_former):
    unpublish_article(article)  # drafts leave no former address behind
    Article.objects.filter(pk=article.pk).update(thread=None)
    article = Article.objects.get()
    save_revision(article, by=None)
    article.slug, article.body = "moved", "Other."
    save_article(article)
    save_revision(article, by=None)
    other = Article.objects.create(title="Other", slug="on-threads", body="x")
    if is_former:
        publish_article(other)
        other.slug = "gone-on"
        save_article(other)
    page = text_of(bring_back(as_admin, article, 1))
    assert "Another article has had the address “on-threads” since" in page
    article.refresh_from_db()
    assert (article.slug, article.body) == ("moved", "A *text* about threads.\n")


def test_an_address_comes_back_and_the_other_one_leads_there(client, as_admin, article):
    save_revision(article, by=None)
    article.slug = "moved"
    save_article(article)
    save_revision(article, by=None)
    bring_back(as_admin, article, 1)
    assert client.get("/articles/on-threads/").status_code == 200
    assert client.get("/articles/moved/").url == "/articles/on-threads/"


def test_whoever_asked_before_somebody_saved_is_asked_again(as_admin, written):
    written.body = "Newer."
    save_article(written)
    response = as_admin.post(history_of(written, "1/"), {"latest": 1})
    assert "Somebody has saved this article meanwhile." in text_of(response)
    written.refresh_from_db()
    assert written.body == "Newer.\n"
    assert numbers(written) == [2, 1]


def test_there_is_nothing_to_bring_back_from_the_same_words(as_admin, written):
    assert "There is nothing to bring back." in text_of(as_admin.get(history_of(written, "1/")))


def test_only_those_who_may_change_it_bring_it_back(client, as_member, article, author):
    save_revision(article, by=None)
    article.body = "Newer."
    save_article(article)
    save_revision(article, by=None)
    by_author = logged_in(author)
    assert by_author.get(history_of(article)).status_code == 200  # it is published
    assert "Bring this one back" not in text_of(by_author.get(history_of(article)))
    for somebody in (client, as_member, by_author):
        for method in (somebody.get, somebody.post):
            response = method(history_of(article, "1/"), {"latest": 2})
            assert response.status_code in {302, 403}
    article.refresh_from_db()
    assert article.body == "Newer.\n"
    draft = Article.objects.create(title="D", slug="d", body="x")
    save_revision(draft, by=None)
    for page in ("", "1/", "compare/?one=1&other=1"):
        assert by_author.get(history_of(draft, page)).status_code == 404


def test_revisions_are_not_edited_in_django_admin(as_admin, written):
    assert as_admin.get("/admin/articles/revision/").status_code == 404


def test_words_stay_when_their_account_goes(as_admin, written, admin_user):
    other = person("olga", is_staff=True, is_superuser=True)
    written.body = "By Olga."
    save_article(written)
    save_revision(written, by=other)
    other.delete()
    assert written.revisions.first().snapshot["body"] == "By Olga."
    assert text_of(as_admin.get(history_of(written))).count("<td>–</td>") == 1


def test_a_draft_goes_with_its_revisions(as_admin, written):
    as_admin.post(f"/admin/articles/article/{written.pk}/delete/", {"post": "yes"})
    assert not Article.objects.exists()
    assert not Revision.objects.exists()


def test_the_list_says_who_changed_it_last(as_admin, written, opened, as_other_admin, django_assert_max_num_queries):
    as_other_admin.post(change_of(written), opened(as_other_admin, written) | {"body": "Mine."})
    assert ", olga</td>" in text_of(as_admin.get("/admin/articles/article/"))
    for number in range(5):
        more = Article.objects.create(title="M", slug=f"m{number}", body="x")
        save_revision(more, by=None)
    with django_assert_max_num_queries(14):
        as_admin.get("/admin/articles/article/")
