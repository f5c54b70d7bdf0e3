"""Markdown as people type it: CommonMark, but a sign counts as a mark only where it is meant as one.

Everything else is text and shown as typed: nothing disappears, and no number or speaker changes.
The rules replace those of markdown-it, or guard them. All of them take linear time.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from html import escape, unescape

from markdown_it import MarkdownIt
from markdown_it.common.utils import isMdAsciiPunct, isPunctChar, isWhiteSpace, normalizeReference
from markdown_it.renderer import RendererHTML
from markdown_it.ruler import StateBase
from markdown_it.rules_block import StateBlock, blockquote, fence, list_block, reference, table
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline, backtick, link
from markdown_it.rules_inline.state_inline import Delimiter
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict

MAX_NESTING = 20  # elements
MAX_TOKENS = 20_000  # blocks, and their ends
MAX_CELLS = 6000
MAX_ATTRIBUTE_CHARS = 2000
MAX_SPANNING_TAGS = 3  # tags such as <b> around several paragraphs; each costs one tag a paragraph
MAX_HOST_CHARS = 253  # RFC 1035
VOID_TAGS = frozenset({"br", "hr", "img"})
INLINE_TAGS = frozenset({"a", "b", "br", "code", "em", "i", "img", "strong"})

# For each tag, its attributes, each with a check of the value.
AttributeChecks = Mapping[str, Mapping[str, Callable[[str], bool]]]


class TypedMarkdown(MarkdownIt):
    """A parser for posts, or with `for_articles` for articles, which have more marks.

    `tags` are the HTML tags that count; `accepts_address` says which links count.
    """

    def __init__(
        self,
        tags: frozenset[str],
        attributes: AttributeChecks,
        accepts_address: Callable[[str], bool],
        *,
        for_articles: bool = False,
    ):
        super().__init__(
            "commonmark",
            {"html": False, "breaks": not for_articles, "maxNesting": MAX_NESTING, "highlight": _escape_code},
        )
        self.tags = tags
        self.attributes = attributes
        self.accepts_address = accepts_address
        self.for_articles = for_articles
        self._add_rules()
        self.add_render_rule("text", _render_text)
        self.add_render_rule("code_inline", _render_code)

    def is_excessive(self, tokens: list[Token]) -> bool:
        """Whether words would be lost, or rendering would take long."""
        return len(tokens) > MAX_TOKENS or any(
            token.level >= MAX_NESTING - 1 or any(map(_has_long_attribute, token.children or [])) for token in tokens
        )

    def _add_rules(self) -> None:
        block, inline, core = self.block.ruler, self.inline.ruler, self.core.ruler
        # An indented paragraph is a paragraph.
        self.disable(["code", "html_block", "html_inline"])
        block.at("fence", _parse_fence, {"alt": ["paragraph", "reference", "blockquote", "list"]})
        block.at("blockquote", _parse_quote, {"alt": ["paragraph", "reference", "blockquote", "list"]})
        block.at("list", _parse_list, {"alt": ["paragraph", "reference", "blockquote"]})
        block.before("list", "not_an_item", _ends_list, {"alt": ["list"]})
        block.before("fence", "not_lazy", _ends_container, {"alt": ["paragraph", "reference", "blockquote"]})
        inline.at("backticks", _parse_code)
        inline.at("emphasis", _parse_emphasis)
        inline.at("link", _parse_link)
        inline.after("autolink", "tags", _parse_tag)
        inline.after("text", "addresses", _parse_address)
        core.after("inline", "pairs_of_tags", _pair_tags)
        core.after("block", "numbers_of_items", _keep_numbers)
        if self.for_articles:
            block.at("reference", _parse_reference)
            block.at("table", _parse_table, {"alt": ["paragraph", "reference"]})
            self.enable("table")
        else:
            # Signs for what a post cannot have stay as typed.
            self.disable(["autolink", "heading", "hr", "image", "lheading", "reference"])
            inline.at("escape", _parse_backslash)
            core.after("block", "signs_of_items", _show_signs)

    def normalizeLink(self, url: str) -> str:  # noqa: N802  the name is the library's
        return url if _is_long(url) else super().normalizeLink(url)

    def normalizeLinkText(self, link: str) -> str:  # noqa: N802
        """Show an address as it was typed."""
        return link

    def validateLink(self, url: str) -> bool:  # noqa: N802
        return not _is_long(url) and super().validateLink(url) and self.accepts_address(url)


def _is_for_articles(state: StateBase) -> bool:
    return isinstance(state.md, TypedMarkdown) and state.md.for_articles


def _is_long(url: str) -> bool:
    """Whether an address is too long for a link. Encoding the name of a host is quadratic."""
    return len(url) > MAX_ATTRIBUTE_CHARS or any(len(part) > MAX_HOST_CHARS for part in url.split("/", 3)[2:3])


def _has_long_attribute(token: Token) -> bool:
    values = [token.content if token.type == "image" else "", *map(str, token.attrs.values())]
    return max(map(len, values)) > MAX_ATTRIBUTE_CHARS


# Quotation marks stay as they are: in the next parser, each character reference costs time.


def _render_text(self: RendererHTML, tokens: Sequence[Token], at: int, options: OptionsDict, env: EnvType) -> str:
    return escape(tokens[at].content, quote=False)


def _render_code(self: RendererHTML, tokens: Sequence[Token], at: int, options: OptionsDict, env: EnvType) -> str:
    return f"<code>{escape(tokens[at].content, quote=False)}</code>"


def _escape_code(code: str, language: str, attributes: str) -> str:
    return escape(code, quote=False)


# Blocks


def _line(state: StateBlock, line: int) -> tuple[int, int]:
    """The span of a line, without its indentation and the marks of its containers."""
    return state.bMarks[line] + state.tShift[line], state.eMarks[line]


# A bullet without words, a number over 999 and one with a leading zero are text.
_NUMBER = r"(?:0|[1-9][0-9]{0,2})[.)]"
_ITEM = re.compile(rf"[-*][ \t]+(?=[^ \t])|\+[ \t]+(?=[^ \t])(?!(?:[-*+]|{_NUMBER})[ \t]|>)|{_NUMBER}(?=[ \t]|$)")
_ITEM_OF_COMMONMARK = re.compile(r"(?:[-*+]|[0-9]{1,9}[.)])(?=[ \t]|$)")


def _parse_list(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    return bool(_ITEM.match(state.src, *_line(state, start))) and list_block(state, start, end, silent)


def _ends_list(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """End a list before a line that markdown-it takes for an item."""
    at = _line(state, start)
    return silent and bool(_ITEM_OF_COMMONMARK.match(state.src, *at)) and not _ITEM.match(state.src, *at)


def _ends_container(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """End a quote or an item before a line without its mark: no lazy continuation."""
    if not silent:
        return False
    return state.parentType == "blockquote" or state.sCount[start] < state.blkIndent


# ">90 %", ">= 2", ">:(" and ">_<" are no quotes.
_QUOTE = re.compile(r">(?![0-9=]|[:;]-?[()\[\]/|DOPop]|[._,-]{1,3}[<>])")


def _parse_quote(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    return bool(_QUOTE.match(state.src, *_line(state, start))) and blockquote(state, start, end, silent)


_FENCE = re.compile(r"(?P<marks>`{3,}|~{3,})[ \t]*(?P<words>.*?)[ \t]*$")
_LANGUAGE = re.compile(r"[\w+#.-]{0,30}")


def _parse_fence(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Parse a fence that is closed and has no words beside it. In articles it may name a language."""
    found = _FENCE.match(state.src, *_line(state, start))
    if not found or not _is_language(state, found["words"]) or not _is_closed(state, found["marks"], start, end):
        return False
    return fence(state, start, end, silent)


def _is_language(state: StateBlock, words: str) -> bool:
    return bool(_LANGUAGE.fullmatch(words)) if _is_for_articles(state) else not words


def _is_closed(state: StateBlock, marks: str, start: int, end: int) -> bool:
    # Without this memory, many open fences would each be read to the end.
    open_fences = state.env.setdefault("open_fences", {})
    shortest = open_fences.get((marks[0], end))
    if shortest and len(marks) >= shortest:
        return False
    for line in range(start + 1, end):
        at, stop = _line(state, line)
        if at < stop and state.sCount[line] < state.blkIndent:
            return False
        found = _FENCE.match(state.src, at, stop)
        if found and not found["words"] and found["marks"].startswith(marks):
            return True
    open_fences[marks[0], end] = len(marks)
    return False


_LABEL = re.compile(r"\[([^\[\]]{1,999})\]")


def _parse_reference(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Parse the first definition of a label that is used: others would disappear."""
    at, stop = _line(state, start)
    found = _LABEL.match(state.src, at, min(stop, at + 1001))
    if not found:
        return False
    if "labels" not in state.env:
        state.env["labels"] = Counter(map(normalizeReference, _LABEL.findall(state.src)))
    label = normalizeReference(found[1])
    if state.env["labels"][label] < 2 or label in state.env.get("references", {}):
        return False
    return reference(state, start, end, silent)


def _parse_table(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Parse a table. Words beyond its last column belong to the last cell."""
    if start + 2 > end:
        return False
    # Short rows get empty cells: a few characters would make many.
    free_cells = MAX_CELLS - state.env.get("cells", 0)
    max_rows = free_cells // (state.src.count("|", *_line(state, start + 1)) + 1)
    first = len(state.tokens)
    if max_rows < 2 or not table(state, start, min(end, start + 2 + max_rows), silent):
        return False
    state.env["cells"] = (
        state.env.get("cells", 0) + sum(token.tag in {"td", "th"} for token in state.tokens[first:]) // 2
    )
    columns = 0
    cells: list[Token] = []
    for token in state.tokens[first:]:
        if token.type == "tr_open":
            cells = []
        elif token.type == "inline":
            cells.append(token)
        elif token.type == "tr_close":
            columns = columns or len(cells)
            _add_further_cells(state, cells, columns)
    return True


def _add_further_cells(state: StateBlock, cells: list[Token], columns: int) -> None:
    if not cells or not cells[-1].map:
        return
    at, stop = _line(state, cells[-1].map[0])
    row = re.split(r"(?<!\\)\|", state.src[at:stop].strip().removeprefix("|"))
    further = [words.strip() for words in row[columns:]]
    if any(further):
        cells[-1].content += " | " + " | ".join(further).rstrip(" |")


def _keep_numbers(state: StateCore) -> None:
    """Give items the numbers that they were typed with, also where these do not follow each other."""
    numbers: list[list[Token]] = []
    for token in state.tokens:
        if token.type == "ordered_list_open":
            numbers.append([])
        elif token.type == "list_item_open" and token.info and numbers:
            numbers[-1].append(token)
        elif token.type == "ordered_list_close":
            _add_values(state, numbers.pop())


def _add_values(state: StateCore, items: list[Token]) -> None:
    values = [int(item.info) for item in items]
    # In articles, a list may be typed with "1." for all items.
    if _is_for_articles(state) and len({*values}) == 1:
        return
    for number, (item, value) in enumerate(zip(items, values, strict=True)):
        if number and value != values[number - 1] + 1:
            item.attrSet("value", str(value))


def _show_signs(state: StateCore) -> None:
    """Show the signs of a list of pros and cons: where an item has "+", a "-" is no mere bullet."""
    items = [token for token in state.tokens if token.type == "list_item_open"]
    if not any(item.markup == "+" for item in items):
        return
    for token, paragraph, inline in zip(state.tokens, state.tokens[1:], state.tokens[2:], strict=False):
        if token.type == "list_item_open" and token.markup in {"+", "-"} and paragraph.type == "paragraph_open":
            inline.content = f"{token.markup} {inline.content}"


# Within a paragraph


def _parse_backslash(state: StateInline, silent: bool) -> bool:
    """Take a sign after a backslash for text. Both stay visible."""
    sign = state.src[state.pos + 1 : state.pos + 2]
    if state.src[state.pos] != "\\" or not sign or not isMdAsciiPunct(ord(sign)):
        return False
    if not silent:
        state.append_pending("\\" + sign)
    state.pos += 2
    return True


def _parse_code(state: StateInline, silent: bool) -> bool:
    """Parse code. Backticks within words are apostrophes."""
    start = state.pos
    if not (found := _BACKTICKS.match(state.src, start)):
        return False
    backtick(state, silent=True)
    end = state.pos
    if end > found.end():
        last = state.src[end - len(found[0]) - 1]
        begins_in_word = start > 0 and state.src[start - 1].isalnum()
        ends_in_word = last.isalnum() and state.src[end : end + 1].isalnum()
        if not begins_in_word and not ends_in_word:
            state.pos = start
            return backtick(state, silent)
    if not silent:
        state.append_pending(found[0])
    state.pos = found.end()
    return True


_BACKTICKS = re.compile("`+")


def _parse_emphasis(state: StateInline, silent: bool) -> bool:
    """Parse "*", and in articles "_". Signs within numbers and words are text."""
    start, marker = state.pos, state.src[state.pos]
    for_articles = _is_for_articles(state)
    if silent or marker not in ("*", "_") or (marker == "_" and not for_articles):
        return False
    scanned = state.scanDelims(start, marker == "*")
    can_open, can_close, length = scanned
    if marker == "*":
        before = state.src[start - 1] if start else " "
        after = state.src[start + length] if start + length < state.posMax else " "
        can_open, can_close = _flanks(before, after), _flanks(after, before)
        if _is_sign(before, after, length, for_articles=for_articles):
            can_open = can_close = False
    for _ in range(length):
        token = state.push("text", "", 0)
        token.content = marker
        state.delimiters.append(Delimiter(ord(marker), length, len(state.tokens) - 1, -1, can_open, can_close))
    state.pos += length
    return True


def _flanks(outside: str, inside: str) -> bool:
    """Whether marks between the two can begin an emphasis, or end one if read backwards.

    CommonMark asks for a space outside where punctuation is inside; Chinese, Japanese and Korean
    have no spaces there.
    """
    if isWhiteSpace(ord(inside)):
        return False
    is_free = isWhiteSpace(ord(outside)) or _is_punctuation(outside) or _is_east_asian(outside)
    return is_free or not _is_punctuation(inside) or _is_east_asian(inside)


def _is_sign(before: str, after: str, length: int, *, for_articles: bool) -> bool:
    """Whether "*" is within a number or a word: 3*4*5, mg*kg."""
    if not (before.isalnum() and after.isalnum()):
        return False
    digits = before.isdigit() + after.isdigit()
    if length > 1:
        return digits == 2
    return bool(digits) or (not for_articles and before < _FIRST_UNSPACED and after < _FIRST_UNSPACED)


_FIRST_UNSPACED = "\u0600"  # Below are Latin, Greek, Cyrillic, Armenian and Hebrew letters.


def _is_punctuation(character: str) -> bool:
    return isMdAsciiPunct(ord(character)) or isPunctChar(character)


def _is_east_asian(character: str) -> bool:
    return bool(_EAST_ASIAN.match(character))


_EAST_ASIAN = re.compile(
    "[\u1100-\u11ff\u2e80-\ua4cf\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef\U00020000-\U0003ffff]"
)


def _parse_link(state: StateInline, silent: bool) -> bool:
    """Parse a link with visible words. Without them, readers would see nothing."""
    if _EMPTY_LINK.match(state.src, state.pos):
        return False
    return link(state, silent)


_EMPTY_LINK = re.compile(r"(?<!!)\[[\s*]*+\]")


# An address ends before quotation marks and East Asian punctuation.
_ADDRESS = re.compile(
    r"://(?=[^\W_])(?:(?!&(?:lt|gt|quot|nbsp|#[0-9a-z]+);)"
    '[^\\s\x00-\x20\x7f<>"`\\\\“”„‟‘‚‛«»‹›\u3000-\u303f\uff01-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65])++',
    re.IGNORECASE,
)
_SCHEME = re.compile(r"(?<![a-z0-9.+-])https?\Z", re.IGNORECASE)
_CLOSING = {")": "(", "]": "[", "}": "{"}
_OPENING = frozenset(_CLOSING.values())


def _parse_address(state: StateInline, silent: bool) -> bool:
    """Link a bare address that begins with http or https."""
    start = state.pos
    if state.src[start] != ":" or state.linkLevel or not state.src.startswith("://", start):
        return False
    scheme = _SCHEME.search(state.src, max(0, start - 6), start)
    found = _ADDRESS.match(state.src, start, state.posMax)
    if not scheme or not found:
        return False
    address = scheme[0] + _without_trailing_signs(found[0])
    href = state.md.normalizeLink(address) if len(found[0]) <= MAX_ATTRIBUTE_CHARS else ""
    if not href or not state.md.validateLink(href):
        # All of it is text. Else each "://" within would be tried again, up to the end.
        if not silent:
            state.append_pending(found[0])
        state.pos = found.end()
        return True
    if not silent:
        if not state.pending.endswith(scheme[0]):
            return False
        state.pending = state.pending[: -len(scheme[0])]
        token = state.push("link_open", "a", 1)
        token.attrs = {"href": href}
        state.push("text", "", 0).content = address
        state.push("link_close", "a", -1)
    state.pos += len(address) - len(scheme[0])
    return True


def _without_trailing_signs(address: str) -> str:
    """Return an address without the punctuation of the sentence around it."""
    opened: list[str] = []
    for at, sign in enumerate(address):
        if sign in _OPENING:
            opened.append(sign)
        elif sign in _CLOSING:
            if not opened or opened[-1] != _CLOSING[sign]:
                address = address[:at]
                break
            opened.pop()
    return address.rstrip(".,;:!?'’*_~…([{")


# A tag is `<name>`, `</name>` or has attributes with values: in "x<b and c>d" there is none.
_TAG = re.compile(
    r"<(?P<end>/?)(?P<name>[a-z][a-z0-9]*+)"
    r"(?P<attributes>(?:\s++[a-z]++\s*+=\s*+(?:\"[^\"<>]*+\"|'[^'<>]*+'|[^\s\"'=<>`/][^\s\"'=<>`]*+))*+)\s*+/?>",
    re.IGNORECASE,
)
_ATTRIBUTE = re.compile(r"([a-z]++)\s*+=\s*+(?:\"([^\"]*+)\"|'([^']*+)'|([^\s\"'=<>`]++))", re.IGNORECASE)


def _parse_tag(state: StateInline, silent: bool) -> bool:
    """Parse an allowed tag. `_pair_tags` makes it text again if it is not closed."""
    assert isinstance(state.md, TypedMarkdown)  # noqa: S101
    if state.src[state.pos] != "<":
        return False
    found = _TAG.match(state.src, state.pos, state.posMax)
    if not found or len(found[0]) > MAX_ATTRIBUTE_CHARS or not _is_allowed(found, state.md):
        return False
    name = found["name"].lower()
    if name == "a":
        # No links within links.
        if not found["end"] and state.html_terminator_last("</a>") < found.end():
            return False
        state.linkLevel += -1 if found["end"] else 1
        state.linkLevel = max(0, state.linkLevel)
    if not silent:
        token = state.push("html_inline", "", 0)
        token.content = found[0]
        token.meta = {"name": name, "nesting": 0 if name in VOID_TAGS else -1 if found["end"] else 1}
    state.pos = found.end()
    return True


def _is_allowed(found: re.Match[str], markdown: TypedMarkdown) -> bool:
    name = found["name"].lower()
    if name not in markdown.tags:
        return False
    if found["end"]:
        return name not in VOID_TAGS and not found["attributes"]
    checks = markdown.attributes.get(name, {})
    attributes = {
        match[1].lower(): match[2] or match[3] or match[4] or "" for match in _ATTRIBUTE.finditer(found["attributes"])
    }
    if name == "img":  # Where its address is not allowed, its description is shown.
        return attributes.keys() <= checks.keys()
    if name == "a":
        attributes.pop("rel", None)
        if "href" not in attributes:
            return False
    return all(key in checks and checks[key](unescape(value)) for key, value in attributes.items())


class _TagPairs:
    """Open tags, and the limits of the elements around them: a tag is closed within the same one."""

    def __init__(self) -> None:
        self.opened: list[Token] = []
        self.limits = [0]

    def enter(self) -> None:
        self.limits.append(len(self.opened))

    def leave(self) -> None:
        if len(self.limits) > 1:
            self._drop(self.limits.pop())

    def add(self, token: Token) -> None:
        if token.meta["nesting"] > 0:
            self._open(token)
        elif token.meta["nesting"] < 0:
            self._close(token)

    def end_paragraph(self) -> None:
        """Keep tags open that may span paragraphs, with at most a few such as <b>."""
        spanning = [at for at, token in enumerate(self.opened) if token.meta["name"] in INLINE_TAGS]
        if len(spanning) > MAX_SPANNING_TAGS:
            self._drop(max(self.limits[-1], spanning[MAX_SPANNING_TAGS]))

    def end_text(self) -> None:
        self._drop(0)

    def _open(self, token: Token) -> None:
        if len(self.opened) < MAX_NESTING:
            self.opened.append(token)
        else:
            _show_tag(token)

    def _close(self, token: Token) -> None:
        for at in range(len(self.opened) - 1, self.limits[-1] - 1, -1):
            if self.opened[at].meta["name"] == token.meta["name"]:
                self._drop(at + 1)
                self.opened.pop()
                return
        _show_tag(token)

    def _drop(self, limit: int) -> None:
        while len(self.opened) > limit:
            _show_tag(self.opened.pop())


def _show_tag(token: Token) -> None:
    token.type = "text"


def _pair_tags(state: StateCore) -> None:
    """Make tags text that are not closed, and take block tags out of paragraphs."""
    pairs = _TagPairs()
    for token in state.tokens:
        if token.type == "inline":
            for child in token.children or []:
                _follow(pairs, child)
            pairs.end_paragraph()
        elif token.type not in {"paragraph_open", "paragraph_close"}:
            _follow(pairs, token)
    pairs.end_text()
    for before, token, after in zip(state.tokens, state.tokens[1:], state.tokens[2:], strict=False):
        if token.type == "inline" and any(map(_is_block_tag, token.children or [])):
            token.children = list(_without_breaks_at_blocks(token.children or []))
            if before.type == "paragraph_open" and _is_block_tag(token.children[0]):
                before.hidden = after.hidden = True


def _follow(pairs: _TagPairs, token: Token) -> None:
    if token.type == "html_inline":
        pairs.add(token)
    elif token.nesting > 0:
        pairs.enter()
    elif token.nesting < 0:
        pairs.leave()


def _is_block_tag(token: Token) -> bool:
    return token.type == "html_inline" and token.meta["name"] not in INLINE_TAGS


def _without_breaks_at_blocks(tokens: list[Token]) -> Iterator[Token]:
    """Yield tokens without the line breaks beside block tags; within <pre>, lines need none."""
    is_preformatted = False
    for at, token in enumerate(tokens):
        if token.type == "html_inline" and token.meta["name"] == "pre":
            is_preformatted = token.meta["nesting"] > 0
        if token.type == "softbreak":
            around = tokens[max(0, at - 1) : at] + tokens[at + 1 : at + 2]
            if any(map(_is_block_tag, around)) and not is_preformatted:
                continue
            if is_preformatted:
                token = Token("text", "", 0, content="\n")
        yield token
