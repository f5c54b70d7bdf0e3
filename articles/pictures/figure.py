"""HTML of a picture: WebP for browsers that know it, in the width that they need."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from articles.pictures.files import MIME_TYPES, WEBP

if TYPE_CHECKING:
    from articles.models.picture import Picture

# The width of the text: --measure at its font size, or the window without its margins.
SIZES_ATTRIBUTE = "(min-width: 41rem) 38rem, calc(100vw - 2rem)"


def render_figure(picture: Picture, alt: str = "", caption: str = "") -> SafeString:
    """Render a picture with its caption, if it has one. `alt` and `caption` from a text replace
    those of the library."""
    caption = caption or picture.caption
    parts = [("{}", caption)] if caption else []
    parts += [('<span class="credit">{}</span>', picture.credit)] if picture.credit else []
    words = format_html_join(" · ", "{}", ((format_html(form, text),) for form, text in parts))
    under = format_html("\n<figcaption>{}</figcaption>", words) if parts else ""
    return format_html('<figure class="picture">\n{}{}\n</figure>', render_picture(picture, alt), under)


def render_picture(picture: Picture, alt: str = "") -> SafeString:
    """Render a picture that reserves its space, and loads when it is scrolled into view."""
    widest = picture.widths[-1]
    return format_html(
        '<picture><source type="{}" srcset="{}" sizes="{}">'
        '<img src="{}" srcset="{}" sizes="{}" width="{}" height="{}" alt="{}"'
        ' loading="lazy" decoding="async"></picture>',
        MIME_TYPES["webp"],
        _srcset(picture, WEBP),
        SIZES_ATTRIBUTE,
        picture.url,
        _srcset(picture, picture.format),
        SIZES_ATTRIBUTE,
        widest,
        picture.get_height_at(widest),
        alt or picture.alt,
    )


def _srcset(picture: Picture, format_: str) -> str:
    return ", ".join(f"{picture.get_file_url(format_, width)} {width}w" for width in picture.widths)
