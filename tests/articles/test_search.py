"""The search page: results, order, spelling, and hints."""

import re
from datetime import timedelta

import pytest
from django.utils.timezone import now
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from articles.models import Article, SpellingVariant
from articles.models.spelling_variant import compute_edit_distance
from articles.models.state import Transition
from articles.publication import (
    mark_due_articles,
    publish_article,
    retire_article,
    save_article,
    transition_article,
    unpublish_article,
)
from comments.models import Comment
from comments.search import SearchTerms
from comments.search.ranking import MAX_CANDIDATES
from comments.submission.submit import add_comment
from tests.conftest import ACCEPTED, text_of


@pytest.fixture
def publish(db):
    def publish(title: str, body: str = "Nothing else.") -> Article:
        slug = re.sub(r"\W+", "-", title.lower())
        article = Article.objects.create(title=title, slug=slug, body=body)
        publish_article(article)
        return article

    return publish


def search(client, query: str, **parameters: str) -> str:
    response = client.get("/search/", {"q": query, **parameters}, follow=True)
    assert response.status_code == 200
    return text_of(response)


def titles(page: str) -> list[str]:
    found = re.findall(r"<h3><a [^>]*>(.*?)</a>", page)
    return [re.sub(r"<[^>]*>", "", title).strip() for title in found]


def test_without_words_there_is_a_form_and_a_hint(client, db):
    page = text_of(client.get("/search/"))
    assert 'name="q"' in page
    assert "all the words you type" in page


def test_articles_come_first_then_posts_with_the_words_marked(client, publish, post):
    publish("Leaking valves", "Water everywhere.")
    post("My **valve** leaks & drips.")
    page = search(client, "leaking valve")
    assert titles(page) == ["Leaking valves", "Post 1 on On Threads"]
    assert "<mark>Leaking</mark> <mark>valves</mark>" in page
    assert "My <mark>valve</mark> <mark>leaks</mark> &amp; drips." in re.sub(r" +", " ", page)
    assert 'href="/articles/on-threads/?post=1#post-1"' in page


def test_a_title_counts_for_more_than_a_text(client, publish):
    publish("Valves")
    publish("Something", "valves " * 50)
    assert titles(search(client, "valve")) == ["Valves", "Something"]


def test_adjacent_words_count_for_more(client, post):
    post("A repair of the mitral valve")
    post("Mitral, said the doctor. " + "And so on. " * 20 + "The valve.")
    assert titles(search(client, "mitral valve"))[0].startswith("Post 1")


@pytest.mark.parametrize(("kind", "shown"), [("articles", ["Valves"]), ("posts", ["Post 1 on On Threads"])])
def test_one_kind_alone(client, publish, post, kind, shown):
    publish("Valves")
    post("My valve")
    assert titles(search(client, "valve", **{"in": kind})) == shown


def test_only_what_is_published_is_found(client, publish):
    Article.objects.create(title="A draft about valves", slug="draft", body="valves")
    later = Article.objects.create(title="Tomorrow: valves", slug="later", body="valves")
    publish_article(later, now() + timedelta(days=1))
    gone = publish("Valves of old")
    add_comment(gone.thread, Comment(body="A valve of old"), ACCEPTED)
    unpublish_article(gone)
    assert "Nothing here has all the words" in search(client, "valve")


def test_drafts_do_not_rank_above_published_articles(client, publish):
    publish("Valves")
    gone = publish("Valves of old")
    retire_article(gone, "Wrong.")
    Article.objects.bulk_create(
        Article(title="Valves", slug=f"draft-{number}", body="valves") for number in range(MAX_CANDIDATES)
    )
    for query in ("valves", "nothing else valves"):
        assert titles(search(client, query)) == ["Valves"]
    transition_article(gone, Transition.PUBLISH)
    assert titles(search(client, "old valves")) == ["Valves of old"]


def test_a_changed_article_is_found_by_its_new_words(client, publish):
    article = publish("Valves")
    article.title, article.body = "Hearts", "Of hearts"
    save_article(article)
    assert titles(search(client, "hearts")) == ["Hearts"]
    assert titles(search(client, "valves", **{"in": "articles"})) == []


@pytest.mark.parametrize("typed", ["regurgetation", "regurgitatoin", "regugitation", "Regurggitation"])
def test_a_mistyped_word_of_a_title_is_forgiven(client, publish, typed):
    publish("What regurgitation means")
    page = search(client, typed)
    assert titles(page) == ["What regurgitation means"]
    assert "Showing results for <em>regurgitation</em>" in page


def test_posts_are_found_for_what_was_meant_as_well(client, publish, post):
    publish("What regurgitation means")
    post("My regurgitation")
    assert len(titles(search(client, "regurgetation"))) == 2
    assert titles(search(client, "regurgetation", **{"in": "posts"})) == ["Post 1 on On Threads"]


def test_posts_that_say_what_was_typed_stay(client, publish, post):
    publish("What regurgitation means")
    post("My regurgetation")
    page = search(client, "regurgetation")
    assert len(titles(page)) == 2
    assert "posts for what you typed" in page


def test_a_word_that_is_right_is_not_mended(client, publish):
    publish("Walking")
    publish("Talking")
    assert titles(search(client, "walking")) == ["Walking"]
    assert titles(search(client, "walking talking", **{"in": "articles"})) == []


@pytest.mark.parametrize("later", [None, timedelta(days=1)])
def test_a_word_of_a_draft_is_nobody_s_spelling(client, publish, later):
    """Else a slip in the first title would never be forgiven; and it would tell of the draft."""
    publish("What regurgitation means")
    draft = Article.objects.create(title="Regurgetation", slug="draft", body="...")
    if later:
        publish_article(draft, now() + later)
    assert titles(search(client, "regurgetation")) == ["What regurgitation means"]


def test_a_word_of_a_title_is_known_once_its_time_has_come(client, db, travel):
    article = Article.objects.create(title="Regurgitation", slug="later", body="...")
    publish_article(article, now() + timedelta(days=1))
    travel(days=2)
    mark_due_articles()
    assert titles(search(client, "regurgetation")) == ["Regurgitation"]


def test_a_word_of_a_draft_is_not_offered(client, db):
    Article.objects.create(title="Regurgitation", slug="draft", body="…")
    page = search(client, "regurgetation")
    assert "egurgitation" not in page.replace("regurgetation", "")


def test_nothing_found_says_what_to_do(client, publish):
    page = search(client, "xylophone", **{"in": "articles"})
    assert "Try fewer words" in page
    assert "Look everywhere" in page


def test_a_capped_count_of_posts_is_shown_honestly(client, thread, post):
    Comment.objects.bulk_create(
        Comment(thread=thread, body="valve", body_html="<p>valve</p>", status="published",
                number=n, path=f"{n:07}")
        for n in range(1, MAX_CANDIDATES + 10)
    )  # fmt: skip
    page = search(client, "valve")
    assert len(titles(page)) == 20
    assert "the best of the newest 150" in page


def test_a_post_that_has_the_word_in_an_address_only_comes_last(client, post):
    post("My valve, and more")
    post("See [this](https://example.org/valve)")
    assert [title[:6] for title in titles(search(client, "valve"))] == ["Post 1", "Post 2"]


def test_what_is_marked_is_escaped(client, post):
    post("`<b>valve</b>` \"valve' & <script>valve</script>")
    page = search(client, "valve b script")
    assert "&lt;<mark>b</mark>&gt;<mark>valve</mark>" in page
    assert "<script>valve" not in page


@pytest.mark.parametrize(
    "typed",
    ['"', "<script>alert(1)</script>", "a\0b", "🫀", "\u202ecba", "x" * 10_000, "a b " * 3000,
     "*", "NEAR(", "';--", "%", "../..", "سلام"],
)  # fmt: skip
def test_any_words_get_an_answer(client, article, post, typed):
    post("nothing of the kind")
    page = search(client, typed)
    assert "<script>alert" not in page


@pytest.mark.parametrize("query", [b"q=%ff%fe", b"q=%ed%a0%80", b"q=%00", b"q", b"q=a&q=b", b"q=%", b"in=x&q=a"])
def test_any_query_string_gets_an_answer(client, article, query):
    response = client.get("/search/?" + query.decode(), follow=True)
    assert response.status_code == 200
    assert len(response.redirect_chain) <= 1


@pytest.mark.django_db
@given(st.text(max_size=150))
@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_text_gets_an_answer(client, article, typed):
    typed = typed.encode("utf-8", "replace").decode()
    response = client.get("/search/", {"q": typed}, follow=True)
    assert response.status_code == 200
    assert len(response.redirect_chain) <= 1


def test_a_search_has_one_address(client, db):
    response = client.get("/search/?utm=1&q=+valve++heart+&in=all")
    assert (response.status_code, response["Location"]) == (301, "/search/?q=valve+heart")


def test_pages_of_results_are_no_pages_for_robots(client, db):
    assert '<meta name="robots" content="noindex">' in search(client, "valve")


def test_guests_share_a_page_and_members_do_not(client, as_member, article):
    assert "s-maxage" in client.get("/search/?q=a")["Cache-Control"]
    assert "private" in as_member.get("/search/?q=a")["Cache-Control"]


def test_a_search_asks_few_queries(client, publish, post, django_assert_max_num_queries):
    publish("Valves")
    for _ in range(5):
        post("My valve")
    with django_assert_max_num_queries(20):
        search(client, "valve")


@pytest.mark.parametrize(
    ("one", "other", "far"), [("abc", "abc", 0), ("abc", "acb", 1), ("abc", "ab", 1), ("abc", "xbcd", 2)]
)
def test_a_distance_counts_mistakes(one, other, far):
    assert compute_edit_distance(one, other) == compute_edit_distance(other, one) == far


@given(st.text("abcdefg", min_size=8, max_size=14), st.data())
@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@pytest.mark.django_db
def test_two_mistakes_in_a_long_word_are_forgiven(db, word, data):
    at = data.draw(st.integers(0, len(word) - 2))
    mistyped = word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    SpellingVariant.objects.all().delete()
    SpellingVariant.objects.add_titles([word])
    meant = SpellingVariant.objects.suggest_words([mistyped])
    assert meant == ({mistyped: [word]} if mistyped != word else {})


@given(st.text(), st.lists(st.text("abcxyz", min_size=1, max_size=6), min_size=1, max_size=4))
def test_a_passage_is_a_part_of_the_text(text, words):
    passage = SearchTerms(words).build_snippet(text)
    said = "".join(piece.text for piece in passage)
    assert said.removeprefix("… ").removesuffix(" …") in text
