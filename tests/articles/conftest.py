"""Fixtures of articles: the filled-in admin form, staff who write, and daily content."""

import re
from datetime import date

import pytest
from django.test import Client

from articles.models import Anniversary, Article, Fact, Topic
from articles.models.day_of_year import DayOfYear
from articles.publication import publish_article
from tests.conftest import logged_in, person, text_of

ADD = "/admin/articles/article/add/"
THE_DAY = date(2026, 10, 14)


@pytest.fixture
def form(db):
    topic = Topic.get_or_create_by_name("heart valves")
    return {
        "title": "A new one", "slug": "a-new-one", "body": "Some *text*.", "sources": "",
        "last_modified": "2026-10-04", "topics": [topic.pk], "copyright_holder": "",
        "licence": "", "discussion_is_open": "on", "discussion_note": "", "retired_because": "",
        "bylines-TOTAL_FORMS": 0, "bylines-INITIAL_FORMS": 0,
    }  # fmt: skip


@pytest.fixture
def today(db, monkeypatch):
    """today(date): set the date of the site. It starts as 14 October 2026."""

    def today(day: date) -> None:
        for place in ("daily_content", "views.daily_content", "views.widgets"):
            monkeypatch.setattr(f"articles.{place}.localdate", lambda: day)

    today(THE_DAY)
    return today


@pytest.fixture
def media_folder(settings, tmp_path) -> None:
    """An empty folder for pictures."""
    settings.MEDIA_ROOT = tmp_path / "media"


def publish(title: str, **fields: object) -> Article:
    slug = title.lower().replace(" ", "-")
    article = Article.objects.create(title=title, slug=slug, body="Text", **fields)
    publish_article(article)
    return article


def fact(text: str, *topics: Topic, **fields: object) -> Fact:
    slug = text.lower().replace(" ", "-").strip(".")[:100]
    fact = Fact.objects.create(slug=slug, text=text, source_title="the house", **fields)
    fact.topics.set(topics)
    return fact


def anniversary(text: str, day: str, year: int, *topics: Topic) -> Anniversary:
    month, number = DayOfYear.parse(day)
    slug = text.lower().replace(" ", "-").strip(".")[:100]
    anniversary = Anniversary.objects.create(
        slug=slug, text=text, month=month, day=number, year=year, source_title="the house"
    )
    anniversary.topics.set(topics)
    return anniversary


def change_of(article: Article) -> str:
    return f"/admin/articles/article/{article.pk}/change/"


@pytest.fixture
def opened(form):
    """opened(client, article): the fields that a browser sends when nothing is changed."""

    def opened(client: Client, article: Article) -> dict[str, object]:
        page = text_of(client.get(change_of(article)))
        form["revision"] = re.search(r'name="revision" value="(\d+)"', page)[1]
        names = ("title", "slug", "body", "sources", "copyright_holder", "licence")
        same = {name: getattr(article, name) for name in names}
        same |= {"topics": [topic.pk for topic in article.topics.all()]}
        same |= {"last_modified": article.last_modified.isoformat()}
        return form | same | rows([*article.bylines.all()])

    return opened


def rows(bylines: list) -> dict[str, object]:
    """Bylines, stored and new, as rows of the form."""
    initial = [line for line in bylines if line.pk]
    sent = {"bylines-TOTAL_FORMS": len(bylines), "bylines-INITIAL_FORMS": len(initial)}
    for number, line in enumerate([*initial, *(line for line in bylines if not line.pk)]):
        sent |= {
            f"bylines-{number}-id": line.pk or "",
            f"bylines-{number}-role": line.role,
            f"bylines-{number}-person": line.person_id,
            f"bylines-{number}-position": line.position,
        }
    return sent


@pytest.fixture
def author(db):
    """A member of the group "author", who edits unpublished articles of their own."""
    from django.contrib.auth.models import Group

    user = person("anna", is_staff=True)
    user.groups.add(Group.objects.get(name="author"))
    return user


@pytest.fixture
def as_other_admin(db) -> Client:
    return logged_in(person("olga", is_staff=True, is_superuser=True))


@pytest.fixture
def editor(db):
    """A member of the group "editor"."""
    from django.contrib.auth.models import Group

    user = person("edda", is_staff=True)
    user.groups.add(Group.objects.get(name="editor"))
    return user
