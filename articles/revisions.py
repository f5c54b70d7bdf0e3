"""Save the revisions of articles, and restore an earlier one."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Model
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from articles.models import Article, Byline, FormerAddress, Person, Revision, Topic
from articles.publication import after_change, store_article
from articles.snapshot import (
    SNAPSHOT_FIELDS,
    UNRESTORED_FIELDS,
    Snapshot,
    build_snapshot,
    get_model_field,
    list_changed_fields,
)

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractUser


Related = TypeVar("Related", bound=Model)


@transaction.atomic(savepoint=False)
def save_revision(article: Article, *, by: AbstractUser | None, restored_number: int | None = None) -> Revision | None:
    """Save a snapshot of the stored article, unless the latest revision has the same.

    `by` is None when a command has changed it. `restored_number` is the number of the revision that
    has been restored.
    """
    present = Article.objects.locked().with_snapshot_rows().get(pk=article.pk)
    latest = Revision.objects.get_latest(present)
    return save_locked_revision(present, latest, by=by, restored_number=restored_number)


def save_locked_revision(
    article: Article, latest: Revision | None, *, by: AbstractUser | None, restored_number: int | None = None
) -> Revision | None:
    """Save a snapshot of a locked article, if it differs from the latest one.

    The object must equal the stored article.
    """
    snapshot = build_snapshot(article)
    changed = list_changed_fields(latest.snapshot, snapshot) if latest else []
    if latest and not changed:
        return None
    return Revision.objects.create(
        article=article,
        number=latest.number + 1 if latest else 1,
        by_id=by.pk if by else None,
        snapshot=snapshot,
        changed=changed,
        restored_number=restored_number,
    )


@transaction.atomic
def restore_revision(revision: Revision, *, by: AbstractUser) -> list[str]:
    """Restore the texts of an earlier revision, as a new revision.

    The state and the dates of the article stay, and so does whether readers may post. Returns a
    sentence for each thing that could not be restored.
    """
    article = Article.objects.locked().get(pk=revision.article_id)
    save_revision(article, by=None)  # The present text is kept.
    problems = _apply_snapshot(article, revision.snapshot)
    save_revision(article, by=by, restored_number=revision.number)
    return problems


def _apply_snapshot(article: Article, snapshot: Snapshot) -> list[str]:
    former_slug, former_text = article.slug, (article.title, article.body_html)
    for name in {*SNAPSHOT_FIELDS} & {*snapshot} - UNRESTORED_FIELDS:
        setattr(article, name, get_model_field(name).to_python(snapshot[name]))
    problems = []
    if _is_slug_taken(article):
        sentence = _("Another article has had the address “%(slug)s” since; this one keeps its own.")
        problems.append(sentence % {"slug": article.slug})
        article.slug = former_slug
    rendering = article.render()
    if former_text != (article.title, rendering.html):
        article.last_modified = localdate()
    store_article(article, rendering, former_slug=former_slug)
    topics, gone = _find_existing(Topic, snapshot["topics"])
    others, lost = _find_existing(Article, snapshot["related"])
    article.topics.set(topics.values())
    article.related.set(others.values())
    problems += gone + lost + _restore_bylines(article, snapshot)
    problems += [_describe_missing(slug) for slug in rendering.missing_slugs]
    after_change(article)
    return problems


def _is_slug_taken(article: Article) -> bool:
    """Whether another article has, or had, its slug."""
    try:
        FormerAddress.require_available(article.slug, article.pk)
    except ValidationError:
        return True
    return Article.objects.exclude(pk=article.pk).filter(slug=article.slug).exists()


def _restore_bylines(article: Article, snapshot: Snapshot) -> list[str]:
    lines = [[person, name] for _role, person, name in snapshot["bylines"]]
    people, gone = _find_existing(Person, lines)
    for role in Byline.Role:
        keys = [person for its_role, person, _name in snapshot["bylines"] if its_role == role]
        Byline.objects.replace(article.pk, role, [people[key] for key in keys if key in people])
    return gone


def _find_existing(model: type[Related], rows: list) -> tuple[dict[int, Related], list[str]]:
    """Find rows by pairs of key and name. Returns a sentence for each missing one, too."""
    names = dict(rows)
    found = model._default_manager.in_bulk(names)
    return found, [_describe_missing(names[key]) for key in names if key not in found]


def _describe_missing(name: str) -> str:
    return _("“%(name)s” has been deleted since, and stays away.") % {"name": name}
