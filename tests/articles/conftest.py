"""The form of an article in Django admin, filled in; and the almanac of a day."""

from datetime import date

import pytest

from articles.models import Anniversary, Fact, Topic
from articles.models.day_of_year import DayOfYear

ADD = "/admin/articles/article/add/"
THE_DAY = date(2026, 10, 14)


@pytest.fixture
def form(db):
    topic = Topic.named("heart valves")
    return {
        "title": "A new one", "slug": "a-new-one", "body": "Some *text*.", "sources": "",
        "last_modified": "2026-10-04", "topics": [topic.pk], "copyright_holder": "",
        "licence": "", "discussion_is_open": "on", "discussion_note": "", "retired_because": "",
        "bylines-TOTAL_FORMS": 0, "bylines-INITIAL_FORMS": 0,
    }  # fmt: skip


@pytest.fixture
def today(db, monkeypatch):
    """today(date): what the site takes for today; the 14 October 2026 from the start."""

    def today(day: date) -> None:
        for place in ("almanac", "views.almanac", "views.widgets"):
            monkeypatch.setattr(f"articles.{place}.localdate", lambda: day)

    today(THE_DAY)
    return today


def fact(text: str, *topics: Topic, **fields: object) -> Fact:
    slug = text.lower().replace(" ", "-").strip(".")
    fact = Fact.objects.create(slug=slug, text=text, source_title="the house", **fields)
    fact.topics.set(topics)
    return fact


def anniversary(text: str, day: str, year: int, *topics: Topic) -> Anniversary:
    month, number = DayOfYear.parse(day)
    slug = text.lower().replace(" ", "-").strip(".")
    anniversary = Anniversary.objects.create(
        slug=slug, text=text, month=month, day=number, year=year, source_title="the house"
    )
    anniversary.topics.set(topics)
    return anniversary
