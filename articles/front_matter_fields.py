"""The fields of front matter: a reader for each, and the messages for values that it cannot read.

A reader takes a node of YAML and returns a value. It raises ValidationError or ValueError with a
sentence for the author of the file.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TypeVar

import yaml
from django.db.models import Field, Model
from django.utils.timezone import is_naive, make_aware
from django.utils.translation import gettext as _

from articles.licences import Licence
from articles.models import Article, Byline, Person, Picture, Topic
from articles.models.state import State
from articles.sources import normalize_sources
from comments.models import Decision
from comments.models.path import DIGITS_PER_LEVEL
from comments.submission.form_fields import DisplayNameField
from comments.text.normalize import fold_for_comparison


@dataclass
class PersonEntry:
    """A person with a by-line, as a file describes them."""

    name: str = ""
    line: str = ""
    about: str = ""


@dataclass
class PictureEntry:
    """A picture beside the file, with its description for the library."""

    file: str = ""
    alt: str = ""
    caption: str = ""
    credit: str = ""


POST_STATUSES = ("published", "held", "removed", "withdrawn")

NodeReader = Callable[[yaml.Node], object]
Day = TypeVar("Day", bound=date)


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


def _model_field(model: type[Model], name: str) -> NodeReader:
    """Build a reader for text that fits a field of a model."""
    column = model._meta.get_field(name)
    assert isinstance(column, Field)  # noqa: S101  not the other end of a relation
    return lambda node: column.clean(_text(node).strip(), None)


def _date(node: yaml.Node) -> date:
    try:
        return _in_four_digits(date.fromisoformat(_text(node)))
    except ValueError:
        raise ValueError(_("This must be a date: 2026-10-04.")) from None


def _moment(node: yaml.Node) -> datetime:
    try:
        moment = datetime.fromisoformat(_text(node))
        moment = make_aware(moment) if is_naive(moment) else moment
        return _in_four_digits(moment.astimezone(UTC))
    except (ValueError, OverflowError):
        raise ValueError(_("This must be a date, or one with a time: 2026-10-04T18:20.")) from None


def _in_four_digits(day: Day) -> Day:
    """Require a year of four digits, as addresses have it. Raises ValueError."""
    if not 1000 < day.year < 9999:  # In the time zone of the site it may be another year.
        raise ValueError(day)
    return day


def _number(node: yaml.Node) -> int:
    value = _text(node)
    if not (value.isascii() and value.isdigit() and len(value) <= DIGITS_PER_LEVEL and int(value)):
        raise ValueError(_("This must be the number of a post: 1, 2, 3 …"))
    return int(value)


def _author(node: yaml.Node) -> str:
    name = str(DisplayNameField(max_length=50).clean(_text(node)))
    return "" if fold_for_comparison(name) == "anonymous" else name


def _topics(node: yaml.Node) -> list[str]:
    names = [Topic._meta.get_field("name").clean(name.strip(), None) for name in _texts(node)]
    if not all(Topic.build_slug(name) for name in names):
        raise ValueError(_("A topic needs a name with letters or digits."))
    return names


def _people(node: yaml.Node) -> list[PersonEntry]:
    """Read a name or a list of names. A person may also be a mapping with more fields."""
    items = node.value if isinstance(node, yaml.SequenceNode) else [node]
    return [_person(item) for item in items]


def _person(node: yaml.Node) -> PersonEntry:
    is_name = isinstance(node, yaml.ScalarNode)
    entry = {"name": str(PERSON_FIELDS["name"](node))} if is_name else _mapping(node, PERSON_FIELDS)
    person = PersonEntry(**entry)
    if not Person.build_slug(person.name):
        raise ValueError(_("A person needs a name with letters or digits."))
    return person


def _pictures(node: yaml.Node) -> list[PictureEntry]:
    if not isinstance(node, yaml.SequenceNode):
        raise ValueError(_("This must be a list: [one, another]."))
    return [_picture(item) for item in node.value]


def _picture(node: yaml.Node) -> PictureEntry:
    entry = _mapping(node, PICTURE_FIELDS)
    if not (entry.get("file") and entry.get("alt")):
        raise ValueError(_("A picture needs “file” and “alt”: what there is to see."))
    return PictureEntry(**entry)


def _mapping(node: yaml.Node, fields: dict[str, NodeReader]) -> dict[str, str]:
    """Read a mapping that has no other keys than `fields`."""
    if not isinstance(node, yaml.MappingNode):
        raise ValueError(_("This must consist of lines “name: value”."))
    entry = {_text(key): value for key, value in node.value}
    if unknown := sorted({*entry} - {*fields}):
        hint = {"name": unknown[0], "known": ", ".join(fields)}
        raise ValueError(_("“%(name)s” is not known here; known are: %(known)s.") % hint)
    return {name: str(fields[name](value)) for name, value in entry.items()}


def _sources(node: yaml.Node) -> str:
    return normalize_sources("\n".join(_texts(node)))


def _one_of(*known: str) -> NodeReader:
    def read(node: yaml.Node) -> str:
        if (value := _text(node)) not in known:
            raise ValueError(_("This must be one of: %(known)s.") % {"known": ", ".join(known)})
        return value

    return read


def _boolean(node: yaml.Node) -> bool:
    return _one_of("true", "false")(node) == "true"


ROLE_BY_FIELD = {f"{role}_by": role for role in Byline.Role.values}  # written_by: …
PERSON_FIELDS = {name: _model_field(Person, name) for name in ("name", "line", "about")}
PICTURE_FIELDS = {"file": _text, **{name: _model_field(Picture, name) for name in ("alt", "caption", "credit")}}
IMPORT_STATES = [state.value for state in State if state != State.SCHEDULED]
ARTICLE_FIELDS: dict[str, NodeReader] = {
    "title": _model_field(Article, "title"),
    "slug": _model_field(Article, "slug"),
    **dict.fromkeys(ROLE_BY_FIELD, _people),
    "last_modified": _date,
    "sources": _sources,
    "pictures": _pictures,
    "copyright": _model_field(Article, "copyright_holder"),
    "licence": _one_of(*Licence.values),
    "state": _one_of(*IMPORT_STATES),
    "published": _moment,
    "retired_because": _model_field(Article, "retired_because"),
    "note": _model_field(Article, "discussion_note"),
    "discussion": _one_of("open", "closed"),
    "topics": _topics,
    "related": _texts,
    "posts": _texts,  # read by `_posts`
}
POST_FIELDS: dict[str, NodeReader] = {
    "number": _number,
    "author": _author,
    "date": _moment,
    "edited": _moment,
    "reply_to": _number,
    "text": _text,
    "status": _one_of(*POST_STATUSES),
    "reason": _model_field(Decision, "reason"),
    "unlisted": _boolean,
}
