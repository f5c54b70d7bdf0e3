"""Articles, comments and sanctions in Django admin: writing, publishing, the lists and their actions."""

import re
from datetime import date
from html import unescape

import pytest
from django.utils.timezone import localdate

from articles.models import Article, Person, Topic
from comments.models import Comment, Sanction, Thread
from tests.articles.conftest import ADD
from tests.comments.acting import submit_comment
from tests.conftest import HELD, text_of


def test_an_admin_writes_and_publishes(client, as_admin, form):
    response = as_admin.post(ADD, form | {"_move": "publish"})
    assert response.url == "/articles/a-new-one/"
    page = text_of(client.get("/articles/a-new-one/"))
    assert "Some <em>text</em>." in page
    assert "heart valves" in page


def test_an_article_may_have_several_authors(client, as_admin, form):
    names = {"written": ["Ada", "Ben"], "edited": ["Ada"], "reviewed": ["Dr Cora"]}
    lines = [(role, name) for role in names for name in names[role]]
    form |= {"bylines-TOTAL_FORMS": len(lines), "_move": "publish"}
    for index, (role, name) in enumerate(lines):
        person = Person.get_or_create_by_name(name)
        form |= {
            f"bylines-{index}-role": role, f"bylines-{index}-person": person.pk,
            f"bylines-{index}-position": index + 1,
        }  # fmt: skip
    as_admin.post(ADD, form)
    article = Article.objects.get()
    assert [str(person) for person in article.written_by] == ["Ada", "Ben"]
    page = text_of(client.get("/articles/a-new-one/"))
    assert '<dt>Reviewed by</dt><dd><a href="/people/dr-cora/"' in page
    assert "A new one" in text_of(client.get("/people/ada/"))


def test_what_is_only_saved_is_a_draft(client, as_admin, form):
    as_admin.post(ADD, form)
    assert client.get("/articles/a-new-one/").status_code == 404
    article = Article.objects.get()
    assert "Save and publish" in text_of(as_admin.get(f"/admin/articles/article/{article.pk}/change/"))


def test_publishing_from_the_list(client, as_admin, form):
    as_admin.post(ADD, form)
    chosen = {"action": "publish", "_selected_action": [Article.objects.get().pk]}
    as_admin.post("/admin/articles/article/", chosen)
    assert client.get("/articles/a-new-one/").status_code == 200
    as_admin.post("/admin/articles/article/", chosen | {"action": "unpublish"})
    assert client.get("/articles/a-new-one/").status_code == 404


@pytest.mark.parametrize(
    ("change", "shown"),
    [
        ({"body": "Other text."}, "today"),
        ({"copyright_holder": "Ed"}, "2026-10-04"),
        ({"body": "Some _text_.  "}, "2026-10-04"),
        ({"body": "Other text.", "last_modified": "2026-10-05"}, "2026-10-05"),
    ],
)
def test_last_modified_moves_with_what_readers_read(as_admin, form, change, shown):
    as_admin.post(ADD, form)
    article = Article.objects.get()
    as_admin.post(f"/admin/articles/article/{article.pk}/change/", form | change)
    article.refresh_from_db()
    assert article.last_modified == (localdate() if shown == "today" else date.fromisoformat(shown))


def test_a_change_of_topics_alone_changes_the_page(client, as_admin, form):
    as_admin.post(ADD, form | {"_move": "publish"})
    etag = client.get("/articles/a-new-one/")["ETag"]
    article = Article.objects.get()
    as_admin.post(f"/admin/articles/article/{article.pk}/change/", form | {"topics": []})
    assert client.get("/articles/a-new-one/")["ETag"] != etag


def test_an_article_with_a_discussion_cannot_be_deleted(as_admin, article):
    assert as_admin.post(f"/admin/articles/article/{article.pk}/delete/", {"post": "yes"}).status_code == 403
    draft = Article.objects.create(title="Draft", slug="draft", body="x")
    as_admin.post(f"/admin/articles/article/{draft.pk}/delete/", {"post": "yes"})
    assert list(Article.objects.all()) == [article]


def test_the_same_verbs_from_django_admin(as_admin, admin_user, post):
    held = [post(verdict=HELD).pk, post(verdict=HELD).pk]
    done = post(verdict=HELD)
    done.decide("reject")
    response = as_admin.post(
        "/admin/comments/comment/",
        {"action": "reject", "_selected_action": [*held, done.pk], "reason": "Because"},
        follow=True,
    )
    page = text_of(response)
    assert "2 posts rejected." in page
    assert "is rejected already" in page
    lines = [comment.last_decision for comment in Comment.objects.filter(pk__in=held)]
    assert {(line.verb, line.reason, line.moderator) for line in lines} == {("reject", "Because", admin_user)}


def test_banning_the_author_of_a_post(client, as_admin, thread):
    submit_comment(client, thread)
    chosen = {"action": "ban_authors", "_selected_action": [Comment.objects.get().pk], "reason": "Spam"}
    as_admin.post("/admin/comments/comment/", chosen)
    assert Sanction.objects.get().reason == "Spam"
    assert submit_comment(client, thread, "Once more").status_code == 422


def test_words_of_readers_are_not_changed_or_deleted_by_hand(as_admin, post):
    comment = post()
    page = text_of(as_admin.get(f"/admin/comments/comment/{comment.pk}/change/"))
    assert "<textarea" not in page
    address = f"/admin/comments/comment/{comment.pk}"
    assert as_admin.post(f"{address}/change/", {"body": "x"}).status_code == 403
    assert as_admin.post(f"{address}/delete/", {"post": "yes"}).status_code == 403
    assert as_admin.get("/admin/comments/comment/add/").status_code == 403


def test_a_discussion_is_closed_in_django_admin(client, as_admin, thread):
    etag = client.get(thread.url)["ETag"]
    as_admin.post(f"/admin/comments/thread/{thread.pk}/change/", {"preset": "closed"})
    thread.refresh_from_db()
    assert not thread.is_open
    assert client.get(thread.url)["ETag"] != etag


def test_every_admin_page_opens(as_admin, admin_user, post):
    post(verdict=HELD)
    Sanction.objects.create(author_key="k", reason="x")
    assert Thread.objects.exists()
    for app, models in {
        "accounts": ["user"],
        "articles": ["anniversary", "article", "fact", "person", "picture", "topic"],
        "comments": ["comment", "decision", "outgoingemail", "sanction", "thread"],
    }.items():
        for model in models:
            assert as_admin.get(f"/admin/{app}/{model}/").status_code == 200
    for model in ("comment", "decision", "thread"):
        pk = Comment.objects.get().pk if model == "comment" else 0
        pk = pk or {"decision": Comment.objects.get().last_decision.pk, "thread": Thread.objects.get().pk}[model]
        assert as_admin.get(f"/admin/comments/{model}/{pk}/change/").status_code == 200
    assert as_admin.get(f"/admin/accounts/user/{admin_user.pk}/change/").status_code == 200
    assert as_admin.get("/admin/accounts/user/add/").status_code == 200


@pytest.mark.parametrize(
    "address",
    [
        "comments/outgoingemail/?body__contains=key",
        "comments/outgoingemail/?to__startswith=a",
        "comments/comment/?author=1",
        "comments/comment/?author__isnull=False",
        "comments/comment/?author_key__startswith=a",
        "comments/sanction/?author_key__startswith=a",
        "accounts/user/?comments=1",
        "accounts/user/?comments__id__exact=1",
        "accounts/user/?password__startswith=argon2",
        "articles/article/?body__contains=x",
        "articles/article/?topics__articles__preview_key__startswith=a",
        "articles/article/?topics__articles__created_by__password__startswith=a",
        "articles/fact/?topics__articles__body__contains=x",
        "articles/picture/?uploaded_by__password__startswith=a",
        "comments/decision/?moderator__password__startswith=a",
    ],
)
def test_filters_do_not_reveal_secrets_letter_by_letter(as_admin, post, address):
    post()
    assert as_admin.get(f"/admin/{address}").status_code == 400


def test_the_filters_that_are_offered_work(as_admin, post):
    post()
    for query in ("status__exact=published", "status__exact=held", "q=Hello"):
        assert as_admin.get(f"/admin/comments/comment/?{query}").status_code == 200
    assert as_admin.get("/admin/accounts/user/?is_staff__exact=1").status_code == 200
    assert as_admin.get("/admin/comments/decision/?moderator__id__exact=1").status_code == 200


def test_the_list_of_articles_is_filtered_by_what_it_offers(as_admin, article):
    article.topics.add(Topic.get_or_create_by_name("hearts"))
    page = text_of(as_admin.get("/admin/articles/article/"))
    offered = {unescape(link) for link in re.findall(r'href="(\?[^"]*__[^"]*)"', page)}
    assert {link.partition("=")[0] for link in offered} >= {"?bylines__person__id__exact"}
    for link in offered:
        assert as_admin.get(f"/admin/articles/article/{link}").status_code == 200


def test_a_draft_is_shown_to_editors_only(client, as_admin, as_member, form):
    as_admin.post(ADD, form)
    page = text_of(as_admin.get("/articles/a-new-one/"))
    assert "A draft: only editors, and people with its secret link," in page
    assert "Some <em>text</em>." in page
    assert "Discuss this Article" not in page
    for somebody in (client, as_member):
        assert somebody.get("/articles/a-new-one/").status_code == 404


def test_the_page_of_an_article_leads_editors_to_its_form(as_admin, as_member, article):
    url = article.get_absolute_url()
    change = f"/admin/articles/article/{article.pk}/change/"
    assert change in text_of(as_admin.get(url))
    assert f"/admin/comments/thread/{article.thread_id}/change/" in text_of(as_admin.get(url))
    assert change not in text_of(as_member.get(url))


def test_readers_and_moderators_have_no_business_there(client, as_member, as_moderator, db):
    assert client.get("/admin/").status_code == 302
    for somebody in (as_member, as_moderator):
        assert somebody.get("/admin/").status_code in (302, 403)
        assert somebody.get("/admin/articles/article/").status_code in (302, 403)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("ground/", "rejectionreason/"),
        ("ground/3/change/", "rejectionreason/3/change/"),
        ("letter/?kind=decided", "outgoingemail/?kind=decided"),
        ("dangerphrase/try/", "crisisphrase/try/"),
    ],
)
def test_old_addresses_of_renamed_models_redirect(client, old, new):
    response = client.post(f"/admin/comments/{old}")
    assert response.status_code == 308
    assert response["Location"] == f"/admin/comments/{new}"


def test_an_article_has_a_greatest_length(as_admin, article):
    page = as_admin.get(f"/admin/articles/article/{article.pk}/change/")
    form = page.context["adminform"].form
    form_class = type(form)
    long = form_class({"title": "T", "slug": "t", "body": "word " * 40_001}, instance=article)
    assert "at most 200000 characters" not in str(form.errors)
    assert "at most 200000" in str(long.errors["body"])
