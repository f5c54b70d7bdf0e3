"""The fields of front matter: how each value is read, and what is said if it cannot be.

A reader takes a node of YAML and returns a value, or raises ValidationError or ValueError
with a sentence for whoever wrote the file.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, date, datetime

import yaml
from django.db.models import Field, Model
from django.utils.timezone import is_naive, make_aware
from django.utils.translation import gettext as _

from articles.models import Article, Byline, Person, Topic
from comments.forms import NameField
from comments.models import Decision
from comments.path import DIGITS

STATUSES = ("published", "held", "removed", "withdrawn")

Read = Callable[[yaml.Node], object]


def _text(node: yaml.Node) -> str:
    if not isinstance(node, yaml.ScalarNode):
        raise ValueError(_("This must be a text."))
    if re.search("[\x00\ud800-\udfff]", node.value):
        raise ValueError(_("There is a character in it that cannot be kept."))
    return str(node.value)


def _texts(node: yaml.Node) -> list[str]:
    if not isinstance(node, yaml.SequenceNode):
        raise ValueError(_("This must be a list: [one, another]."))
    return [_text(item) for item in node.value]


def _like(model: type[Model], name: str) -> Read:
    """A text that fits into the field of a model."""
    column = model._meta.get_field(name)
    assert isinstance(column, Field)  # noqa: S101  not the other end of a relation
    return lambda node: column.clean(_text(node).strip(), None)


def _date(node: yaml.Node) -> date:
    try:
        return date.fromisoformat(_text(node))
    except ValueError:
        raise ValueError(_("This must be a date: 2026-10-04.")) from None


def _moment(node: yaml.Node) -> datetime:
    try:
        moment = datetime.fromisoformat(_text(node))
        moment = make_aware(moment) if is_naive(moment) else moment
        return moment.astimezone(UTC)
    except (ValueError, OverflowError):
        raise ValueError(_("This must be a date, or one with a time: 2026-10-04T18:20.")) from None


def _number(node: yaml.Node) -> int:
    value = _text(node)
    if not (value.isascii() and value.isdigit() and len(value) <= DIGITS and int(value)):
        raise ValueError(_("This must be the number of a post: 1, 2, 3 …"))
    return int(value)


def _author(node: yaml.Node) -> str:
    name = str(NameField(max_length=50).clean(_text(node)))
    return "" if name.casefold() == "anonymous" else name


def _status(node: yaml.Node) -> str:
    if (value := _text(node)) not in STATUSES:
        raise ValueError(_("This must be one of: %(known)s.") % {"known": ", ".join(STATUSES)})
    return value


def _topics(node: yaml.Node) -> list[str]:
    names = [Topic._meta.get_field("name").clean(name.strip(), None) for name in _texts(node)]
    if not all(Topic.slug_of(name) for name in names):
        raise ValueError(_("A topic needs a name with letters or digits."))
    return names


def _people(node: yaml.Node) -> list[str]:
    """One name, or a list of them."""
    texts = [_text(node)] if isinstance(node, yaml.ScalarNode) else _texts(node)
    names = [Person._meta.get_field("name").clean(" ".join(name.split()), None) for name in texts]
    if not all(Person.slug_of(name) for name in names):
        raise ValueError(_("A person needs a name with letters or digits."))
    return names


BYLINES = {f"{role}_by": role for role in Byline.Role.values}  # written_by: …
ARTICLE_FIELDS: dict[str, Read] = {
    "title": _like(Article, "title"),
    "slug": _like(Article, "slug"),
    **dict.fromkeys(BYLINES, _people),
    "last_modified": _date,
    "copyright": _like(Article, "copyright_holder"),
    "topics": _topics,
    "related": _texts,
    "posts": _texts,  # read by `_posts`
}
POST_FIELDS: dict[str, Read] = {
    "number": _number,
    "author": _author,
    "date": _moment,
    "reply_to": _number,
    "text": _text,
    "status": _status,
    "reason": _like(Decision, "reason"),
}
