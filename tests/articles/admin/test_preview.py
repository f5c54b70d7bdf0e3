"""The preview beside the form: the page as readers will get it, and nothing is stored."""

import re

import pytest
from django.contrib.auth.models import Group

from articles.models import Article, Byline, FormerAddress, Person, Revision
from articles.publication import retire_article
from comments.models import OutgoingEmail, Thread
from tests.articles.conftest import ADD, change_of, rows
from tests.conftest import logged_in, person, text_of

NEW = "/admin/articles/article/add/preview/"


def preview_of(article: Article) -> str:
    return f"/admin/articles/article/{article.pk}/preview/"


def main_of(page: str) -> str:
    main = re.search(r"<main.*</main>", page, re.DOTALL)[0]
    return re.sub(r'(name="csrfmiddlewaretoken" value=)"\w+"', r"\1", main)


def test_the_preview_shows_the_page_as_it_will_be(client, as_admin, article, opened):
    cora = Byline(role="reviewed", person=Person.get_or_create_by_name("Dr Cora"), position=3)
    sent = opened(as_admin, article) | rows([*article.bylines.all(), cora])
    sent |= {"title": "A better one", "body": "## New\n\n*words*", "sources": "A book"}
    previewed = main_of(text_of(as_admin.post(preview_of(article), sent)))
    for words in ("A better one</h1>", "<em>words</em>", "Dr Cora", "A book"):
        assert words in previewed
    as_admin.post(change_of(article), sent)
    assert main_of(text_of(as_admin.get(article.get_absolute_url()))) == previewed


def test_it_leaves_no_trace(as_admin, article, opened, form):
    sent = opened(as_admin, article) | {"title": "Other", "slug": "other", "body": "Other."}
    models = (Article, Byline, FormerAddress, OutgoingEmail, Revision, Thread)
    before = [[*model.objects.values_list()] for model in models]
    assert "Other." in text_of(as_admin.post(preview_of(article), sent | {"_move": "retire"}))
    assert "Some <em>text</em>." in text_of(as_admin.post(NEW, form))
    assert [[*model.objects.values_list()] for model in models] == before
    assert not as_admin.get("/admin/").context["messages"]


def test_no_fragment_of_a_preview_reaches_readers(client, as_admin, article, opened):
    """Pieces of pages are kept by the version, which a preview shares with what is stored."""
    sent = opened(as_admin, article) | {"title": "Not this", "copyright_holder": "Nor that"}
    assert "Nor that" in text_of(as_admin.post(preview_of(article), sent))
    page = text_of(client.get(article.get_absolute_url()))
    assert "the house" in page
    assert "Not this" not in page
    assert "Nor that" not in page


def test_a_new_article_has_a_preview_before_it_is_saved(as_admin, form):
    page = text_of(as_admin.post(NEW, form))
    assert "A draft: only editors" in page
    assert "Some <em>text</em>." in page


def test_mistakes_are_shown_instead_of_the_preview(as_admin, article, form, opened):
    for address in (NEW, preview_of(article)):
        sent = opened(as_admin, article) | {"title": "", "slug": "<b>"}
        page = text_of(as_admin.post(address, sent | {"bylines-0-person": ""}))
        assert "Title: This field is required." in page
        assert "Person: This field is required." in page
        assert "<b>" not in main_of(page)


def test_it_shows_ones_own_words_though_somebody_has_saved(as_admin, as_other_admin, article, opened):
    mine, theirs = opened(as_admin, article), opened(as_other_admin, article)
    as_other_admin.post(change_of(article), theirs | {"body": "Theirs.", "bylines-1-DELETE": "on"})
    page = text_of(as_admin.post(preview_of(article), mine | {"body": "Mine."}))
    assert "<p>Mine.</p>" in page
    assert "Edgar Editor" in page


def test_only_its_two_pages_have_a_frame(as_admin, article, form):
    response = as_admin.post(NEW, form)
    assert "frame-ancestors 'self'" in response["Content-Security-Policy"]
    assert response["X-Frame-Options"] == "SAMEORIGIN"
    assert "no-store" in response["Cache-Control"]
    assert "frame-src" not in response["Content-Security-Policy"]
    for address in (ADD, change_of(article)):
        response = as_admin.get(address)
        assert "frame-src 'self'" in response["Content-Security-Policy"]
        assert "frame-ancestors 'none'" in response["Content-Security-Policy"]
        assert response["X-Frame-Options"] == "DENY"
        assert "editor.js" in text_of(response)
    for address in (article.get_absolute_url(), "/admin/articles/article/", "/admin/articles/topic/add/"):
        response = as_admin.get(address)
        assert "frame-src" not in response["Content-Security-Policy"]
        assert "editor.js" not in text_of(response)


def test_only_people_who_may_save_see_the_preview(client, as_member, article, author, form):
    by_author = logged_in(author)
    for somebody in (client, as_member):
        for address in (NEW, preview_of(article)):
            assert somebody.post(address, form).status_code in {302, 403}
    assert by_author.post(NEW, form).status_code == 200
    assert by_author.post(preview_of(article), form).status_code == 403
    draft = Article.objects.create(title="D", slug="d", body="x")
    assert by_author.post(preview_of(draft), form).status_code == 404
    reads = person("rea", is_staff=True)
    reads.groups.add(Group.objects.create(name="nobody"))
    assert logged_in(reads).post(NEW, form).status_code == 403


def test_it_is_not_to_be_had_by_an_address_alone(as_admin, article):
    for address in (NEW, preview_of(article)):
        assert as_admin.get(address).status_code == 405
    assert as_admin.post("/admin/articles/article/99999999999999999999999/preview/").status_code == 404


@pytest.mark.parametrize("state", ["scheduled", "retired"])
def test_it_works_in_every_state(as_admin, article, opened, state, travel):
    sent = opened(as_admin, article)
    if state == "retired":
        retire_article(article, "Old.")
        assert "Say in a sentence why" in text_of(as_admin.post(preview_of(article), sent))
        sent |= {"retired_because": "Old."}
    else:
        travel(hours=-2)
    page = text_of(as_admin.post(preview_of(article), sent | {"body": "Other."}))
    assert "<p>Other.</p>" in page
    assert ("Scheduled for" in page) == (state == "scheduled")


def test_who_may_only_look_gets_no_preview(article, author):
    page = text_of(logged_in(author).get(change_of(article)))
    assert "<iframe" not in page
    assert 'name="_save"' not in page
