"""Convert the HTML of WordPress to Markdown. There, blank lines are paragraphs, and captions are
shortcodes.

Markdown here has no syntax for some HTML. It becomes text that says the same: raised and lowered
figures become Unicode characters, deleted text is named as such, and media become links.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from html import unescape
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

from bs4 import BeautifulSoup, Comment, NavigableString, PageElement, Tag
from django.utils.translation import gettext as _
from markdownify import MarkdownConverter

BLOCK_TAGS = [
    *("p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "dl", "blockquote"),
    *("pre", "table", "figure", "hr", "section", "form"),
]
PARAGRAPH_CONTAINERS = ("blockquote", "div", "section")
IMAGE_ATTRIBUTES = ("src", "alt", "title")
# Pictures that are loaded late have only a placeholder in `src`.
LATE_SOURCES = ("data-src", "data-lazy-src", "data-original")
PLACEHOLDER_SCHEMES = {"data", "blob"}
MAX_DEPTH = 200  # nested elements
TAG = re.compile(r"<(/?)(?!br|img|hr|input|!)[a-z]", re.IGNORECASE)
BLANK_LINE = re.compile(r"\n[ \t]*\n\s*")
CAPTION = re.compile(r"\[caption[^\]]{0,500}\](.{0,5000}?)\[/caption\]", re.DOTALL)
SHORTCODE = re.compile(r"\[([a-z][a-z0-9_-]{1,30})(?:\s+[a-z_]+=[^\]\[]{0,500})?\](?!\()")

# A bare address, without the punctuation that follows it in a sentence.
ADDRESS = re.compile(r"(https?://[^\s<>\"“”„]*[^\s<>\"“”„.,;:!?'’)\]}])", re.IGNORECASE)
PLAIN_ADDRESS = re.compile(r"[A-Za-z0-9:/.?=&%#+_-]*[A-Za-z0-9/]")
CLEAR_END = re.compile(r"$|\s|[.,;:!?]+(?:\s|$)")
COMMENT_MARKS = re.compile(
    r"[\\`]|\*(?=\S)|(?<=\S)\*|<(?=[a-z/])|&(?=#?\w+;)|\](?=\()|^(?:>|[-+](?=\s)|~(?=~~))",
    re.IGNORECASE | re.MULTILINE,
)
RAISED = str.maketrans("0123456789+-−=()ni", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿⁱ")
LOWERED = str.maketrans("0123456789+-−=()", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎")

# Returns the address here for an address there and a description, or "".
PictureLocator = Callable[[str, str], str]


class _ArticleConverter(MarkdownConverter):
    """A converter to the Markdown of articles. It keeps only pictures that have been imported."""

    marks_addresses = True

    def __init__(self, picture: PictureLocator, lost: list[str]):
        super().__init__(heading_style="ATX", bullets="-", escape_misc=True, autolinks=self.marks_addresses)
        self.picture = picture
        self.lost = lost  # a sentence for each element that Markdown cannot keep

    def escape(self, text: str, parent_tags: set[str]) -> str:
        """Escape text, but not bare addresses: the signs in them would become part of the link."""
        if "a" in parent_tags:
            return self.escape_marks(text)
        pieces = ADDRESS.split(text)
        pieces[::2] = [self.escape_marks(piece) for piece in pieces[::2]]
        for at in range(1, len(pieces), 2):
            # Where the end is not clear, the address is marked.
            if not (PLAIN_ADDRESS.fullmatch(pieces[at]) and CLEAR_END.match(pieces[at + 1])):
                pieces[at] = self.mark_address(pieces[at])
        return "".join(pieces)

    def escape_marks(self, text: str) -> str:
        # `escape` is missing in the stubs of markdownify.
        return str(super().escape(text, set()))  # type: ignore[misc]

    def mark_address(self, address: str) -> str:
        return f"<{address}>"

    def convert_img(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        src, alt, title = _read_image(el)
        if _is_placeholder(src):
            self.lost.append(_("A picture without an address of its own was left out: %(alt)s") % {"alt": alt or "–"})
            return ""
        if not (here := self.picture(src, alt)):
            return ""
        alt = alt.replace("[", "(").replace("]", ")")
        caption = ' "{}"'.format(title.replace('"', "”")) if title else ""
        return f"![{alt}]({here}{caption})"

    def convert_sup(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        return _shift(text, RAISED, "^")

    def convert_sub(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        return _shift(text, LOWERED, "_")

    def convert_del(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        if "_noformat" in parent_tags or not text.strip():
            return text
        # Without a mark it would say the opposite.
        blank_before, blank_after = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
        return blank_before + _("(crossed out: %(text)s)") % {"text": text.strip()} + blank_after

    convert_s = convert_strike = convert_del

    def convert_dt(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        return f"\n\n**{text.strip()}**\n\n" if text.strip() else ""

    def convert_dd(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        return f"\n\n{text.strip()}\n\n"

    def convert_video(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        source = el if el.get("src") or el.get("data") else el.find(["source", "embed"], src=True) or el
        address = str(source.get("src") or source.get("data") or "").strip()
        address = f"https:{address}" if address.startswith("//") else address
        if not ADDRESS.fullmatch(address):
            self.lost.append(_("Left out, since it has no address: <%(tag)s>") % {"tag": el.name})
            return text
        self.lost.append(_("Now a link: <%(tag)s> %(url)s") % {"tag": el.name, "url": address})
        return f"\n\n{address}\n\n" if "_inline" not in parent_tags else f" {address} "

    convert_iframe = convert_embed = convert_object = convert_audio = convert_video


class _CommentConverter(_ArticleConverter):
    """A converter to the Markdown of comments: no headings, tables, lines or pictures."""

    marks_addresses = False  # In comments, "<" and ">" around an address are text.

    def escape_marks(self, text: str) -> str:
        """Name signs that would be marks: in comments, a backslash is text."""
        return COMMENT_MARKS.sub(lambda found: f"&#{ord(found[0])};", text)

    def mark_address(self, address: str) -> str:
        return f"[{self.escape_marks(address)}](<{address}>)"

    def convert_img(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """Link to the picture: comments have none."""
        src, alt, _title = _read_image(el)
        if not ADDRESS.fullmatch(src):
            self.lost.append(_("A picture without an address of its own was left out: %(alt)s") % {"alt": alt or "–"})
            return f"({alt})" if alt else ""
        self.lost.append(_("Now a link: the picture %(url)s") % {"url": src})
        name = self.escape(alt or PurePosixPath(unquote(urlsplit(src).path)).name or src, {"a"})
        if "a" in parent_tags:
            return name
        return f"[{_('Picture: %(name)s') % {'name': name}}](<{src}>)"

    def convert_hN(self, n: int, el: Tag, text: str, parent_tags: set[str]) -> str:  # noqa: N802  of the library
        text = " ".join(text.split())
        return f"\n\n**{text.replace('**', '')}**\n\n" if text else ""

    def convert_hr(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        return "\n\n"

    def convert_tr(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        cells = text.split(CELL_END)
        return "\n\n" + " – ".join(cell.strip() for cell in cells if cell.strip()) + "\n\n"

    def convert_td(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        return " ".join(text.split()) + CELL_END

    convert_th = convert_td


CELL_END = "\x1f"  # the unit separator, which no text in HTML contains


def convert_to_markdown(
    html: str, picture: PictureLocator = lambda url, alt: "", *, lost: list[str] | None = None
) -> str:
    """Convert the HTML of an article to Markdown.

    Pictures are left out unless `picture` returns their address. A sentence about each element
    that could not be kept is added to `lost`.
    """
    return _convert(html, _ArticleConverter(picture, [] if lost is None else lost))


def convert_comment_to_markdown(html: str, *, lost: list[str] | None = None) -> str:
    """Convert the HTML of a comment to the Markdown that comments may have."""
    return _convert(html, _CommentConverter(lambda url, alt: "", [] if lost is None else lost))


def convert_to_plain_text(html: str) -> str:
    """Text of a title or a name, which WordPress writes as HTML: "&amp;amp;" is an ampersand."""
    if "<" in html:
        soup = _parse(html)
        for element in soup.find_all(["sup", "sub"]):
            table, mark = (RAISED, "^") if element.name == "sup" else (LOWERED, "_")
            element.replace_with(_shift(element.get_text(), table, mark))
        html = soup.get_text()
    else:
        html = unescape(html)
    return " ".join(html.split())


def _parse(html: str) -> BeautifulSoup:
    # With a blank, the parser does not warn about a text that is only an address.
    return BeautifulSoup(f"{html} ", "html.parser")


def _read_image(element: Tag) -> tuple[str, str, str]:
    src, alt, title = (" ".join(str(element.get(name) or "").split()) for name in IMAGE_ATTRIBUTES)
    if _is_placeholder(src):
        src = next((str(element[name]).strip() for name in LATE_SOURCES if element.get(name)), src)
    return (f"https:{src}" if src.startswith("//") else src), alt, title


def _is_placeholder(src: str) -> bool:
    return not src or src.partition(":")[0].lower() in PLACEHOLDER_SCHEMES


def _shift(text: str, table: dict[int, int], mark: str) -> str:
    """Raise or lower text: 10⁹, CO₂. Letters keep their place: 19th, Vmax."""
    bare = text.replace("\\", "").strip()
    if bare and all(ord(character) in table for character in bare):
        return text.replace("\\", "").translate(table)
    if not any(character.isdigit() for character in bare) or "](" in text:
        return text
    return f"{mark}({text.strip()})" if mark == "^" else text


def _convert(html: str, converter: _ArticleConverter) -> str:
    html = CAPTION.sub(r"<figure>\1</figure>", html.replace("\r\n", "\n").replace(CELL_END, " "))
    soup = _parse(html)
    if _depth_of(html) > MAX_DEPTH:
        pictures = [converter.convert_img(image, "", set()) for image in soup.find_all("img")]
        return "\n\n".join(filter(None, [" ".join(soup.get_text(" ").split()), *pictures]))
    for figure in soup.find_all("figure"):
        _unframe(soup, figure)
    for comment in soup.find_all(string=lambda node: isinstance(node, Comment)):
        comment.extract()  # data of the block editor
    for box in [*soup.find_all(PARAGRAPH_CONTAINERS), soup]:
        _mark_paragraphs(soup, box)
    text = converter.convert_soup(soup)
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
