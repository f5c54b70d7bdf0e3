"""Import posts and pages of a WordPress site as articles, with their pictures and comments.

Each is known by its key on the old site. Importing a file again adds only what is new, and keeps
all changes made here. The whole file is imported, or nothing.
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
from articles.publication import after_change, publish_article, store_article
from articles.related import relate_new_articles
from articles.revisions import save_revision
from articles.slugs import choose_free_slug
from articles.wordpress.export_file import WordPressComment, WordPressExport, WordPressItem, read_export
from articles.wordpress.local_files import LocalFiles
from articles.wordpress.markdown import convert_to_markdown, find_shortcodes
from comments.models import Comment, ImportRecord, Thread
from comments.models.comment import MAX_NAME_CHARS
from comments.policy import Finding, Outcome, Verdict, codes
from comments.submission.form_fields import DisplayNameField
from comments.submission.submit import import_comment, import_held_comment

IMPORTED_TYPES = {"post", "page"}
PUBLIC_STATUSES = {"publish", "future"}
IMPORTED_STATUSES = PUBLIC_STATUSES | {"draft", "pending", "private"}
HOLD_VERDICT = Verdict(Outcome.HOLD, (Finding(codes.IMPORTED, Outcome.HOLD),))


@dataclass
class WordPressImportReport:
    """The result of importing one post or page."""

    slug: str
    change: str
    posts: int = 0
    notes: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        lines = [f"{self.slug}: {self.change}, {self.posts} new posts", *self.notes]
        return "\n  ".join(lines)


class _DryRunDone(Exception):
    """Ends a dry run, and rolls it back."""


def import_wordpress(path: Path, *, as_drafts: bool = False, dry_run: bool = False) -> list[WordPressImportReport]:
    """Import a file. Raises WordPressExportError, and imports nothing, if it cannot be read."""
    export = read_export(path)
    pictures = LocalFiles(path.parent, export, stores=not dry_run)
    wanted = [item for item in export.items if item.kind in IMPORTED_TYPES and item.status in IMPORTED_STATUSES]
    reports = []
    with suppress(_DryRunDone), transaction.atomic():
        reports = [_ItemImport(export, item, pictures).run(as_draft=as_drafts) for item in wanted]
        if dry_run:
            raise _DryRunDone
    if not dry_run:
        relate_new_articles()
    return reports


class _ItemImport:
    """The import of one post or page."""

    def __init__(self, export: WordPressExport, item: WordPressItem, pictures: LocalFiles):
        self.export, self.item, self.pictures = export, item, pictures
        self.key = f"{export.site} {item.key}"

    def run(self, *, as_draft: bool) -> WordPressImportReport:
        article = Article.objects.filter(import_key=self.key).select_related("thread").first()
        report = WordPressImportReport(article.slug if article else "", "there already")
        if not article:
            article = self._article(report)
            report.slug, report.change = article.slug, "brought as a draft"
            if self.item.has_password:
                report.notes.append(_("It had a password there, which articles cannot have."))
            elif self.item.status in PUBLIC_STATUSES and not as_draft:
                publish_article(article, self.item.date or now())
                article.discussion.set_open(self.item.comments_are_open)
                report.change = f"brought, {article.current_state.label}"
        if article.thread:
            report.posts = DiscussionImport(self.export, self.item, article.thread).run(report)
        elif self.item.comments:
            report.notes.append(_("A draft has no discussion yet: publish it and import again."))
        save_revision(article, by=None)
        return report

    def _article(self, report: WordPressImportReport) -> Article:
        item = self.item
        title = item.title or _("Untitled")
        article = Article(
            title=title[:200],
            slug=self._free_slug(unquote(item.slug) or title),
            body=convert_to_markdown(item.html, self.pictures.import_picture) or _("(no text)"),
            last_modified=localdate(item.modified or item.date or now()),
            import_key=self.key,
        )
        store_article(article)
        names = [name[:60].strip() for name in item.terms]
        article.topics.set(Topic.get_or_create_by_name(name) for name in names if Topic.build_slug(name))
        name = self.export.author_names.get(item.creator, item.creator)
        if Person.build_slug(name):
            Byline.objects.replace(article.pk, Byline.Role.WRITTEN, [Person.get_or_create_by_name(name[:200])])
        after_change(article)
        if names := find_shortcodes(item.html):
            details = {"names": ", ".join(names)}
            report.notes.append(_("Shortcodes stay in the text: %(names)s.") % details)
        report.notes += self.pictures.pop_problems()
        return article

    def _free_slug(self, wish: str) -> str:
        base = slugify(wish)[:190] or f"article-{self.item.key}"
        return choose_free_slug(base, Article.objects.slugs_starting_with(base))


class DiscussionImport:
    """The import of the comments of one post or page into a thread."""

    def __init__(self, export: WordPressExport, item: WordPressItem, thread: Thread):
        self.thread = thread
        self.comments = {wp_comment.key: wp_comment for wp_comment in item.comments}
        self.keys = {key: f"{export.site} {key}" for key in self.comments}
        self.is_open = item.comments_are_open

    def run(self, report: WordPressImportReport) -> int:
        """Import new comments, and return their number."""
        known = ImportRecord.objects.comment_ids_by_key(self.keys.values())
        here = {key: known.get(name) for key, name in self.keys.items()}
        new = [wp_comment for wp_comment in self._parents_first() if self.keys[wp_comment.key] not in known]
        imported = 0
        for wp_comment in new:
            if wp_comment.approved not in {"0", "1"}:
                continue  # spam, trash
            comment = self._import_comment(wp_comment, here.get(wp_comment.parent), report)
            if comment:
                ImportRecord.objects.create(key=self.keys[wp_comment.key], comment=comment)
                here[wp_comment.key] = comment.pk
                imported += 1
        if imported and not self.is_open and self.thread.is_open:
            self.thread.set_open(False)
        return imported

    def _parents_first(self) -> Iterator[WordPressComment]:
        """Yield comments by date, but each after its parent. Comments that answer each other in a
        circle come last."""
        order = sorted(self.comments.values(), key=lambda wp_comment: (_date(wp_comment), wp_comment.key))
        done: set[int] = set()
        while order:
            waiting = []
            for wp_comment in order:
                if wp_comment.parent in self.comments and wp_comment.parent not in done:
                    waiting.append(wp_comment)
                    continue
                yield wp_comment
                done.add(wp_comment.key)
            if len(waiting) == len(order):
                yield from waiting
                return
            order = waiting

    def _import_comment(
        self, wp_comment: WordPressComment, parent: int | None, report: WordPressImportReport
    ) -> Comment | None:
        words = convert_to_markdown(wp_comment.html)
        if not words:
            return None
        shown = self.thread.comments.visible()
        comment = Comment(
            body=words,
            author_name=self._name(wp_comment, report),
            parent=shown.filter(pk=parent).first() if parent else None,
            created_at=wp_comment.date or now(),
        )
        if wp_comment.approved == "0":
            return import_held_comment(self.thread, comment, HOLD_VERDICT)
        number = self.thread.last_number + 1
        return import_comment(self.thread, comment, number=number, published_at=wp_comment.date)

    def _name(self, wp_comment: WordPressComment, report: WordPressImportReport) -> str:
        try:
            return str(DisplayNameField(required=False).clean(wp_comment.name))[:MAX_NAME_CHARS]
        except ValidationError:
            details = {"key": wp_comment.key}
            report.notes.append(_("Comment %(key)s has lost a name that cannot be kept.") % details)
            return ""


def _date(wp_comment: WordPressComment) -> datetime:
    return wp_comment.date or now()
