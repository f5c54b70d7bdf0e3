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
from articles.snapshot import SNAPSHOT_FIELDS, UNRESTORED_FIELDS, Snapshot, get_model_field

if TYPE_CHECKING:
    from articles.models.article import Article


Related = TypeVar("Related", bound=Model)


def apply_snapshot(article: Article, snapshot: Snapshot) -> list[str]:
    """Store it. Returns a sentence for each thing that cannot come back as it was."""
    present_slug = article.slug
    for name in {*SNAPSHOT_FIELDS} & {*snapshot} - UNRESTORED_FIELDS:
        setattr(article, name, get_model_field(article, name).to_python(snapshot[name]))
    problems = []
    if is_slug_taken(article):
        sentence = _(
            "Another article has had the address “%(slug)s” since; this one keeps its own."
        )
        problems.append(sentence % {"slug": article.slug})
        article.slug = present_slug
    if article.has_text_changes:
        article.last_modified = localdate()
    article.save()
    topics, gone = _find_existing(Topic, snapshot["topics"])
    others, lost = _find_existing(type(article), snapshot["related"])
    article.topics.set(topics.values())
    article.related.set(others.values())
    problems += gone + lost + _restore_bylines(article, snapshot)
    problems += [_describe_missing(slug) for slug in article.render().missing_slugs]
    article.touch()  # All of these are on the page, too.
    return problems


def is_slug_taken(article: Article) -> bool:
    """Whether its address is, or was, the one of another article."""
    try:
        FormerAddress.require_available(article.slug, article)
    except ValidationError:
        return True
    others = type(article).objects.exclude(pk=article.pk)
    return others.filter(slug=article.slug).exists()


def _restore_bylines(article: Article, snapshot: Snapshot) -> list[str]:
    lines = [[person, name] for _role, person, name in snapshot["bylines"]]
    people, gone = _find_existing(Person, lines)
    for role in Byline.Role:
        keys = [person for its_role, person, _name in snapshot["bylines"] if its_role == role]
        Byline.objects.replace(article, role, [people[key] for key in keys if key in people])
    return gone


def _find_existing(model: type[Related], rows: list) -> tuple[dict[int, Related], list[str]]:
    """Those of the rows (a key, a name) that can be found, and a sentence for each other."""
    names = dict(rows)
    found = model._default_manager.in_bulk(names)
    return found, [_describe_missing(names[key]) for key in names if key not in found]


def _describe_missing(name: str) -> str:
    return _("“%(name)s” has been deleted since, and stays away.") % {"name": name}
