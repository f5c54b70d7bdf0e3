"""A picture as HTML: WebP where the browser knows it, in the width that it needs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from articles.pictures.files import MIME_TYPES, WEBP

if TYPE_CHECKING:
    from articles.models.picture import Picture

# As wide as the text: --measure at the size of its letters, or the window without its margins.
SIZES_ATTRIBUTE = "(min-width: 41rem) 38rem, calc(100vw - 2rem)"


def render_figure(picture: Picture, alt: str = "", caption: str = "") -> SafeString:
    """With a caption, if there is one. What a text says itself is said instead of what the
    library knows."""
    caption = caption or picture.caption
    parts = [("{}", caption)] if caption else []
    parts += [('<span class="credit">{}</span>', picture.credit)] if picture.credit else []
    words = format_html_join(" · ", "{}", ((format_html(form, text),) for form, text in parts))
    under = format_html("\n<figcaption>{}</figcaption>", words) if parts else ""
    return format_html(
        '<figure class="picture">\n{}{}\n</figure>', render_picture(picture, alt), under
    )


def render_picture(picture: Picture, alt: str = "") -> SafeString:
    """Takes its room before it is loaded, and is loaded when somebody comes near."""
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
