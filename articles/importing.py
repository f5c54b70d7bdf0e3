"""Import articles and their discussions from files.

Idempotent by slug: importing the same files again changes nothing, changed files update their
articles. All files are imported, or none.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, time
from pathlib import Path

from django.db import transaction
from django.utils.timezone import make_aware, now
from django.utils.translation import gettext as _

from articles.front_matter import ArticleFile, FileProblem, FrontMatterError, PostEntry, read_article_file
from articles.front_matter_fields import ROLE_BY_FIELD, PersonEntry
from articles.models import Article, Byline, FormerAddress, Person, Picture, Topic
from articles.models.state import State, Transition
from articles.pictures.import_export import PictureImportError, import_pictures
from articles.publication import (
    after_change,
    publish_article,
    retire_article,
    store_article,
    transition_article,
    unpublish_article,
)
from articles.related import relate_new_articles
from articles.rendering import render_body
from articles.revisions import save_revision
from comments.models import Comment, Decision, Thread
from comments.moderation.decisions import Caller, apply_decision
from comments.submission.submit import IMPORTED_REASON, import_comment, import_held_comment

MODEL_FIELD_BY_KEY = {
    **{name: name for name in ("title", "slug", "body", "last_modified", "sources", "licence")},
    "copyright": "copyright_holder",
    "note": "discussion_note",
    "retired_because": "retired_because",
}  # fields of Article by key of the front matter


@dataclass
class ArticleImportReport:
    """The result of importing one file."""

    article: Article
    change: str  # "imported", "changed" or "unchanged"
    posts: int = 0

    def __str__(self) -> str:
        return f"{self.article.slug}: {self.change}, {self.posts} new posts"


def import_files(paths: Iterable[Path]) -> list[ArticleImportReport]:
    """Import all files. Raises FrontMatterError, and imports nothing, if any file has a problem."""
    files = _read_all(paths)
    with transaction.atomic():
        problems = [problem for file in files for problem in _check_former_address(file)]
        problems += [problem for file in files for problem in _import_pictures(file)]
        reports = [_store(file) for file in files]
        problems += [problem for file in files for problem in _set_related(file)]
        for file, report in zip(files, reports, strict=True):
            _publish(file, report)
            problems += _import_posts(file, report)
            _retire(file, report)
            save_revision(report.article, by=None)
        if problems:
            raise FrontMatterError(problems)
    relate_new_articles()
    return reports


def _all_files(paths: Iterable[Path]) -> Iterator[Path]:
    """Yield the files. For a folder, these are the articles in it."""
    for path in paths:
        yield from sorted(path.glob("*.md")) if path.is_dir() else [path]


def _read_all(paths: Iterable[Path]) -> list[ArticleFile]:
    files, problems = [], []
    for path in _all_files(paths):
        try:
            files.append(read_article_file(path))
        except FrontMatterError as error:
            problems += error.problems
    if problems:
        raise FrontMatterError(problems)
    return files


def _check_former_address(file: ArticleFile) -> list[FileProblem]:
    """Report a slug that is a former address of another article: links to it keep working."""
    slug = file.fields["slug"]
    former = FormerAddress.objects.filter(slug=slug).exclude(article__slug=slug).first()
    if not former:
        return []
    sentence = _("“%(title)s” stood here before and stands at “%(slug)s” now: write that.")
    given = {"title": former.article, "slug": former.article.slug}
    return [FileProblem(file.path, file.lines["slug"], sentence % given)]


def _import_pictures(file: ArticleFile) -> list[FileProblem]:
    """Import the pictures, and replace their paths in the text by their addresses."""
    line = file.lines.get("pictures") or file.lines["body"]
    try:
        entries = file.fields.get("pictures", [])
        file.fields["body"] = import_pictures(file.fields["body"], file.path.parent, entries)
    except PictureImportError as error:
        return [FileProblem(file.path, line, str(error))]
    text = render_body(file.fields["body"], Picture.objects.in_bulk_by_slug)
    if missing := [*text.missing_slugs, *text.external_alts]:
        sentence = _("There is no picture for %(what)s; neither beside this file nor here.")
        return [FileProblem(file.path, file.lines["body"], sentence % {"what": missing[0] or "![]"})]
    return []


def _store(file: ArticleFile) -> ArticleImportReport:
    article = Article.objects.filter(slug=file.fields["slug"]).first()
    is_new = article is None
    article = article or Article(slug=file.fields["slug"])
    columns = {MODEL_FIELD_BY_KEY[name]: value for name, value in file.fields.items() if name in MODEL_FIELD_BY_KEY}
    changed = {name for name, value in columns.items() if getattr(article, name) != value}
    if is_new or changed:
        for name, value in columns.items():
            setattr(article, name, value)
        store_article(article)
    topics = [Topic.get_or_create_by_name(name) for name in file.fields.get("topics", [])]
    if "topics" in file.fields and {*topics} != {*article.topics.all()}:
        article.topics.set(topics)
        changed.add("topics")
    for field, role in ROLE_BY_FIELD.items():
        people = map(_person, file.fields.get(field, []))
        if field in file.fields and Byline.objects.replace(article.pk, role, people):
            changed.add(field)
    if is_new or changed:
        after_change(article)
    return ArticleImportReport(article, "imported" if is_new else "changed" if changed else "unchanged")


def _person(entry: PersonEntry) -> Person:
    """Return the person of that name, updated with what the file says about them."""
    same = Person.objects.filter(name=entry.name, line=entry.line, about=entry.about.strip())
    person = same.order_by("pk").first() or Person.get_or_create_by_name(entry.name)
    given = {name: getattr(entry, name) for name in ("line", "about") if getattr(entry, name)}
    if any(getattr(person, name) != words for name, words in given.items()):
        for name, words in given.items():
            setattr(person, name, words)
        person.save()
    return person


def _publish(file: ArticleFile, report: ArticleImportReport) -> None:
    """Bring the article into the state that the file names. A new article without a state is
    published."""
    article = report.article
    wanted = file.fields.get("state") or ("published" if report.change == "imported" else "")
    since = file.fields.get("published")
    was_published = wanted and file.posts and not article.thread
    if wanted in {"published", "retired"} or was_published:
        publish_article(article, at=since or _get_default_date(article))
        if wanted == "published" and article.is_retired:
            transition_article(article, Transition.PUBLISH)
    if wanted in {State.DRAFT, State.REVIEW} and article.published_at:
        unpublish_article(article)
    if wanted == State.REVIEW and article.state == State.DRAFT:
        transition_article(article, Transition.SUBMIT)
    if wanted == State.DRAFT and article.state == State.REVIEW:
        transition_article(article, Transition.RETURN)
    if since and article.published_at and article.published_at != since:
        article.change_publication_date(since)
        after_change(article)
    wants_open = file.fields.get("discussion")
    if wants_open and article.thread and article.thread.is_open != (wants_open == "open"):
        article.thread.set_open(wants_open == "open")


def _retire(file: ArticleFile, report: ArticleImportReport) -> None:
    """Retire the article, once its discussion is imported."""
    if file.fields.get("state") == State.RETIRED and not report.article.is_retired:
        retire_article(report.article, file.fields["retired_because"])


def _get_default_date(article: Article) -> datetime:
    """Return the day of the last change, so that a collection keeps its order. Never in
    the future."""
    return min(make_aware(datetime.combine(article.last_modified, time())), now())


def _set_related(file: ArticleFile) -> list[FileProblem]:
    """Store related articles. Called when all articles are stored, so that files may name each
    other."""
    if "related" not in file.fields:
        return []
    article = Article.objects.get(slug=file.fields["slug"])
    wanted = file.fields["related"]
    found = {other.slug: other for other in Article.objects.filter(slug__in=wanted)}
    if {*found.values()} != {*article.related.all()}:
        article.related.set(found.values())
        after_change(article)
    line = file.lines["related"]
    return [
        FileProblem(file.path, line, _("There is no article “%(slug)s”.") % {"slug": slug})
        for slug in wanted
        if slug not in found
    ]


def _import_posts(file: ArticleFile, report: ArticleImportReport) -> list[FileProblem]:
    problems = []
    if not file.posts:
        return []
    if not (thread := report.article.thread):
        sentence = _("An article that was never published has no discussion for posts.")
        return [FileProblem(file.path, file.lines["posts"], sentence)]
    for post in file.posts:
        there = _is_imported(thread, post)
        if there is None:
            _import_post(thread, post)
            report.posts += 1
        elif not there:
            sentence = _("Post %(n)d is here already and says something else.")
            problems.append(FileProblem(file.path, post.line, sentence % {"n": post.number}))
    return problems


def _is_imported(thread: Thread, post: PostEntry) -> bool | None:
    """Return True if the post is stored, False if its number has another post, None if neither."""
    words = post.text.strip()
    if post.number is None:
        same = thread.comments.filter(body=words, author_name=post.author)
        return same.exists() or None
    comment = thread.comments.filter(number=post.number).first()
    if comment is None:
        return None
    changed_by_its_author = comment.is_withdrawn or comment.revision > 1
    return changed_by_its_author or comment.body == words


def _import_post(thread: Thread, post: PostEntry) -> None:
    comment = Comment(
        body=post.text.strip(),
        author_name=post.author,
        parent=thread.comments.filter(number=post.reply_to).first() if post.reply_to else None,
        created_at=post.date or now(),
        is_unlisted=post.unlisted,
    )
    if post.number is None:
        import_held_comment(thread, comment)
        return
    comment.edited_at = post.edited
    import_comment(thread, comment, number=post.number, published_at=post.date)
    if post.status == "removed":
        apply_decision(
            comment, Decision.Verb.REMOVE, caller=Caller.IMPORT, reason=post.reason, reasons=[IMPORTED_REASON]
        )
    if post.status == "withdrawn":
        apply_decision(comment, Decision.Verb.WITHDRAW, caller=Caller.IMPORT)
