"""Pictures beside the file of an article: imported into the library, or exported.

A file names them by their path, `![What there is to see](pictures/valve.png)`; a stored text by
their address in the library.
"""

from __future__ import annotations

import re
from pathlib import Path

from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.utils.translation import gettext as _

from articles.front_matter_fields import PictureEntry
from articles.models import Article, Picture
from articles.pictures.files import EXTENSIONS, build_file_name
from articles.publication import save_picture

EXPORT_FOLDER = "pictures"
_IMAGE = re.compile(r"!\[([^\]\n]*)\]\(([^()\s\"]+)")
_IN_LIBRARY = re.compile(r"(!\[[^\]\n]*\]\()/pictures/([-\w]+)/")


class PictureImportError(Exception):
    """A picture cannot be imported. The message says which and why."""


def import_pictures(body: str, folder: Path, entries: list[PictureEntry]) -> str:
    """Import the pictures beside a file, and return the text with their addresses. Raises
    PictureImportError."""
    described = {entry.file: entry for entry in entries}
    taken = {name: _import_picture(folder, name, entry=entry) for name, entry in described.items()}

    def address(found: re.Match[str]) -> str:
        alt, name = found[1], found[2]
        if name not in taken and _find_file(folder, name):
            taken[name] = _import_picture(folder, name, alt=alt)
        return f"![{alt}]({taken[name].get_absolute_url()}" if name in taken else found[0]

    return _IMAGE.sub(address, body)


def _find_file(folder: Path, name: str) -> Path | None:
    """Return the path of the file if it is within the folder."""
    try:
        path = (folder / name).resolve()
        inside = path.is_relative_to(folder.resolve()) and not name.startswith("/")
        return path if inside and path.is_file() else None
    except (OSError, ValueError):
        return None


def _import_picture(folder: Path, name: str, *, alt: str = "", entry: PictureEntry | None = None) -> Picture:
    words = {"alt": entry.alt, "caption": entry.caption, "credit": entry.credit} if entry else {}
    words = words or {"alt": " ".join(alt.split())[:300]}
    if not words["alt"]:
        raise PictureImportError(_("%(file)s needs a description: ![…](%(file)s).") % {"file": name})
    if not (path := _find_file(folder, name)):
        raise PictureImportError(_("There is no picture %(file)s beside this file.") % {"file": name})
    try:
        picture = Picture.objects.import_file(path, **words)
    except (OSError, ValidationError) as error:
        reason = " ".join(error.messages) if isinstance(error, ValidationError) else str(error)
        raise PictureImportError(f"{name}: {reason}") from None
    if entry and any(getattr(picture, field) != text for field, text in words.items()):
        for field, text in words.items():
            setattr(picture, field, text)
        save_picture(picture)
    return picture


def export_pictures(article: Article, folder: Path) -> tuple[str, list[dict[str, str]]]:
    """Write the pictures of an article into a folder. Return its text with their paths, and an
    entry for each."""
    pictures = {picture.slug: picture for picture in article.pictures.order_by("slug")}
    if pictures:
        (folder / EXPORT_FOLDER).mkdir(parents=True, exist_ok=True)
    entries = []
    for picture in pictures.values():
        with default_storage.open(build_file_name(picture.digest, picture.format)) as file:
            (folder / _path(picture)).write_bytes(file.read())
        words = {"alt": picture.alt, "caption": picture.caption, "credit": picture.credit}
        entries.append({"file": _path(picture), **{k: text for k, text in words.items() if text}})

    def path(found: re.Match[str]) -> str:
        picture = pictures.get(found[2])
        return f"{found[1]}{_path(picture)}" if picture else found[0]

    return _IN_LIBRARY.sub(path, article.body), entries


def _path(picture: Picture) -> str:
    return f"{EXPORT_FOLDER}/{picture.slug}.{EXTENSIONS[picture.format]}"
