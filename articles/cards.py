"""Social cards: the picture of an article or of the site that other sites show beside a link."""

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

from articles.card_fonts import BUNDLED_FONT, is_right_to_left, load_font, prepare_text
from articles.models import Article

CARD_DESIGN_VERSION = 1  # Raise it when the design changes.
CARD_SIZE = CARD_WIDTH, CARD_HEIGHT = 1200, 630  # pixels
CARD_MARGIN = 80
MAX_LINE_WIDTH = CARD_WIDTH - 2 * CARD_MARGIN
# The colours of the light scheme in site.css.
PAPER, INK, MUTED, ACCENT = "#fdfcf9", "#1c2024", "#5b636b", "#97243a"
TITLE_FONT_SIZES = (84, 74, 65, 57, 50, 44)
MAX_TITLE_HEIGHT = 330  # pixels from its top
LINE_HEIGHT_RATIO = 1.2
LINE_FONT_SIZE, WORDMARK_FONT_SIZE = 32, 40
CARD_COLOUR_COUNT = 48  # enough for four colours and the shades between them


@dataclass(frozen=True)
class Card:
    """The title, the line above it and the line below it on a card."""

    title: str
    byline: str = ""
    topic: str = ""
    site: str = settings.SITE_NAME
    slug: str = ""  # of the article; none for the site

    @property
    def version(self) -> str:
        """A digest of everything on the card."""
        shown = (CARD_DESIGN_VERSION, self.title, self.byline, self.topic, self.site)
        return hashlib.sha256(repr(shown).encode()).hexdigest()[:12]

    def get_absolute_url(self) -> str:
        if not self.slug:
            return reverse("articles:card_of_site", args=[self.version])
        return reverse("articles:card", args=[self.slug, self.version])

    @property
    def description(self) -> str:
        """The text of the card, for people who do not see it."""
        return " · ".join(filter(None, [self.topic, self.title, self.byline, self.site]))


def build_article_card(article: Article) -> Card:
    names = ", ".join(person.name for person in article.written_by)
    return Card(
        title=article.title,
        byline=_("Written by %(name)s") % {"name": names} if names else "",
        topic=next((topic.name for topic in article.topic_list), ""),
        slug=article.slug,
    )


def build_site_card() -> Card:
    return Card(title=_("Articles, and what their readers have lived through."))


def draw_card(card: Card) -> bytes:
    """Draw the card as a PNG. Text that no font can draw is left out: no title is better than a row
    of boxes."""
    image = Image.new("RGB", CARD_SIZE, PAPER)
    pen = ImageDraw.Draw(image)
    pen.rectangle((0, 0, CARD_WIDTH, 14), fill=ACCENT)
    _draw_line(pen, card.topic, top=CARD_MARGIN, colour=ACCENT)
    _draw_title(pen, card.title, top=CARD_MARGIN + 62)
    _draw_line(pen, card.byline, top=CARD_HEIGHT - 148, colour=MUTED)
    _draw_wordmark(pen, card.site, top=CARD_HEIGHT - 94)
    file = BytesIO()
    image.quantize(CARD_COLOUR_COUNT, Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE).save(
        file, "PNG", optimize=True
    )
    return file.getvalue()


def _draw_title(pen: ImageDraw.ImageDraw, title: str, *, top: int) -> None:
    if not (found := prepare_text(title)):
        return
    text, name = found
    for size in TITLE_FONT_SIZES:
        letters, step = load_font(name, size), round(size * LINE_HEIGHT_RATIO)
        lines, room = list(_wrap_lines(text, letters)), MAX_TITLE_HEIGHT // step
        if len(lines) <= room:
            break
    if len(lines) > room:
        lines = [*lines[: room - 1], _truncate(f"{lines[room - 1]} {lines[room]}", letters)]
    else:
        lines = _balance_lines(lines, text, letters)
    for turn, line in enumerate(lines):
        _draw_text(pen, line, letters, top=top + turn * step, colour=INK, from_right=is_right_to_left(text))


def _draw_line(pen: ImageDraw.ImageDraw, text: str, *, top: int, colour: str) -> None:
    if found := prepare_text(text):
        text, name = found
        letters = load_font(name, LINE_FONT_SIZE)
        _draw_text(
            pen,
            text if letters.getlength(text) <= MAX_LINE_WIDTH else _truncate(text, letters),
            letters,
            top=top,
            colour=colour,
            from_right=is_right_to_left(text),
        )


def _draw_wordmark(pen: ImageDraw.ImageDraw, site: str, *, top: int) -> None:
    """Draw the name of the site as in the page header: two letters in ink, the rest in colour."""
    letters = load_font(BUNDLED_FONT, WORDMARK_FONT_SIZE)
    pen.text((CARD_MARGIN, top), site[:2], INK, letters)
    pen.text((CARD_MARGIN + letters.getlength(site[:2]), top), site[2:], ACCENT, letters)


def _draw_text(
    pen: ImageDraw.ImageDraw, line: str, letters: FreeTypeFont, *, top: int, colour: str, from_right: bool
) -> None:
    place, anchor = (CARD_WIDTH - CARD_MARGIN, "ra") if from_right else (CARD_MARGIN, "la")
    pen.text((place, top), line, colour, letters, anchor)


def _balance_lines(lines: list[str], text: str, letters: FreeTypeFont) -> list[str]:
    """Narrow the lines without adding one, so that no word is alone on the last line."""
    for measure in (
        MAX_LINE_WIDTH * 6 // 10,
        MAX_LINE_WIDTH * 7 // 10,
        MAX_LINE_WIDTH * 8 // 10,
        MAX_LINE_WIDTH * 9 // 10,
    ):
        narrower = list(_wrap_lines(text, letters, measure))
        if len(narrower) == len(lines):
            return narrower
    return lines


def _wrap_lines(text: str, letters: FreeTypeFont, measure: int = MAX_LINE_WIDTH) -> Iterator[str]:
    """Break a text into lines. A word that is wider than a line is broken, too."""
    line = ""
    for word in text.split():
        longer = f"{line} {word}".strip()
        if letters.getlength(longer) <= measure:
            line = longer
            continue
        if line:
            yield line
        while letters.getlength(word) > measure:
            part = word[: _count_fitting_letters(word, letters, measure)]
            yield part
            word = word[len(part) :]
        line = word
    yield line


def _truncate(text: str, letters: FreeTypeFont) -> str:
    count = _count_fitting_letters(text, letters, MAX_LINE_WIDTH - letters.getlength("…"))
    return f"{text[:count].rstrip()}…"


def _count_fitting_letters(text: str, letters: FreeTypeFont, room: float) -> int:
    """Count how many letters fit, at least one. Found by bisection, since a title can be long."""
    least, most = 1, len(text)
    while least < most:
        middle = (least + most + 1) // 2
        if letters.getlength(text[:middle]) <= room:
            least = middle
        else:
            most = middle - 1
    return least
