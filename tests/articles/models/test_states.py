"""The states of an article: permissions of each transition, and the page in each state."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import IntegrityError
from django.utils.timezone import now

from articles.models import Article
from articles.models.state import State, Transition, TransitionNotAllowed
from articles.publication import publish_article, retire_article, save_article, transition_article, unpublish_article
from tests.articles.conftest import ADD, change_of
from tests.comments.acting import submit_comment
from tests.conftest import logged_in, text_of


@pytest.fixture
def draft(db) -> Article:
    return Article.objects.create(title="Draft", slug="draft", body="Not yet.")


def test_what_is_scheduled_appears_when_its_time_comes(client, draft, travel):
    publish_article(draft, now() + timedelta(hours=2))
    assert draft.current_state == State.SCHEDULED
    for address in ("/articles/draft/", f"/threads/{draft.thread_id}/reply/"):
        assert client.get(address).status_code == 404
    assert "Draft" not in text_of(client.get("/"))
    travel(hours=3)
    assert draft.current_state == State.PUBLISHED
    assert "Discuss this Article" in text_of(client.get("/articles/draft/"))
    assert client.get(f"/threads/{draft.thread_id}/reply/").status_code == 200
    assert "Draft" in text_of(client.get("/"))


def test_neighbours_learn_that_a_scheduled_article_is_there(article, draft, travel):
    article.related.add(draft)
    publish_article(draft, now() + timedelta(hours=2))
    before = Article.objects.get(pk=article.pk).version
    call_command("note_due_articles")
    assert Article.objects.get(pk=article.pk).version == before
    travel(hours=3)
    call_command("note_due_articles")
    assert Article.objects.get(pk=article.pk).version > before
    assert Article.objects.get(pk=draft.pk).state == State.PUBLISHED


def test_what_is_retired_is_gone_and_says_why(client, article, post):
    post("I was here.")
    retire_article(article, "A newer text has taken its place.")
    for query in ("", "?post=1", "?print=both", "?print=discussion"):
        response = client.get(f"{article.get_absolute_url()}{query}")
        assert response.status_code == 410
        page = text_of(response)
        assert "A newer text has taken its place." in page
        assert "I was here." in page
        assert "about threads" not in page
    assert submit_comment(client, article.thread).status_code == 422
    assert "On Threads" not in text_of(client.get("/"))


def test_what_is_retired_can_come_back(client, article):
    since = article.published_at
    retire_article(article, "By mistake.")
    transition_article(article, Transition.PUBLISH)
    assert client.get(article.get_absolute_url()).status_code == 200
    assert (article.published_at, article.retired_because) == (since, "")


@pytest.mark.parametrize(
    ("state", "move"),
    [
        ("draft", Transition.RETIRE), ("draft", Transition.UNPUBLISH), ("published", Transition.PUBLISH),
        ("published", Transition.SUBMIT), ("retired", Transition.SCHEDULE), ("review", Transition.SUBMIT),
    ],
)  # fmt: skip
def test_some_moves_lead_nowhere(draft, state, move):
    roads = {
        "draft": [], "published": [Transition.PUBLISH], "retired": [Transition.PUBLISH, Transition.RETIRE],
        "review": [Transition.SUBMIT],
    }  # fmt: skip
    for step in roads[state]:
        transition_article(draft, step, reason="Old")
    with pytest.raises(TransitionNotAllowed):
        transition_article(draft, move)
    draft.refresh_from_db()
    assert draft.state == state


def test_the_second_of_two_transitions_is_refused(article):
    same = Article.objects.get(pk=article.pk)
    retire_article(article, "Old.")
    with pytest.raises(TransitionNotAllowed):
        unpublish_article(same)


def test_the_database_wants_to_know_why(article):
    with pytest.raises(IntegrityError):
        Article.objects.filter(pk=article.pk).update(state="retired")


def test_authors_submit_and_editors_publish(client, author, editor, form):
    by_author, by_editor = logged_in(author), logged_in(editor)
    by_author.post(ADD, form | {"_move": "submit"})
    article = Article.objects.get()
    assert (article.state, article.created_by) == ("review", author)
    assert 'value="publish"' not in text_of(by_author.get(change_of(article)))
    assert 'value="return"' in text_of(by_editor.get(change_of(article)))
    by_author.post(change_of(article), form | {"_move": "publish"})
    assert client.get(article.get_absolute_url()).status_code == 404
    by_editor.post(change_of(article), form | {"_move": "publish"})
    assert client.get(article.get_absolute_url()).status_code == 200


def test_authors_touch_only_what_they_have_begun(author, draft, article, form):
    by_author = logged_in(author)
    for other in (draft, article):
        response = by_author.post(change_of(other), form | {"title": "Mine now"})
        assert response.status_code in {403, 404}
    assert not Article.objects.filter(title="Mine now").exists()
    assert by_author.get(draft.get_absolute_url()).status_code == 404
    Article.objects.filter(pk=draft.pk).update(created_by=author)
    assert by_author.get(draft.get_absolute_url()).status_code == 200
    assert "A draft:" in text_of(by_author.get(draft.get_absolute_url()))
    publish_article(draft)
    assert by_author.post(change_of(draft), form).status_code == 403


def test_an_author_finds_only_own_drafts_in_the_list(author, draft, article):
    mine = Article.objects.create(title="My own", slug="own", body="x", created_by=author)
    page = text_of(logged_in(author).get("/admin/articles/article/"))
    assert (mine.title in page, article.title in page) == (True, True)
    assert change_of(draft) not in page


def test_an_author_recommends_only_what_can_be_read(author, editor, draft, article, form):
    logged_in(author).post(ADD, form | {"related": [draft.pk]})
    assert not Article.objects.filter(slug="a-new-one").exists()
    logged_in(author).post(ADD, form | {"related": [article.pk]})
    mine = Article.objects.get(slug="a-new-one")
    logged_in(editor).post(change_of(mine), form | {"related": [article.pk, draft.pk]})
    assert mine.related.count() == 2
    page = text_of(logged_in(author).get(change_of(mine)))
    assert "Draft</option>" not in page
    assert "On Threads</option>" in page
    logged_in(author).post(change_of(mine), form | {"related": [article.pk], "body": "More."})
    assert Article.objects.get(pk=mine.pk).body == "More.\n"
    assert {*mine.related.all()} == {article, draft}


def test_related_articles_are_offered_newest_first(author, draft, article):
    newer = Article.objects.create(title="On Needles", slug="needles", body="Text.")
    publish_article(newer)
    asked = {"app_label": "articles", "model_name": "article", "field_name": "related"}
    found = logged_in(author).get("/admin/autocomplete/", asked | {"term": ""}).json()["results"]
    assert [one["text"] for one in found] == ["On Needles", "On Threads"]


def test_scheduling_asks_when(as_admin, form, travel):
    later = now() + timedelta(days=2)
    date = {"publish_at_0": later.date().isoformat(), "publish_at_1": "09:30"}
    for wrong in ({}, {"publish_at_0": "2020-01-01", "publish_at_1": "09:30"}):
        page = text_of(as_admin.post(ADD, form | {"_move": "schedule"} | wrong))
        assert ("Say when" in page) or ("This is past" in page)
        assert "Some *text*." in page
    as_admin.post(ADD, form | {"_move": "schedule"} | date)
    article = Article.objects.get()
    assert article.state == "scheduled"
    assert article.published_at.date() == later.date()


def test_another_time_is_not_dropped_in_silence(as_admin, form):
    soon = {"publish_at_0": "2126-01-02", "publish_at_1": "10:00"}
    as_admin.post(ADD, form | soon | {"_move": "schedule"})
    article = Article.objects.get()
    later = form | soon | {"publish_at_1": "11:00"}
    assert "use “Save and schedule”" in text_of(as_admin.post(change_of(article), later))
    assert as_admin.post(change_of(article), form | soon).status_code == 302
    assert as_admin.post(change_of(article), later | {"_move": "schedule"}).status_code == 302
    assert Article.objects.get().published_at.hour == 11


def test_retiring_asks_why(as_admin, form):
    as_admin.post(ADD, form | {"_move": "publish"})
    article = Article.objects.get()
    page = text_of(as_admin.post(change_of(article), form | {"_move": "retire"}))
    assert "Say in a sentence why" in page
    as_admin.post(change_of(article), form | {"_move": "retire", "retired_because": "Old."})
    article.refresh_from_db()
    assert (article.state, article.retired_because) == ("retired", "Old.")


def test_what_is_retired_cannot_stop_saying_why(as_admin, article, form):
    retire_article(article, "Old.")
    change = form | {"title": "Other"}
    assert "Say in a sentence why" in text_of(as_admin.post(change_of(article), change))
    as_admin.post(change_of(article), change | {"_move": "publish"})
    article.refresh_from_db()
    assert (article.state, article.title, article.retired_because) == ("published", "Other", "")


def test_a_move_that_came_too_late_saves_nothing(as_admin, form):
    as_admin.post(ADD, form | {"_move": "publish"})
    article = Article.objects.get()
    stale = form | {"title": "Other", "_move": "publish"}
    page = text_of(as_admin.post(change_of(article), stale))
    assert "It is published now: that cannot be done any more." in page
    article.refresh_from_db()
    assert article.title == "A new one"


def test_the_discussion_is_closed_where_the_article_is_edited(client, as_admin, form):
    as_admin.post(ADD, form | {"_move": "publish"})
    article = Article.objects.get()
    note = {"discussion_note": "Please <b>be kind</b>.\nNo doses."}
    closed = {name: value for name, value in form.items() if name != "discussion_is_open"}
    as_admin.post(change_of(article), closed | note)
    page = text_of(client.get(article.get_absolute_url()))
    assert "This discussion is closed." in page
    assert "Please &lt;b&gt;be kind&lt;/b&gt;.<br>No doses." in page


def test_a_secret_link_shows_the_draft_to_anybody(client, as_admin, draft):
    address = draft.preview_url
    response = client.get(address)
    assert "Not yet." in text_of(response)
    assert "private" in response["Cache-Control"]
    assert 'name="robots" content="noindex"' in text_of(response)
    draft.renew_preview_key()
    assert client.get(address).status_code == 404
    publish_article(draft)
    assert client.get(draft.preview_url).url == draft.get_absolute_url()


@pytest.mark.parametrize("move", [Transition.UNPUBLISH, Transition.RETIRE])
def test_a_secret_link_shows_nothing_that_was_taken_away(client, draft, move):
    address = draft.preview_url
    publish_article(draft)
    transition_article(draft, move, reason="Wrong.")
    assert client.get(address).status_code == 404
    assert "Not yet." in text_of(client.get(draft.preview_url))


def test_an_old_address_leads_to_the_new_one_for_good(client, article, post):
    post()
    article.slug = "renamed"
    save_article(article)
    response = client.get("/articles/on-threads/?post=1")
    assert (response.status_code, response.url) == (301, "/articles/renamed/?post=1")
    article.slug = "again"
    save_article(article)
    for old in ("on-threads", "renamed"):
        assert client.get(f"/articles/{old}/").url == "/articles/again/"
    article.slug = "on-threads"
    save_article(article)
    assert client.get("/articles/on-threads/").status_code == 200
    assert client.get("/articles/again/").url == "/articles/on-threads/"


def test_the_old_address_of_a_draft_leads_nowhere(client, draft):
    draft.slug = "other"
    save_article(draft)
    publish_article(draft)
    assert client.get("/articles/draft/").status_code == 404


def test_an_address_that_leads_elsewhere_is_taken(as_admin, article, form):
    article.slug = "renamed"
    save_article(article)
    page = text_of(as_admin.post(ADD, form | {"slug": "on-threads"}))
    assert "it stood here before. Choose another." in page
    page = text_of(as_admin.post(ADD, form | {"slug": "renamed"}))
    assert "already exists" in page


def test_sources_are_numbered_at_the_end(client, article):
    article.sources = (
        "A study of <valves>, 2019. https://study.example/a?b=1&c=2\n\n"
        "  A book, without address \nhttps://bare.example/\njavascript:alert(1)"
    )
    save_article(article)
    page = text_of(client.get(article.get_absolute_url()))
    assert (
        '<li id="source-1"><a href="https://study.example/a?b=1&amp;c=2" rel="nofollow noopener">'
        "A study of &lt;valves&gt;, 2019.</a></li>" in page
    )
    assert '<li id="source-2">A book, without address</li>' in page
    assert '<li id="source-3"><a href="https://bare.example/"' in page
    assert '<li id="source-4">javascript:alert(1)</li>' in page


def test_the_list_leads_to_what_waits(as_admin, article, post):
    from tests.conftest import HELD

    post("Waiting", verdict=HELD)
    page = text_of(as_admin.get("/admin/articles/article/"))
    queue = f"/moderation/?thread={article.thread_id}"
    assert f'<a href="{queue}">1</a>' in page
    assert "Waiting" in text_of(as_admin.get(queue))
    assert "Waiting" not in text_of(as_admin.get(f"/moderation/?thread={article.thread_id + 1}"))
