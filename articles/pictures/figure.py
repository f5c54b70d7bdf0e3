"""A picture as HTML: WebP where the browser knows it, in the width that it needs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from articles.pictures.files import TYPES, WEBP

if TYPE_CHECKING:
    from articles.models import Picture

# As wide as the text: --measure at the size of its letters, or the window without its margins.
SIZES = "(min-width: 41rem) 38rem, calc(100vw - 2rem)"


def figure_of(picture: Picture, alt: str = "", caption: str = "") -> SafeString:
    """With a caption, if there is one. What a text says itself is said instead of what the
    library knows."""
    caption = caption or picture.caption
    parts = [("{}", caption)] if caption else []
    parts += [('<span class="credit">{}</span>', picture.credit)] if picture.credit else []
    words = format_html_join(" · ", "{}", ((format_html(form, text),) for form, text in parts))
    under = format_html("\n<figcaption>{}</figcaption>", words) if parts else ""
    return format_html('<figure class="picture">\n{}{}\n</figure>', picture_of(picture, alt), under)


def picture_of(picture: Picture, alt: str = "") -> SafeString:
    """Takes its room before it is loaded, and is loaded when somebody comes near."""
    widest = picture.widths[-1]
    return format_html(
        '<picture><source type="{}" srcset="{}" sizes="{}">'
        '<img src="{}" srcset="{}" sizes="{}" width="{}" height="{}" alt="{}"'
        ' loading="lazy" decoding="async"></picture>',
        TYPES["webp"],
        _srcset(picture, WEBP),
        SIZES,
        picture.url,
        _srcset(picture, picture.format),
        SIZES,
        widest,
        picture.height_at(widest),
        alt or picture.alt,
    )


def _srcset(picture: Picture, format_: str) -> str:
    return ", ".join(f"{picture.url_of(format_, width)} {width}w" for width in picture.widths)
