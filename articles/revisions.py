"""An article says again what it said in an earlier revision."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from django.core.exceptions import ValidationError
from django.db.models import Model
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from articles.models.byline import Byline
from articles.models.former_address import FormerAddress
from articles.models.person import Person
from articles.models.topic import Topic
from articles.snapshot import COLUMNS, STAYS, Snapshot, column_of

if TYPE_CHECKING:
    from articles.models.article import Article


Kept = TypeVar("Kept", bound=Model)


def bring_back(article: Article, says: Snapshot) -> list[str]:
    """Store it. Returns a sentence for each thing that cannot come back as it was."""
    stands_at = article.slug
    for name in {*COLUMNS} & {*says} - STAYS:
        setattr(article, name, column_of(article, name).to_python(says[name]))
    problems = []
    if is_taken(article):
        sentence = _(
            "Another article has had the address “%(slug)s” since; this one keeps its own."
        )
        problems.append(sentence % {"slug": article.slug})
        article.slug = stands_at
    if article.reads_differently:
        article.last_modified = localdate()
    article.save()
    topics, gone = _still_there(Topic, says["topics"])
    others, lost = _still_there(type(article), says["related"])
    article.topics.set(topics.values())
    article.related.set(others.values())
    problems += gone + lost + _bring_back_people(article, says)
    problems += [_gone(slug) for slug in article.render().missing]
    article.touch()  # All of these are on the page, too.
    return problems


def is_taken(article: Article) -> bool:
    """Whether its address is, or was, the one of another article."""
    try:
        FormerAddress.refuse(article.slug, article)
    except ValidationError:
        return True
    others = type(article).objects.exclude(pk=article.pk)
    return others.filter(slug=article.slug).exists()


def _bring_back_people(article: Article, says: Snapshot) -> list[str]:
    lines = [[person, name] for _role, person, name in says["bylines"]]
    people, gone = _still_there(Person, lines)
    for role in Byline.Role:
        keys = [person for its_role, person, _name in says["bylines"] if its_role == role]
        Byline.objects.replace(article, role, [people[key] for key in keys if key in people])
    return gone


def _still_there(model: type[Kept], rows: list) -> tuple[dict[int, Kept], list[str]]:
    """Those of the rows (a key, a name) that can be found, and a sentence for each other."""
    names = dict(rows)
    found = model._default_manager.in_bulk(names)
    return found, [_gone(names[key]) for key in names if key not in found]


def _gone(name: str) -> str:
    return _("“%(name)s” has been deleted since, and stays away.") % {"name": name}
