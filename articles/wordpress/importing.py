"""Bring the posts and pages of a WordPress site here, with their pictures and comments.

What has been brought once is known by its key there: the same file again adds only what is
new in it, and changes nothing that has been changed here since. All of a file or nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from urllib.parse import unquote

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.text import slugify
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _

from articles.models import Article, Byline, Person, Topic
from articles.related import relate_what_waits
from articles.url_converters import first_free
from articles.wordpress.markdown import markdown_of, shortcodes_in
from articles.wordpress.pictures import Beside
from articles.wordpress.reading import Export, Item, Remark, read
from comments.models import Comment, Origin, Thread
from comments.models.comment import MAX_NAME_LENGTH
from comments.policy import Finding, Outcome, Verdict, codes
from comments.submission.form_fields import NameField

TAKEN = {"post", "page"}
SHOWN = {"publish", "future"}
KEPT = SHOWN | {"draft", "pending", "private"}
WAITS = Verdict(Outcome.HOLD, (Finding(codes.IMPORTED, Outcome.HOLD),))


@dataclass
class Report:
    """What became of one post or page, in words."""

    slug: str
    change: str
    posts: int = 0
    notes: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        lines = [f"{self.slug}: {self.change}, {self.posts} new posts", *self.notes]
        return "\n  ".join(lines)


class _Undo(Exception):
    """It was only to be seen what would happen."""


def import_wordpress(path: Path, *, as_drafts: bool = False, dry_run: bool = False) -> list[Report]:
    """Raises NotWordPress, and imports nothing, if the file cannot be read."""
    export = read(path)
    pictures = Beside(path.parent, export, stores=not dry_run)
    wanted = [item for item in export.items if item.kind in TAKEN and item.status in KEPT]
    reports = []
    with suppress(_Undo), transaction.atomic():
        reports = [_Arrival(export, item, pictures).bring(as_draft=as_drafts) for item in wanted]
        if dry_run:
            raise _Undo
    if not dry_run:
        relate_what_waits()
    return reports


class _Arrival:
    """One post or page on its way."""

    def __init__(self, export: Export, item: Item, pictures: Beside):
        self.export, self.item, self.pictures = export, item, pictures
        self.key = f"{export.site} {item.key}"

    def bring(self, *, as_draft: bool) -> Report:
        article = Article.objects.filter(origin=self.key).select_related("thread").first()
        report = Report(article.slug if article else "", "there already")
        if not article:
            article = self._article(report)
            report.slug, report.change = article.slug, "brought as a draft"
            if self.item.has_password:
                report.notes.append(_("It had a password there, which articles cannot have."))
            elif self.item.status in SHOWN and not as_draft:
                article.publish(self.item.date or now())
                article.discussion.set_open(self.item.comments_are_open)
                report.change = f"brought, {article.present_state.label}"
        if article.thread:
            report.posts = Conversation(self.export, self.item, article.thread).bring(report)
        elif self.item.remarks:
            report.notes.append(_("A draft has no discussion yet: publish it and import again."))
        article.keep_revision(by=None)
        return report

    def _article(self, report: Report) -> Article:
        item = self.item
        title = item.title or _("Untitled")
        article = Article(
            title=title[:200],
            slug=self._free_slug(unquote(item.slug) or title),
            body=markdown_of(item.html, self.pictures.address_of) or _("(no text)"),
            last_modified=localdate(item.modified or item.date or now()),
            origin=self.key,
        )
        article.save()
        names = [name[:60].strip() for name in item.terms]
        article.topics.set(Topic.named(name) for name in names if Topic.slug_of(name))
        name = self.export.names.get(item.creator, item.creator)
        if Person.slug_of(name):
            Byline.objects.replace(article, Byline.Role.WRITTEN, [Person.named(name[:200])])
        article.touch()
        if names := shortcodes_in(item.html):
            said = {"names": ", ".join(names)}
            report.notes.append(_("Shortcodes stay in the text: %(names)s.") % said)
        report.notes += self.pictures.problems()
        return article

    def _free_slug(self, wish: str) -> str:
        base = slugify(wish)[:190] or f"article-{self.item.key}"
        return first_free(base, Article.objects.slugs_like(base))


class Conversation:
    """The comments below one of them, on their way into a thread."""

    def __init__(self, export: Export, item: Item, thread: Thread):
        self.thread = thread
        self.remarks = {remark.key: remark for remark in item.remarks}
        self.keys = {key: f"{export.site} {key}" for key in self.remarks}
        self.is_open = item.comments_are_open

    def bring(self, report: Report) -> int:
        """Says how many were new."""
        known = Origin.objects.known(self.keys.values())
        here = {key: known.get(name) for key, name in self.keys.items()}
        new = [remark for remark in self._in_turn() if self.keys[remark.key] not in known]
        taken = 0
        for remark in new:
            if remark.approved not in {"0", "1"}:
                continue  # spam, trash
            comment = self._take_in(remark, here.get(remark.parent), report)
            if comment:
                Origin.objects.create(key=self.keys[remark.key], comment=comment)
                here[remark.key] = comment.pk
                taken += 1
        if taken and not self.is_open and self.thread.is_open:
            self.thread.set_open(False)
        return taken

    def _in_turn(self) -> Iterator[Remark]:
        """By date, but none before what it answers; who answers in a circle comes last."""
        order = sorted(self.remarks.values(), key=lambda remark: (_date(remark), remark.key))
        done: set[int] = set()
        while order:
            waiting = []
            for remark in order:
                if remark.parent in self.remarks and remark.parent not in done:
                    waiting.append(remark)
                    continue
                yield remark
                done.add(remark.key)
            if len(waiting) == len(order):
                yield from waiting
                return
            order = waiting

    def _take_in(self, remark: Remark, parent: int | None, report: Report) -> Comment | None:
        words = markdown_of(remark.html)
        if not words:
            return None
        shown = self.thread.comments.shown()
        comment = Comment(
            body=words,
            author_name=self._name(remark, report),
            parent=shown.filter(pk=parent).first() if parent else None,
            created_at=remark.date or now(),
        )
        if remark.approved == "0":
            return self.thread.post(comment, WAITS)
        number = self.thread.last_number + 1
        return self.thread.take_in(comment, number=number, published_at=remark.date)

    def _name(self, remark: Remark, report: Report) -> str:
        try:
            return str(NameField(required=False).clean(remark.name))[:MAX_NAME_LENGTH]
        except ValidationError:
            said = {"key": remark.key}
            report.notes.append(_("Comment %(key)s has lost a name that cannot be kept.") % said)
            return ""


def _date(remark: Remark) -> datetime:
    return remark.date or now()
