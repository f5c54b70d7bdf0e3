"""The files of a picture: the original, encoded again, and copies in the widths that pages show."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO
from threading import Lock
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from PIL import Image

from articles.pictures.decoding import decode_picture

MEDIA_FOLDER = "pictures"
COPY_WIDTHS = (480, 960, 1600)  # pixels
JPEG, PNG, WEBP = "JPEG", "PNG", "WEBP"
EXTENSIONS = {JPEG: "jpg", PNG: "png", WEBP: "webp"}
MIME_TYPES = {"jpg": "image/jpeg", "png": "image/png", "webp": "image/webp"}
_AS_ORIGINAL: dict[str, dict[str, Any]] = {JPEG: {"quality": 92}, PNG: {"compress_level": 3}}
_AS_COPY: dict[str, dict[str, Any]] = {
    JPEG: {"quality": 80, "optimize": True, "progressive": True},
    PNG: {"optimize": True},
    WEBP: {"quality": 78},
}
# A decoded picture takes hundreds of megabytes: each process decodes one at a time.
_one_at_a_time = Lock()


@dataclass(frozen=True)
class EncodedPicture:
    """An upload as it will be stored. The digest is that of the encoded picture."""

    format: str  # of the original and of copies that are not WebP
    width: int
    height: int
    digest: str
    files: Mapping[str, bytes]

    def store(self) -> None:
        """Write all files. Their names contain the digest, so writing them again changes
        nothing."""
        for name, data in self.files.items():
            default_storage.save(name, ContentFile(data))


def get_copy_widths(width: int) -> list[int]:
    """Return the widths of the copies. None is wider than the picture."""
    return sorted({min(width, each) for each in COPY_WIDTHS})


def scale_height(at_width: int, width: int, height: int) -> int:
    return max(1, round(height * at_width / width))


def build_file_name(digest: str, format_: str, width: int | None = None) -> str:
    """Build the name of the copy in a width, or of the original, which no page shows."""
    size = f"-{width}" if width else ""
    return f"{MEDIA_FOLDER}/{digest[:32]}{size}.{EXTENSIONS[format_]}"


def encode_picture(data: bytes) -> EncodedPicture:
    """Encode a picture and its copies. Takes seconds for the largest ones. Raises
    ValidationError."""
    with _one_at_a_time:
        return _encode(*decode_picture(data))


def _encode(image: Image.Image, source_format: str) -> EncodedPicture:
    is_drawn = source_format in {"PNG", "GIF"} or image.mode == "RGBA"
    fallback = PNG if is_drawn else JPEG
    original = _write(image, fallback, _AS_ORIGINAL[fallback])
    digest = hashlib.sha256(original).hexdigest()
    files = {build_file_name(digest, fallback): original}
    width, height = image.size
    for each in reversed(get_copy_widths(width)):
        if each < image.width:
            size = (each, scale_height(each, width, height))
            image = image.resize(size, Image.Resampling.LANCZOS)
        for format_ in (fallback, WEBP):
            files[build_file_name(digest, format_, each)] = _write(image, format_, _AS_COPY[format_])
    return EncodedPicture(fallback, width, height, digest, files)


def _write(image: Image.Image, format_: str, options: Mapping[str, Any]) -> bytes:
    written = BytesIO()
    image.save(written, format_, **options)
    return written.getvalue()
