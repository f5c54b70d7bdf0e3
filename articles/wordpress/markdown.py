"""Convert the HTML of WordPress to Markdown. There, blank lines are paragraphs, and captions are
shortcodes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from bs4 import BeautifulSoup, Comment, NavigableString, PageElement, Tag
from markdownify import MarkdownConverter

BLOCK_TAGS = [
    *("p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "dl", "blockquote"),
    *("pre", "table", "figure", "hr", "section", "form"),
]
PARAGRAPH_CONTAINERS = ("blockquote", "div", "section")
IMAGE_ATTRIBUTES = ("src", "alt", "title")
MAX_DEPTH = 200  # nested elements
TAG = re.compile(r"<(/?)(?!br|img|hr|input|!)[a-z]", re.IGNORECASE)
BLANK_LINE = re.compile(r"\n[ \t]*\n\s*")
CAPTION = re.compile(r"\[caption[^\]]{0,500}\](.{0,5000}?)\[/caption\]", re.DOTALL)
SHORTCODE = re.compile(r"\[([a-z][a-z0-9_-]{1,30})(?:\s+[a-z_]+=[^\]\[]{0,500})?\](?!\()")

# Returns the address here for an address there and a description, or "".
PictureLocator = Callable[[str, str], str]


class _Converter(MarkdownConverter):
    """A converter that keeps only pictures that have been imported."""

    def __init__(self, picture: PictureLocator):
        super().__init__(heading_style="ATX", bullets="-", escape_misc=True)
        self.picture = picture

    def convert_img(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        src, alt, title = (" ".join(str(el.get(name) or "").split()) for name in IMAGE_ATTRIBUTES)
        if not (here := self.picture(src, alt)):
            return ""
        alt = alt.replace("[", "(").replace("]", ")")
        caption = ' "{}"'.format(title.replace('"', "”")) if title else ""
        return f"![{alt}]({here}{caption})"


def convert_to_markdown(html: str, picture: PictureLocator = lambda url, alt: "") -> str:
    """Convert HTML to Markdown. Pictures are left out unless `picture` returns their address."""
    html = CAPTION.sub(r"<figure>\1</figure>", html.replace("\r\n", "\n"))
    if _depth_of(html) > MAX_DEPTH:
        return " ".join(BeautifulSoup(html, "html.parser").get_text(" ").split())
    soup = BeautifulSoup(html, "html.parser")
    for figure in soup.find_all("figure"):
        _unframe(soup, figure)
    for comment in soup.find_all(string=lambda node: isinstance(node, Comment)):
        comment.extract()  # data of the block editor
    for box in [*soup.find_all(PARAGRAPH_CONTAINERS), soup]:
        _mark_paragraphs(soup, box)
    text = _Converter(picture).convert_soup(soup)
    return re.sub(r"\n[ \t]*(?:\n[ \t]*)+\n", "\n\n", text).strip()


def _depth_of(html: str) -> int:
    """Return how deep elements are nested. Real texts stay far below the limit."""
    depth = deepest = 0
    for closes in TAG.findall(html):
        depth = max(0, depth - 1) if closes else depth + 1
        deepest = max(deepest, depth)
    return deepest


def _unframe(soup: BeautifulSoup, figure: Tag) -> None:
    """Move the caption of a shortcode into its picture."""
    if picture := figure.find("img"):
        picture.extract()
        picture["title"] = " ".join(figure.get_text(" ").split())
        paragraph = soup.new_tag("p")
        paragraph.append(picture)
        figure.replace_with(paragraph)


def _mark_paragraphs(soup: BeautifulSoup, box: Tag) -> None:
    """Put text between blocks and blank lines into paragraphs."""
    children = [child.extract() for child in list(box.contents)]
    paragraph = soup.new_tag("p")
    for child in children:
        if isinstance(child, Tag) and child.name in BLOCK_TAGS:
            _close(box, paragraph)
            paragraph = soup.new_tag("p")
            box.append(child)
            continue
        for number, piece in enumerate(_split_at_blank_lines(child)):
            if number:
                _close(box, paragraph)
                paragraph = soup.new_tag("p")
            for part in _add_line_breaks(soup, piece):
                paragraph.append(part)
    _close(box, paragraph)


def _split_at_blank_lines(child: PageElement) -> list[PageElement]:
    if not isinstance(child, NavigableString):
        return [child]
    return [NavigableString(text) for text in BLANK_LINE.split(str(child))]


def _add_line_breaks(soup: BeautifulSoup, piece: PageElement) -> Iterator[PageElement]:
    """Mark the ends of lines: in Markdown they would be spaces."""
    if not isinstance(piece, NavigableString):
        yield piece
        return
    for number, line in enumerate(str(piece).split("\n")):
        if number:
            yield soup.new_tag("br")
        yield NavigableString(line)


def _close(box: Tag, paragraph: Tag) -> None:
    while paragraph.contents and _is_empty(paragraph.contents[0]):
        paragraph.contents[0].extract()
    while paragraph.contents and _is_empty(paragraph.contents[-1]):
        paragraph.contents[-1].extract()
    if paragraph.contents:
        box.append(paragraph)


def _is_empty(node: PageElement) -> bool:
    is_break = isinstance(node, Tag) and node.name == "br"
    return is_break or (isinstance(node, NavigableString) and not str(node).strip())


def find_shortcodes(html: str) -> list[str]:
    """Return the names of shortcodes of plug-ins. They stay in the text."""
    return sorted(set(SHORTCODE.findall(CAPTION.sub("", html))))
