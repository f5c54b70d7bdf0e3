"""Articles as files: Markdown below a block of YAML, the front matter.

All problems of a file are reported at once, each with its line.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import yaml
from django.core.exceptions import ValidationError
from django.utils.text import normalize_newlines
from django.utils.translation import gettext as _

from articles.front_matter_fields import ARTICLE_FIELDS, POST_FIELDS, NodeReader
from comments.sanitizer import MAX_SANITIZED_CHARS

FENCE = "---"


@dataclass(frozen=True)
class FileProblem:
    """A problem in a file, with its line."""

    path: Path
    line: int
    sentence: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.sentence}"


class FrontMatterError(Exception):
    """One or more problems in files. Nothing was imported."""

    def __init__(self, problems: list[FileProblem]):
        super().__init__("\n".join(map(str, problems)))
        self.problems = problems


@dataclass
class PostEntry:
    """A post of a discussion in a file."""

    line: int
    number: int | None = None
    author: str = ""  # "" for anonymous
    date: datetime | None = None
    edited: datetime | None = None
    reply_to: int | None = None
    text: str = ""
    status: str = "published"
    reason: str = ""
    unlisted: bool = False


@dataclass
class ArticleFile:
    """The content of a file. `lines` has the line of each field."""

    path: Path
    fields: dict[str, Any] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)
    posts: list[PostEntry] = field(default_factory=list)


def read_article_file(path: Path) -> ArticleFile:
    """Read one file. Raises FrontMatterError."""
    reader = _Reader(path)
    file = reader.read()
    if reader.problems:
        raise FrontMatterError(reader.problems)
    return file


class _Reader:
    """Reads a file once and collects every problem."""

    def __init__(self, path: Path):
        self.path = path
        self.problems: list[FileProblem] = []

    def read(self) -> ArticleFile:
        file = ArticleFile(self.path)
        matter, body, body_line = self._split()
        if root := self._compose(matter):
            for name, line, node in self._entries(root, ARTICLE_FIELDS):
                file.lines[name] = line
                if name == "posts":
                    file.posts = self._posts(node)
                elif (value := self._value(ARTICLE_FIELDS[name], node, line)) is not None:
                    file.fields[name] = value
            self._require_fields(file, body, body_line)
            file.fields["body"], file.lines["body"] = body.strip() + "\n", body_line
        return file

    def _report(self, line: int, sentence: str) -> None:
        self.problems.append(FileProblem(self.path, line, sentence))

    def _split(self) -> tuple[str, str, int]:
        """Return the front matter, the text, and the line on which the text begins."""
        try:
            text = self.path.read_bytes().decode("utf-8-sig")
        except OSError as error:
            self._report(0, _("Cannot be read: %(error)s.") % {"error": error.strerror})
            return "", "", 0
        except UnicodeDecodeError as error:
            line = error.object[: error.start].count(b"\n") + 1
            self._report(line, _("This is not UTF-8 text."))
            return "", "", 0
        if "\x00" in text:
            self._report(text[: text.index("\x00")].count("\n") + 1, _("There is a NUL character."))
            return "", "", 0
        # Not splitlines(): it knows line ends that YAML and Markdown do not.
        lines = normalize_newlines(text).removesuffix("\n").split("\n")
        if lines[0].rstrip() != FENCE:
            self._report(1, _("A file begins with a line “---”, then title, slug and so on."))
            return "", "", 0
        ends = [number for number, line in enumerate(lines[1:], 1) if line.rstrip() == FENCE]
        if not ends:
            self._report(len(lines), _("The front matter has no end: a line “---”."))
            return "", "", 0
        return "\n".join(lines[1 : ends[0]]), "\n".join(lines[ends[0] + 1 :]), ends[0] + 2

    def _compose(self, matter: str) -> yaml.MappingNode | None:
        if self.problems:
            return None
        try:
            root = yaml.compose(matter, Loader=yaml.SafeLoader)
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            self._report(mark.line + 2 if mark else 2, f"YAML: {error.problem}.")
            return None
        except (yaml.YAMLError, RecursionError) as error:
            self._report(2, f"YAML: {error}.")
            return None
        if not isinstance(root, yaml.MappingNode):
            self._report(2, _("The front matter must consist of lines “name: value”."))
            return None
        return root

    def _entries(self, mapping: yaml.MappingNode, known: dict[str, NodeReader]) -> Iterator[tuple[str, int, yaml.Node]]:
        """Yield name, line and value of each known field that is not empty. Report the other
        fields."""
        seen = set()
        for key, value in mapping.value:
            name, line = str(key.value), key.start_mark.line + 2
            if name not in known:
                hint = {"name": name, "known": ", ".join(known)}
                self._report(line, _("“%(name)s” is not known here; known are: %(known)s.") % hint)
            elif name in seen:
                self._report(line, _("“%(name)s” is here twice.") % {"name": name})
            elif value.tag != "tag:yaml.org,2002:null":
                yield name, line, value
            seen.add(name)

    def _value(self, reads: NodeReader, node: yaml.Node, line: int) -> object:
        try:
            return reads(node)
        except ValidationError as error:
            self._report(line, " ".join(error.messages))
        except ValueError as error:
            self._report(line, str(error))
        return None

    def _posts(self, node: yaml.Node) -> list[PostEntry]:
        if not isinstance(node, yaml.SequenceNode):
            self._report(node.start_mark.line + 2, _("Posts are a list, each beginning with “-”."))
            return []
        return [post for item in node.value if (post := self._post(item))]

    def _post(self, node: yaml.Node) -> PostEntry | None:
        post = PostEntry(line=node.start_mark.line + 2)
        if not isinstance(node, yaml.MappingNode):
            self._report(post.line, _("A post consists of lines “name: value”."))
            return None
        for name, line, value in self._entries(node, POST_FIELDS):
            read = self._value(POST_FIELDS[name], value, line)
            if read is not None:
                setattr(post, name, read)
        if post.number is None and post.status != "held":
            self._report(post.line, _("A post needs its number (only held ones have none)."))
        if post.number is not None and post.status == "held":
            self._report(post.line, _("A held post has no number yet."))
        if not post.text.strip() and post.status != "withdrawn":
            self._report(post.line, _("A post needs a text."))
        return post

    def _require_fields(self, file: ArticleFile, body: str, body_line: int) -> None:
        for name in ("title", "slug"):
            if name not in file.lines:
                self._report(2, _("“%(name)s” is missing.") % {"name": name})
        if not body.strip():
            self._report(body_line, _("There is no text below the front matter."))
        if len(body) > MAX_SANITIZED_CHARS:
            details = {"length": len(body), "limit": MAX_SANITIZED_CHARS}
            self._report(body_line, _("The text has %(length)d characters; at most %(limit)d are possible.") % details)
        if file.fields.get("state") == "retired" and not file.fields.get("retired_because"):
            sentence = _("What is retired says why: “retired_because” is missing.")
            self._report(file.lines["state"], sentence)
        numbers: set[int] = set()
        for post in file.posts:
            if post.number in numbers:
                self._report(post.line, _("Post %(n)d is here twice.") % {"n": post.number})
            if post.reply_to is not None and post.reply_to not in numbers:
                hint = {"n": post.reply_to}
                self._report(post.line, _("It answers Post %(n)d, which does not come before.") % hint)
            numbers |= {post.number} if post.number else set()
