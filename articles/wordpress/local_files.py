"""Pictures in any folder beside a WordPress export file."""

from __future__ import annotations

import re
from functools import cached_property
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from articles.models import Picture
from articles.pictures.files import encode_picture
from articles.wordpress.export_file import WordPressExport

SIZE_SUFFIX = re.compile(r"-[0-9]{1,5}x[0-9]{1,5}$")  # heart-300x200.jpg is a copy of heart.jpg
PICTURE_SUFFIXES = {".jpg", ".jpeg", ".png", ".gif", ".webp"}


class LocalFiles:
    """Finds pictures by the name of their file, and imports them into the library."""

    def __init__(self, folder: Path, export: WordPressExport, *, stores: bool = True):
        self.folder = folder
        self.stores = stores
        self.titles = {_name(item.file_url): item.title for item in export.items if item.file_url and item.title}
        self._addresses: dict[Path, str] = {}
        self._problems: list[str] = []

    def import_picture(self, url: str, alt: str = "") -> str:
        """Import a picture and return its address, or "" if it is missing or no picture."""
        name = _name(url)
        bare = PurePosixPath(name)
        original = f"{SIZE_SUFFIX.sub('', bare.stem)}{bare.suffix}"
        path = self._files.get(original.lower()) or self._files.get(name.lower())
        if not path:
            self._problems.append(_("Not beside the file: the picture %(url)s") % {"url": url})
            return ""
        if path not in self._addresses:
            self._addresses[path] = self._store(path, alt or self.titles.get(path.name, ""))
        return self._addresses[path]

    def pop_problems(self) -> list[str]:
        """Return the problems since the last call."""
        problems, self._problems = self._problems, []
        return [*dict.fromkeys(problems)]

    @cached_property
    def _files(self) -> dict[str, Path]:
        files = sorted(path for path in self.folder.rglob("*") if path.suffix.lower() in PICTURE_SUFFIXES)
        return {path.name.lower(): path for path in reversed(files) if path.is_file()}

    def _store(self, path: Path, alt: str) -> str:
        if not alt:
            details = {"name": path.name}
            self._problems.append(_("Without a description: the picture %(name)s") % details)
        try:
            if not self.stores:
                encode_picture(path.read_bytes())
                return f"/pictures/{path.stem.lower()}/"
            picture = Picture.objects.import_file(path, alt=alt or path.stem)
        except (OSError, ValidationError) as error:
            words = " ".join(error.messages) if isinstance(error, ValidationError) else str(error)
            self._problems.append(f"{path.name}: {words}")
            return ""
        return picture.get_absolute_url()


def _name(url: str) -> str:
    try:
        return PurePosixPath(unquote(urlsplit(url).path)).name
    except ValueError:
        return ""
