"""The search index of comments follows every change of a comment."""

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from comments.models import Comment
from comments.models.log_guard import allow_log_changes
from comments.moderation.decisions import withdraw_comment
from comments.search import COMMENT_INDEX, parse_query
from comments.search.definitions import KEYS_PER_BLOCK, Hits
from comments.search.engines.base import COMMON_WORD_ROWS, SAMPLE_ROWS
from comments.search.query_words import MAX_QUERY_CHARS, MAX_QUERY_WORDS, is_form_of
from comments.search.registry import get_engine
from tests.conftest import ACCEPTED, HELD


def find(words: list[str], most: int) -> Hits:
    return get_engine(connection).find(COMMENT_INDEX, words, most)


def found(typed: str, most: int = 100) -> list[int]:
    return find(parse_query(typed), most).keys


def test_a_published_post_is_found_by_its_words(post):
    one, other = post("A leaking valve"), post("A quiet valve")
    assert found("valve") == [other.pk, one.pk]
    assert found("LEAKING valve") == [one.pk]
    assert found("leaking quiet") == []


def test_a_held_post_is_not_found_until_it_is_approved(post, moderator):
    comment = post("A leaking valve", verdict=HELD)
    assert found("leaking") == []
    comment.decide("approve", by=moderator)
    assert found("leaking") == [comment.pk]


@pytest.mark.parametrize("verb", ["remove", "hold", "spam", "withdraw"])
def test_what_leaves_the_page_is_no_longer_found(post, moderator, verb):
    comment = post("A leaking valve")
    comment.decide(verb, by=moderator)
    assert found("leaking") == []
    if verb != "withdraw":
        comment.decide("approve", by=moderator)
        assert found("leaking") == [comment.pk]


def test_an_edited_post_is_found_by_its_new_words_only(post):
    comment = post("A leaking valve")
    comment.revise(ACCEPTED, body="A quiet heart", author_name="Ada")
    assert (found("leaking"), found("quiet")) == ([], [comment.pk])


def test_a_deleted_post_is_not_found(post):
    comment = post("A leaking valve")
    comment.delete()
    assert found("leaking") == []


def test_what_is_undone_was_never_found(post):
    with transaction.atomic():
        post("A leaking valve")
        transaction.set_rollback(True)
    assert found("leaking") == []


def test_rows_that_come_and_change_in_bulk_are_found(post, thread):
    post()
    rows = [
        Comment(thread=thread, body=f"leaking {n}", status="published", number=n, path=f"{n:07}")
        for n in range(100, 103)
    ]
    Comment.objects.bulk_create(rows)
    assert len(found("leaking")) == 3
    Comment.objects.filter(body="leaking 101").update(body="dripping", status="published")
    assert (len(found("leaking")), len(found("dripping"))) == (2, 1)


@pytest.mark.parametrize(
    ("said", "typed"),
    [
        ("Two valves", "valve"),
        ("It regurgitates", "regurgitation"),
        ("Café au lait", "cafe"),
        ("Cafe au lait", "café"),
        ("mitral/aortic", "aortic"),
        ("valve.repair", "repair"),
        ("follow-up", "follow up"),
        ("follow up", "follow-up"),
        ("“valve”", "valve"),
        ("mail me@example.org", "example"),
        ("The not and of", "not of"),
        ("He has 3D-echo", "3d"),
        ("I don't know", "don't"),
        ("سلام عليكم", "سلام"),
        ("Größe", "GRÖßE"),
        ("valve 🫀 heart", "heart 🫀"),
    ],
)
def test_words_are_the_same_however_they_are_written(post, said, typed):
    comment = post(said)
    assert found(typed) == [comment.pk]


@pytest.mark.parametrize(
    "typed",
    ["", " ", '"', "'", "*", "valve*", "NEAR(a b)", "a AND", "OR", "NOT x", "words:valve", "-valve",
     "a:* & !b | (c", "\0", "a\0b", "\ud800", "🫀", "\u202evalve", "x" * 10_000, "a " * 5000,
     "\U000e0001", "½", "%s %(a)s {row}", "\\", "';--", "ﬁ", "\u0301", "\ue0001", "@0"],
)  # fmt: skip
def test_whatever_is_typed_is_no_syntax(post, typed):
    post("nothing of the kind")
    assert found(typed) == []


@pytest.mark.django_db
@given(st.text(max_size=200), st.text(min_size=1, max_size=200))
@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_text_can_be_indexed_and_looked_for(thread, typed, said):
    with transaction.atomic():
        said = said.replace("\0", "").encode("utf-8", "replace").decode()
        Comment.objects.create(thread=thread, body=said, status="published", number=9, path="9")
        found(typed)
        found(said)
        transaction.set_rollback(True)


@given(st.text())
def test_words_are_bounded(typed):
    words = parse_query(typed)
    assert len(words) <= MAX_QUERY_WORDS
    assert sum(map(len, words)) <= 20 * MAX_QUERY_CHARS
    assert all(word.isalnum() for word in words)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("valve", "valves", True),
        ("regurgitation", "regurgitant", True),
        ("study", "studies", True),
        ("leaking", "leaks", True),
        ("heart", "hear", False),
        ("valve", "valid", False),
        ("a", "an", False),
    ],
)
def test_forms_of_a_word_are_marked_alike(one, other, same):
    assert is_form_of(one, other) is same


def test_another_language_is_not_cut_like_english(settings):
    settings.LANGUAGE_CODE = "de"
    assert is_form_of("herz", "herzen")
    assert not is_form_of("regurgitation", "regurgitant")


@pytest.fixture
def many(post, thread):
    """Posts in several blocks of the index, enough for common words."""

    def many(word: str, keys: range) -> None:
        Comment.objects.bulk_create(
            Comment(pk=key, thread=thread, body=word, status="published", number=key, path=f"{key:07}") for key in keys
        )

    return many


def test_a_rare_word_is_found_however_old_it_is(many):
    many("ancient common", range(10, 20))
    many("common", range(KEYS_PER_BLOCK * 3, KEYS_PER_BLOCK * 3 + COMMON_WORD_ROWS + 5))
    hits = find(["ancient", "common"], 500)
    assert (hits.keys, hits.rows_searched) == ([*range(19, 9, -1)], 0)


def test_common_words_that_never_meet_lately_are_not_looked_for_in_all_blocks(many):
    many("common other", range(10, 20))
    last = KEYS_PER_BLOCK * 3 + SAMPLE_ROWS
    many("common", range(last - COMMON_WORD_ROWS * 2, last - COMMON_WORD_ROWS))
    many("other", range(last - COMMON_WORD_ROWS, last + 1))
    hits = find(["common", "other"], 500)
    assert hits.keys == []
    assert KEYS_PER_BLOCK <= hits.rows_searched <= 2 * KEYS_PER_BLOCK


def test_the_newest_come_first_and_no_more_than_asked_for(many):
    many("common", range(10, 300))
    hits = find(["common"], 50)
    assert hits.keys == [*range(299, 249, -1)]


def test_the_index_is_complete_after_all_migrations(post):
    """SQLite loses triggers when Django rebuilds a table: whoever adds such a migration repeats
    `keep_posts_found` of comments/migrations, `keep_articles_found` of articles/migrations."""
    from articles.search import ARTICLE_INDEX, TITLE_INDEX

    wanted = {
        f"{index.name}_{what}" for index in (COMMENT_INDEX, ARTICLE_INDEX, TITLE_INDEX) for what in ("comes", "changes", "goes")
    }  # fmt: skip
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        else:
            cursor.execute("SELECT tgname FROM pg_trigger")
        assert wanted <= {name for (name,) in cursor.fetchall()}


def test_the_index_can_be_rebuilt(post, article):
    comment = post("A leaking valve")
    get_engine(connection).uninstall(COMMENT_INDEX)
    get_engine(connection).install(COMMENT_INDEX)
    assert found("leaking") == []
    call_command("rebuild_search")
    assert found("leaking") == [comment.pk]
    withdraw_comment(comment)
    assert found("leaking") == []


def test_the_index_speaks_the_language_of_the_site(post, settings):
    comment = post("Eine Undichtigkeit der Klappen")
    settings.LANGUAGE_CODE = "de"
    call_command("rebuild_search")
    assert found("undichtigkeit klappen") == [comment.pk]
    settings.LANGUAGE_CODE = "xx"
    call_command("rebuild_search")
    assert found("klappen") == [comment.pk]


def test_an_emptied_table_leaves_an_empty_index(post):
    post("A leaking valve")
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("TRUNCATE comments_comment CASCADE")
        else:
            cursor.execute("PRAGMA defer_foreign_keys = ON")
            with allow_log_changes():
                cursor.execute("DELETE FROM comments_decision")
            cursor.execute("DELETE FROM comments_comment")
    assert found("leaking") == []
