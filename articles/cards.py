"""The picture of an article or of the site that other sites show beside a link to it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from PIL import Image, ImageDraw
from PIL.ImageFont import FreeTypeFont

from articles.card_fonts import OURS, drawable, font, is_from_right
from articles.models import Article

DRAWING = 1  # Raise it when cards come to look otherwise.
SIZE = WIDTH, HEIGHT = 1200, 630  # pixels
MARGIN = 80
MEASURE = WIDTH - 2 * MARGIN
# Of site.css, in light.
PAPER, INK, MUTED, ACCENT = "#fdfcf9", "#1c2024", "#5b636b", "#97243a"
TITLE_SIZES = (84, 74, 65, 57, 50, 44)
TITLE_ROOM = 330  # pixels from its top
LEADING = 1.2
LINE_SIZE, WORDMARK_SIZE = 32, 40
COLOURS = 48  # enough for four and the shades between them


@dataclass(frozen=True)
class Card:
    """What a card shows."""

    title: str
    byline: str = ""
    topic: str = ""
    site: str = settings.SITE_NAME
    slug: str = ""  # of the article; none for the site

    @property
    def version(self) -> str:
        """Changes with anything on the card, and with nothing else."""
        shown = (DRAWING, self.title, self.byline, self.topic, self.site)
        return hashlib.sha256(repr(shown).encode()).hexdigest()[:12]

    def get_absolute_url(self) -> str:
        if not self.slug:
            return reverse("articles:card_of_site", args=[self.version])
        return reverse("articles:card", args=[self.slug, self.version])

    @property
    def words(self) -> str:
        """All that it says, for those who do not see it."""
        return " · ".join(filter(None, [self.topic, self.title, self.byline, self.site]))


def card_of(article: Article) -> Card:
    names = ", ".join(person.name for person in article.written_by)
    return Card(
        title=article.title,
        byline=_("Written by %(name)s") % {"name": names} if names else "",
        topic=next((topic.name for topic in article.topics_shown), ""),
        slug=article.slug,
    )


def card_of_the_site() -> Card:
    return Card(title=_("Articles, and what their readers have lived through."))


def draw(card: Card) -> bytes:
    """The card as a PNG. What no font here can write stays away: no title is better than a
    row of boxes."""
    image = Image.new("RGB", SIZE, PAPER)
    pen = ImageDraw.Draw(image)
    pen.rectangle((0, 0, WIDTH, 14), fill=ACCENT)
    _draw_line(pen, card.topic, top=MARGIN, colour=ACCENT)
    _draw_title(pen, card.title, top=MARGIN + 62)
    _draw_line(pen, card.byline, top=HEIGHT - 148, colour=MUTED)
    _draw_wordmark(pen, card.site, top=HEIGHT - 94)
    file = BytesIO()
    image.quantize(COLOURS, Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE).save(
        file, "PNG", optimize=True
    )
    return file.getvalue()


def _draw_title(pen: ImageDraw.ImageDraw, title: str, *, top: int) -> None:
    if not (found := drawable(title)):
        return
    text, name = found
    for size in TITLE_SIZES:
        letters, step = font(name, size), round(size * LEADING)
        lines, room = list(_lines(text, letters)), TITLE_ROOM // step
        if len(lines) <= room:
            break
    if len(lines) > room:
        lines = [*lines[: room - 1], _cut(f"{lines[room - 1]} {lines[room]}", letters)]
    else:
        lines = _of_like_length(lines, text, letters)
    for turn, line in enumerate(lines):
        _write(
            pen, line, letters, top=top + turn * step, colour=INK, from_right=is_from_right(text)
        )


def _draw_line(pen: ImageDraw.ImageDraw, text: str, *, top: int, colour: str) -> None:
    if found := drawable(text):
        text, name = found
        letters = font(name, LINE_SIZE)
        _write(
            pen,
            text if letters.getlength(text) <= MEASURE else _cut(text, letters),
            letters,
            top=top,
            colour=colour,
            from_right=is_from_right(text),
        )


def _draw_wordmark(pen: ImageDraw.ImageDraw, site: str, *, top: int) -> None:
    """As in the masthead: the first two letters in ink, the rest in the colour."""
    letters = font(OURS, WORDMARK_SIZE)
    pen.text((MARGIN, top), site[:2], INK, letters)
    pen.text((MARGIN + letters.getlength(site[:2]), top), site[2:], ACCENT, letters)


def _write(
    pen: ImageDraw.ImageDraw,
    line: str,
    letters: FreeTypeFont,
    *,
    top: int,
    colour: str,
    from_right: bool,
) -> None:
    place, anchor = (WIDTH - MARGIN, "ra") if from_right else (MARGIN, "la")
    pen.text((place, top), line, colour, letters, anchor)


def _of_like_length(lines: list[str], text: str, letters: FreeTypeFont) -> list[str]:
    """No more lines, and no word alone on the last one."""
    for measure in (MEASURE * 6 // 10, MEASURE * 7 // 10, MEASURE * 8 // 10, MEASURE * 9 // 10):
        narrower = list(_lines(text, letters, measure))
        if len(narrower) == len(lines):
            return narrower
    return lines


def _lines(text: str, letters: FreeTypeFont, measure: int = MEASURE) -> Iterator[str]:
    """As many words as fit on each; a word that fits on none is broken."""
    line = ""
    for word in text.split():
        longer = f"{line} {word}".strip()
        if letters.getlength(longer) <= measure:
            line = longer
            continue
        if line:
            yield line
        while letters.getlength(word) > measure:
            part = word[: _fitting(word, letters, measure)]
            yield part
            word = word[len(part) :]
        line = word
    yield line


def _cut(text: str, letters: FreeTypeFont) -> str:
    return f"{text[: _fitting(text, letters, MEASURE - letters.getlength('…'))].rstrip()}…"


def _fitting(text: str, letters: FreeTypeFont, room: float) -> int:
    """How many letters fit, at least one: found by halving, since a title can be long."""
    least, most = 1, len(text)
    while least < most:
        middle = (least + most + 1) // 2
        if letters.getlength(text[:middle]) <= room:
            least = middle
        else:
            most = middle - 1
    return least
