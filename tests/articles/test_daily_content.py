"""Facts and anniversaries: the choice of a day, and the boxes on articles."""

from datetime import date, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import IntegrityError, transaction

from articles.daily_entry_files import DailyEntryError, load_anniversaries, load_facts
from articles.models import Anniversary, Article, DailyContentVersion, Fact, Topic
from comments.sanitizer import SANITIZER_VERSION
from tests.articles.conftest import THE_DAY, anniversary, fact
from tests.conftest import text_of


def test_facts_take_turns_before_any_comes_again(db):
    facts = [fact(f"Fact {number}") for number in range(5)]
    days = [THE_DAY + timedelta(days=number) for number in range(10)]
    shown = [Fact.objects.visible().get_for_day(day) for day in days]
    assert set(shown[:5]) == set(facts)
    assert shown[:5] == shown[5:]


def test_a_fact_that_shares_a_topic_comes_first(db):
    valves, mountains = (Topic.get_or_create_by_name("valves"), Topic.get_or_create_by_name("mountains"))
    about = {fact("Valves close.", valves), fact("Valves open.", valves, mountains)}
    others = {fact("Snow falls."), fact("Ice melts.")}
    days = [THE_DAY + timedelta(days=number) for number in range(4)]
    assert {Fact.objects.get_for_day(day, [valves.pk]) for day in days} == about
    assert {Fact.objects.get_for_day(day, [Topic.get_or_create_by_name("bees").pk]) for day in days} == about | others


def test_a_fact_that_is_not_shown_has_no_turn(client, article, today):
    hidden = fact("Nobody knows this.", is_shown=False)
    assert "Nobody knows this." not in text_of(client.get(article.get_absolute_url()))
    assert "Nobody knows this." not in text_of(client.get("/facts/"))
    assert client.get(hidden.get_absolute_url()).status_code == 404


def test_of_several_anniversaries_each_has_its_year(db):
    both = [anniversary("One thing.", "10-14", 1900), anniversary("Another.", "10-14", 1950)]
    shown = [Anniversary.objects.get_for_day(date(2026 + n, 10, 14)) for n in range(3)]
    assert shown == [*both, both[0]]


def test_an_anniversary_that_shares_a_topic_comes_first(db):
    valves = Topic.get_or_create_by_name("valves")
    anniversary("Another.", "10-14", 1900)
    fitting = anniversary("A valve.", "10-14", 1950, valves)
    for year in (2026, 2027):
        assert Anniversary.objects.get_for_day(date(year, 10, 14), [valves.pk]) == fitting


@pytest.mark.parametrize(
    ("today", "nearest"), [((2026, 3, 2), "02-29"), ((2026, 12, 31), "12-24"), ((2026, 1, 5), "12-24")]
)
def test_a_day_without_an_anniversary_shows_the_latest_before_it(db, today, nearest):
    for day in ("02-29", "12-24", "06-01"):
        anniversary(f"On {day}.", day, 2000)
    assert str(Anniversary.objects.get_for_day(date(*today)).day_of_year) == nearest


def test_an_article_shows_both_with_their_pages(client, article, today):
    known = fact("Hearts beat.")
    told = anniversary("The crisis began.", "10-14", 1962)
    page = text_of(client.get(article.get_absolute_url()))
    assert "Did you know?" in page
    assert f'Hearts beat. <a href="{known.get_absolute_url()}">more…</a>' in page
    assert "On this day" in page
    assert "<b>14 October 1962:</b> The crisis began." in page
    assert f'<a href="/on-this-day/10-14/#{told.slug}">more…</a>' in page


def test_a_page_changes_with_the_day_without_touch(client, article, today):
    anniversary("The crisis began.", "10-14", 1962)
    first = client.get(article.get_absolute_url())
    today(THE_DAY + timedelta(days=1))
    second = client.get(article.get_absolute_url())
    assert "Around this day" in text_of(second)
    assert "Around this day" not in text_of(first)
    assert first["ETag"] != second["ETag"]


@pytest.mark.parametrize(
    "change",
    [
        lambda known: Fact.objects.get().save(),
        lambda known: known.delete(),
        lambda known: anniversary("Something else.", "10-14", 1900),
    ],
    ids=["changed", "deleted", "another one"],
)
def test_a_change_of_the_almanac_reaches_every_article(client, article, today, change):
    known = fact("Hearts beat.")
    etag = client.get(article.get_absolute_url())["ETag"]
    change(known)
    assert client.get(article.get_absolute_url())["ETag"] != etag


def test_a_change_that_is_called_off_raises_no_version(db):
    known = fact("Hearts beat.")
    before = DailyContentVersion.current_version()
    with transaction.atomic():
        known.save()
        transaction.set_rollback(True)
    assert DailyContentVersion.current_version() == before


def test_the_almanac_adds_no_question_to_a_page_that_is_cached(
    client, as_member, article, today, django_assert_num_queries
):
    article.topics.add(Topic.get_or_create_by_name("valves"))
    fact("Valves close.", Topic.get_or_create_by_name("valves"))
    anniversary("The crisis began.", "10-14", 1962)
    for reader, questions in ((client, 1), (as_member, 4)):
        reader.get(article.get_absolute_url())
        with django_assert_num_queries(questions):
            assert "Valves close." in text_of(reader.get(article.get_absolute_url()))


def test_an_article_that_is_found_otherwise_knows_the_version_too(article):
    fact("Hearts beat.")
    assert Article.objects.get().daily_content_version == DailyContentVersion.current_version()
    assert Article.get_visible(AnonymousUser(), article.slug).daily_content_version is not None


def test_there_is_one_version_of_the_daily_content(db):
    with pytest.raises(IntegrityError), transaction.atomic():
        DailyContentVersion.objects.create(pk=2)


@pytest.mark.parametrize(("month", "day"), [(2, 30), (4, 31), (13, 1), (0, 1), (1, 32), (1, 0)])
def test_the_database_knows_the_calendar(db, month, day):
    with pytest.raises(IntegrityError), transaction.atomic():
        Anniversary.objects.create(slug="x", text="x", month=month, day=day, year=2000)


@pytest.mark.parametrize(
    ("day", "month", "year", "said"),
    [
        (30, 2, 2000, "There is no 30 February."),
        (29, 2, 1900, "1900 had no 29 February."),
        (1, 1, 9000, "This year is still to come."),
    ],
)
def test_a_day_that_never_was_is_refused_in_words(db, day, month, year, said):
    entry = Anniversary(
        slug="x", text="x", source_title="x", month=month, day=day, year=year
    )  # fmt: skip
    with pytest.raises(ValidationError, match=said):
        entry.full_clean()


def test_a_leap_day_is_a_day(db):
    entry = Anniversary(slug="x", text="x", source_title="x", month=2, day=29, year=1904)
    entry.full_clean()
    assert entry.display_date == "29 February 1904"


def test_entries_of_older_rules_are_rendered_again(db):
    known = fact("Hearts beat.", more="A *lot*.")
    Fact.objects.update(more_html="stale", sanitizer_version=SANITIZER_VERSION - 1)
    call_command("resanitize_articles")
    known.refresh_from_db()
    assert (known.more_html, known.sanitizer_version) == ("<p>A <em>lot</em>.</p>", SANITIZER_VERSION)


FACTS = """
- slug: hearts-beat
  text: Hearts beat.
  more: |
    A *lot*.
  topics: [heart valves, rhythm]
  checked_on: 2026-10-01
  source_title: A book
  source_url: https://e.example/book
"""
ANNIVERSARIES = """
- slug: the-crisis
  date: "10-14"
  year: 1962
  text: The crisis began.
  more: It ended.
  topics: []
  source_title: A book
  source_url: ""
"""


def test_entries_come_from_files_once(db, tmp_path):
    facts, days = tmp_path / "facts.yaml", tmp_path / "days.yaml"
    facts.write_text(FACTS)
    days.write_text(ANNIVERSARIES)
    assert (load_facts(facts), load_anniversaries(days)) == (1, 1)
    assert (load_facts(facts), load_anniversaries(days)) == (0, 0)
    known, told = Fact.objects.get(), Anniversary.objects.get()
    assert (known.checked_on, known.more_html) == (date(2026, 10, 1), "<p>A <em>lot</em>.</p>")
    assert {topic.name for topic in known.topics.all()} == {"heart valves", "rhythm"}
    assert told.display_date == "14 October 1962"


@pytest.mark.parametrize("wrong", [("10-14", "02-30"), ("1962", "9999"), ("The crisis began.", "''"), ("date", "day")])
def test_a_file_with_a_mistake_is_refused_by_name(db, tmp_path, wrong):
    days = tmp_path / "days.yaml"
    days.write_text(ANNIVERSARIES.replace(*wrong))
    with pytest.raises(DailyEntryError, match="the-crisis"):
        load_anniversaries(days)
    assert not Anniversary.objects.exists()
