"""Import posts and pages of a WordPress site as articles, with their pictures and comments.

Each is known by its blog and its identity there. Importing a file again adds only what is new, and
keeps all changes made here. The whole file is imported, or nothing.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
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
from articles.wordpress.markdown import convert_comment_to_markdown, convert_to_markdown, find_shortcodes
from comments.models import Comment, ImportRecord, Thread
from comments.models.comment import MAX_NAME_CHARS
from comments.policy import Finding, Outcome, Verdict, codes
from comments.sanitizer import MAX_SANITIZED_CHARS
from comments.submission.form_fields import DisplayNameField
from comments.submission.submit import import_comment, import_held_comment

IMPORTED_TYPES = {"post", "page"}
PUBLIC_STATUSES = {"publish", "future"}
IMPORTED_STATUSES = PUBLIC_STATUSES | {"draft", "pending", "private"}
MAX_KEY_CHARS = 300  # of the columns
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
    wanted = [item for item in export.items if _is_imported(item)]
    reports = []
    keys = ImportKeys(export, wanted)
    with suppress(_DryRunDone), transaction.atomic():
        reports = [_ItemImport(export, item, pictures, keys).run(as_draft=as_drafts) for item in wanted]
        if reports:
            outside = [note for item in export.items if not _is_imported(item) for note in item.notes]
            reports[0].notes[:0] = outside + export.notes
        if dry_run:
            raise _DryRunDone
    if not dry_run:
        relate_new_articles()
    return reports


def _is_imported(item: WordPressItem) -> bool:
    return item.kind in IMPORTED_TYPES and item.status in IMPORTED_STATUSES


class ImportKeys:
    """Import keys of the items and comments of a file.

    A key is the address of the blog and the identity of the item there. Earlier imports used the
    address of the site and the number of the item. These keys still count if they are of this blog:
    in a network, blogs have the same numbers. They are of this blog if at least half of the
    articles with these keys agree with the items of the file.
    """

    def __init__(self, export: WordPressExport, items: Iterable[WordPressItem]):
        self.export = export
        numbered = {self._earlier_key(item.id): item for item in items if item.id}
        articles = Article.objects.in_bulk([*numbered], field_name="import_key")
        same = [key for key, article in articles.items() if self._is_same(article, numbered[key])]
        self.counts_earlier = len(same) * 2 >= len(articles) if articles else export.is_only_blog

    def _is_same(self, article: Article, item: WordPressItem) -> bool:
        """Whether an article was made of this item, by the time of its publication or its title.
        Blogs of one network may have the same titles: each begins with a post "Hello world!"."""
        has_title = article.title == (item.title or _("Untitled"))[:200]
        if article.published_at and item.date:
            return article.published_at == item.date or (self.export.is_only_blog and has_title)
        return has_title

    def _earlier_key(self, number: int) -> str:
        return f"{self.export.site} {number}"

    def find_article(self, item: WordPressItem) -> Article | None:
        """Find the article that an item has become in an earlier import."""
        articles = Article.objects.select_related("thread")
        if article := articles.filter(import_key=self.build(item)).first():
            return article
        article = articles.filter(import_key=self._earlier_key(item.id)).first() if self.counts_earlier else None
        # Items without a number had one key, and only one of them arrived.
        return article if article and (item.id or self._is_same(article, item)) else None

    def build(self, item: WordPressItem) -> str:
        return self._shorten(f"{self.export.blog} {item.identity}")

    def build_for_comment(self, item: WordPressItem, wp_comment: WordPressComment) -> list[str]:
        """Return the key of a comment, and after it the key that an earlier import used."""
        keys = [self._shorten(f"{self.export.blog} {wp_comment.build_key(item)}")]
        if self.counts_earlier and wp_comment.id:
            keys.append(self._earlier_key(wp_comment.id))
        return [*dict.fromkeys(keys)]

    def _shorten(self, key: str) -> str:
        if len(key) <= MAX_KEY_CHARS:
            return key
        digest = hashlib.sha256(key.encode("utf-8", "replace")).hexdigest()
        return f"{key[: MAX_KEY_CHARS - 65]} {digest}"


class _ItemImport:
    """The import of one post or page."""

    def __init__(self, export: WordPressExport, item: WordPressItem, pictures: LocalFiles, keys: ImportKeys):
        self.export, self.item, self.pictures, self.keys = export, item, pictures, keys

    def run(self, *, as_draft: bool) -> WordPressImportReport:
        article = self.keys.find_article(self.item)
        report = WordPressImportReport(article.slug if article else "", "there already")
        if not article:
            article = self._article(report)
            report.notes += self.item.notes
            report.slug, report.change = article.slug, "brought as a draft"
            if self.item.has_password:
                report.notes.append(_("It had a password there, which articles cannot have."))
            elif self.item.status in PUBLIC_STATUSES and not as_draft:
                publish_article(article, self.item.date or now())
                article.discussion.set_open(self.item.comments_are_open)
                report.change = f"brought, {article.current_state.label}"
        if article.thread:
            report.posts = DiscussionImport(self.keys, self.item, article.thread).run(report)
        elif self.item.comments:
            report.notes.append(_("A draft has no discussion yet: publish it and import again."))
        save_revision(article, by=None)
        return report

    def _article(self, report: WordPressImportReport) -> Article:
        item = self.item
        title, lost = item.title or _("Untitled"), list[str]()
        article = Article(
            title=title[:200],
            slug=self._free_slug(unquote(item.slug) or title),
            body=convert_to_markdown(item.html, self.pictures.import_picture, lost=lost) or _("(no text)"),
            last_modified=localdate(item.modified or item.date or now()),
            import_key=self.keys.build(item),
        )
        store_article(article)
        names = [name[:60].strip() for name in item.terms]
        article.topics.set(Topic.get_or_create_by_name(name) for name in names if Topic.build_slug(name))
        name = self.export.author_names.get(item.creator, item.creator)
        if Person.build_slug(name):
            Byline.objects.replace(article.pk, Byline.Role.WRITTEN, [Person.get_or_create_by_name(name[:200])])
        after_change(article)
        if len(article.body) > MAX_SANITIZED_CHARS:
            report.notes.append(_("It is so long that its marks are shown as they are typed: divide it."))
        if names := find_shortcodes(item.html):
            details = {"names": ", ".join(names)}
            report.notes.append(_("Shortcodes stay in the text: %(names)s.") % details)
        report.notes += [*self.pictures.pop_problems(), *dict.fromkeys(lost)]
        return article

    def _free_slug(self, wish: str) -> str:
        base = slugify(wish)[:190] or f"article-{self.item.id}"
        return choose_free_slug(base, Article.objects.slugs_starting_with(base))


class DiscussionImport:
    """The import of the comments of one post or page into a thread."""

    def __init__(self, keys: ImportKeys, item: WordPressItem, thread: Thread):
        self.thread, self.is_open = thread, item.comments_are_open
        self.keys = {wp_comment: keys.build_for_comment(item, wp_comment) for wp_comment in item.comments}
        self.comments = [*{self._key(wp_comment): wp_comment for wp_comment in item.comments}.values()]
        self.with_id = {wp_comment.id: wp_comment for wp_comment in self.comments if wp_comment.id}
        self.here: dict[str, int | None] = {}  # primary keys by import key; None for deleted ones

    def _key(self, wp_comment: WordPressComment) -> str:
        return self.keys[wp_comment][0]

    def run(self, report: WordPressImportReport) -> int:
        """Import new comments, and return their number."""
        known = ImportRecord.objects.comment_ids_by_key(key for keys in self.keys.values() for key in keys)
        for wp_comment in self.comments:
            if found := [key for key in self.keys[wp_comment] if key in known]:
                self.here[self._key(wp_comment)] = known[found[0]]
        new = [wp_comment for wp_comment in self._parents_first() if self._key(wp_comment) not in self.here]
        imported = 0
        for wp_comment in new:
            if wp_comment.approved not in {"0", "1"}:
                continue  # spam, trash
            if comment := self._import_comment(wp_comment, report):
                ImportRecord.objects.create(key=self._key(wp_comment), comment=comment)
                self.here[self._key(wp_comment)] = comment.pk
                imported += 1
        self._attach_replies()
        if imported and not self.is_open and self.thread.is_open:
            self.thread.set_open(False)
        return imported

    def _parents_first(self) -> Iterator[WordPressComment]:
        """Yield comments by date, but each after its parent. Comments that answer each other in a
        circle come last."""
        order = sorted(self.comments, key=lambda wp_comment: (_date(wp_comment), wp_comment.id))
        done: set[int] = set()
        while order:
            waiting = []
            for wp_comment in order:
                if wp_comment.parent in self.with_id and wp_comment.parent not in done:
                    waiting.append(wp_comment)
                    continue
                yield wp_comment
                done.add(wp_comment.id)
            if len(waiting) == len(order):
                yield from waiting
                return
            order = waiting

    def _attach_replies(self) -> None:
        """Attach replies that were imported before the comment that they answer."""
        loose = {
            pk
            for wp_comment in self.comments
            if (pk := self.here.get(self._key(wp_comment))) and self._get_parent_id(wp_comment)
        }
        replies = self.thread.comments.filter(parent=None).in_bulk(loose)
        if not replies:
            return
        parents = dict(self.thread.comments.values_list("pk", "parent"))
        for wp_comment in self.comments:
            comment = replies.get(self.here.get(self._key(wp_comment)) or 0)
            parent_id = self._get_parent_id(wp_comment)
            if comment and parent_id and comment.pk not in _get_line(parent_id, parents):
                comment.attach_to(self.thread.comments.get(pk=parent_id))
                parents[comment.pk] = parent_id

    def _get_parent_id(self, wp_comment: WordPressComment) -> int | None:
        parent = self.with_id.get(wp_comment.parent)
        return self.here.get(self._key(parent)) if parent else None

    def _import_comment(self, wp_comment: WordPressComment, report: WordPressImportReport) -> Comment | None:
        lost: list[str] = []
        body = convert_comment_to_markdown(wp_comment.html, lost=lost)
        report.notes += [f"{_get_label(wp_comment)}: {note}" for note in dict.fromkeys(lost)]
        if not body:
            report.notes.append(f"{_get_label(wp_comment)}: {_('It has no text, and was left out.')}")
            return None
        parent_id = self._get_parent_id(wp_comment)
        comment = Comment(
            body=body,
            author_name=self._name(wp_comment, report),
            # A parent that is held is no place yet: the reply moves there when it is published.
            parent=self.thread.comments.filter(pk=parent_id).first() if parent_id else None,
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
            details = {"name": wp_comment.name}
            note = _("It has lost the name “%(name)s”, which cannot be kept here.") % details
            report.notes.append(f"{_get_label(wp_comment)}: {note}")
            return ""


def _get_line(pk: int, parents: dict[int, int | None]) -> set[int]:
    """Return a comment and all its ancestors: an answer to one of them would close a circle."""
    line, at = set[int](), pk
    while at and at not in line:
        line.add(at)
        at = parents.get(at) or 0
    return line


def _get_label(wp_comment: WordPressComment) -> str:
    return _("Comment %(id)s") % {"id": wp_comment.id or _date(wp_comment).isoformat(" ", "minutes")}


def _date(wp_comment: WordPressComment) -> datetime:
    return wp_comment.date or now()
