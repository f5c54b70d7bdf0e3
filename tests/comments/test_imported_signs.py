"""Signs of comments that were imported before backslashes became text."""

from html import unescape
from importlib import import_module
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.db import connection
from markdownify import MarkdownConverter

from comments.models import Comment, ImportRecord
from comments.sanitizer import extract_text, sanitize

migration = import_module("comments.migrations.0031_signs_of_imported_comments")
TEXTS = [
    "5 * 3 * 2 *x* **y**", "a \\ b c\\d", "[x](y) [1]", "<b>x</b>", "&amp; R&D", "> said", "+ cheap", "- painful", "1986. What a year",
    "snake_case ~~x~~ a|b a=b", "¯\\_(ツ)_/¯", "it`s",
]  # fmt: skip


@pytest.mark.parametrize("text", TEXTS)
def test_an_imported_comment_shows_the_same_signs(text):
    escaped = MarkdownConverter(bullets="-", escape_misc=True).escape(text, set())
    assert extract_text(sanitize(migration.convert(escaped))) == text


def test_code_and_addresses_stay():
    html = sanitize(migration.convert("`a\\*b` <https://e.example/a_b>"))
    assert "<code>a\\*b</code>" in html
    assert 'href="https://e.example/a_b"' in html
    assert unescape(extract_text(html)).split()[-1] == "https://e.example/a_b"


def test_only_imported_comments_are_changed(post):
    imported, typed = post("a\\_b \\*x\\*"), post("a\\_b \\*x\\*")
    ImportRecord.objects.create(key="site 1", comment=imported)
    migration.convert_comments(apps, SimpleNamespace(connection=connection))
    assert Comment.objects.get(pk=imported.pk).body == "a_b &#42;x&#42;"
    assert Comment.objects.get(pk=typed.pk).body == "a\\_b \\*x\\*"
