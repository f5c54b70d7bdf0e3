"""Convert written text to safe HTML: Markdown, then bleach, then nh3. Nothing else may do so.

Pure functions of strings: no models, no settings, no requests. The only module that imports
bleach and nh3, so that each of them can be replaced here; `text/markdown.py` has the Markdown.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from html import escape, unescape

import nh3
from bleach.html5lib_shim import Filter
from bleach.sanitizer import Cleaner

from comments.text.markdown import MAX_NESTING, TypedMarkdown

SANITIZER_VERSION = 2  # Raise it when the rules change, then run `manage.py resanitize_comments`.
ALLOWED_SCHEMES = frozenset({"http", "https", "mailto"})
MAX_SANITIZED_CHARS = 200_000  # of a text with marks; a longer one is shown as typed
# Work for the parsers: lines, links, and signs that may be marks. A text with more is shown as typed.
MAX_WORK = 10_000


def _address_is_safe(value: str) -> bool:
    """Whether the scheme is allowed. Checked here because bleach accepts `javascript:1`."""
    value = _UNSEEN_IN_ADDRESSES.sub("", unescape(value)).replace("\uff1a", ":")
    scheme = re.match(r"[A-Za-z][A-Za-z0-9+.\-]*:", value)
    if scheme:
        return scheme.group(0)[:-1].lower() in ALLOWED_SCHEMES
    before_the_path = re.split(r"[/?#]", value, maxsplit=1)[0]
    return ":" not in before_the_path and not re.match(r"[/\\]{2}", value)


def _names_a_picture(value: str) -> bool:
    """Whether it is a picture of this site. Other sites would learn who reads here."""
    return bool(re.fullmatch(r"/pictures/[A-Za-z0-9_-]{1,80}/?", value))


_UNSEEN_IN_ADDRESSES = re.compile(
    "[\x00-\x20\x7f-\xa0\u00ad\u1680\u180e\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000\ufeff]"
)


def _is_address_of_link(value: str) -> bool:
    """Whether it is meant as an address: in "[mitral](left)", both words are text."""
    return _address_is_safe(value) and bool(re.match(r"https?://|mailto:|[/#?]", value, re.IGNORECASE))


def _is_small_number(value: str) -> bool:
    return bool(re.fullmatch(r"[0-9]{1,3}", value))


def _always(value: str) -> bool:
    return True


@dataclass(frozen=True)
class SanitizerPolicy:
    """Tags for one kind of author, and attributes, each with a check of its value."""

    markdown: TypedMarkdown
    tags: frozenset[str]
    attributes: Mapping[str, Mapping[str, Callable[[str], bool]]]
    rel: str
    renamed: Mapping[str, str] = field(default_factory=dict)

    def allows(self, tag: str, name: str, value: str) -> bool:
        check = self.attributes.get(tag, {}).get(name)
        return bool(check and check(value))


def _build_policy(
    tags: frozenset[str],
    attributes: Mapping[str, Mapping[str, Callable[[str], bool]]],
    *,
    rel: str,
    renamed: Mapping[str, str],
    for_articles: bool = False,
) -> SanitizerPolicy:
    accepts_address = attributes["a"]["href"]
    markdown = TypedMarkdown(tags | renamed.keys(), attributes, accepts_address, for_articles=for_articles)
    return SanitizerPolicy(markdown, tags, attributes, rel, renamed)


_TEXT_TAGS = frozenset({"a", "blockquote", "br", "code", "em", "li", "ol", "p", "pre", "strong", "ul"})
_NUMBERS = {"ol": {"start": _is_small_number}, "li": {"value": _is_small_number}}

COMMENT_POLICY = _build_policy(
    _TEXT_TAGS,
    {"a": {"href": _is_address_of_link, "title": _always}, **_NUMBERS},
    rel="nofollow ugc noopener",
    renamed={"b": "strong", "i": "em"},
)
ARTICLE_POLICY = _build_policy(
    _TEXT_TAGS | {"h2", "h3", "h4", "hr", "img", "table", "tbody", "td", "th", "thead", "tr"},
    {
        "a": {"href": _address_is_safe, "title": _always},
        "img": {"src": _names_a_picture, "alt": _always, "title": _always},
        **_NUMBERS,
    },
    rel="noopener",
    # The page has a first-level heading already.
    renamed={"b": "strong", "i": "em", "h1": "h2", "h5": "h4", "h6": "h4"},
    for_articles=True,
)


def sanitize(source: str, policy: SanitizerPolicy = COMMENT_POLICY) -> str:
    """Convert Markdown with a few HTML tags to safe HTML.

    Everything else stays as visible text. Never raises for any string.
    """
    html = _render(_without_control_characters(source), policy)
    return nh3.clean(
        html,
        tags=set(policy.tags),
        attributes={tag: set(names) for tag, names in policy.attributes.items()},
        url_schemes=set(ALLOWED_SCHEMES),
        link_rel=policy.rel,
    ).strip()


def wrap_tables(html: str) -> str:
    """Make wide tables of sanitized `html` scrollable, also by keyboard."""
    # In sanitized HTML a "<" is a tag: text has "&lt;".
    opened = html.replace("<table>", '<div class="scroll" tabindex="0"><table>')
    return opened.replace("</table>", "</table></div>")


def extract_text(html: str) -> str:
    """The text of sanitized `html`, with the numbers of its lists, without tags."""
    return unescape(re.sub(r"<[^<>]*>", " ", _write_numbers(html))).strip()


def extract_readable_text(html: str) -> str:
    """The text of sanitized `html` for people: what somebody else said is in quotation marks."""
    quoted = re.sub(r"<blockquote>(?:\s|<p>)*", " “", re.sub(r"(?:\s|</p>)*</blockquote>", "” ", html))
    return extract_text(quoted)


def _write_numbers(html: str) -> str:
    """Write the numbers of lists, which are no text in HTML."""
    if "<ol" not in html:
        return html
    numbers: list[int | None] = []  # of the lists around a tag; None for bullets

    def write(tag: re.Match[str]) -> str:
        typed = re.search(r'(?:start|value)="([0-9]{1,3})"', tag["attributes"])
        if tag["name"] != "li":
            if tag["end"]:
                del numbers[-1:]
            else:
                numbers.append((int(typed[1]) if typed else 1) - 1 if tag["name"] == "ol" else None)
            return tag[0]
        if tag["end"] or not numbers or numbers[-1] is None:
            return tag[0]
        numbers[-1] = int(typed[1]) if typed else numbers[-1] + 1
        return f"{tag[0]}{numbers[-1]}. "

    return re.sub(r"<(?P<end>/?)(?P<name>ol|ul|li)(?P<attributes>(?: [^<>]*)?)>", write, html)


def extract_visible_text(html: str) -> str:
    """The text as readers see it: inline tags do not split words, paragraphs are separate."""
    whole_words = re.sub(r"</?(?:a|b|code|del|em|i|s|strong|sub|sup|u)(?: [^<>]*)?>", "", html)
    return extract_text(re.sub(r"</(?:p|li|h[1-6]|blockquote|pre|t[dhr])>", "\n\n", whole_words))


def drop_quotations(html: str) -> str:
    """Drop what sanitized `html` quotes of other posts; if nothing is left, keep it."""
    own = html
    while (shorter := _INNERMOST_QUOTATION.sub(" ", own)) != own:
        own = shorter
    return own if extract_text(own).strip() else html


def count_links(html: str) -> int:
    """Number of links in sanitized `html`, including addresses in plain text."""
    text = extract_text(re.sub(r"<a [^>]*>.*?</a>", " ", html, flags=re.DOTALL))
    return html.count("<a ") + len(_ADDRESS.findall(text))


_INNERMOST_QUOTATION = re.compile(r"<blockquote>(?:(?!</?blockquote>).)*</blockquote>", re.DOTALL)

# "www.example.org", "example.org/page", "hxxp://example"; not "mg/dl", "and/or", "5.5/3".
_ADDRESS = re.compile(
    r"(?<![\w.@/:-])(?:h(?:tt|xx)ps?:/{1,2}[^\s/]"
    r"|www\.[^\s.]"
    r"|(?!\d+\.[a-z]+/)(?:[a-z0-9](?:[a-z0-9-]{0,62})\.){1,6}[a-z]{2,24}/)",
    re.IGNORECASE,
)


def _render(source: str, policy: SanitizerPolicy) -> str:
    """Render Markdown, and keep only what the policy allows.

    A text that is nested too deeply, or has too many marks, is shown as typed: the parser would
    drop the innermost words, or take too long.
    """
    if len(source) > MAX_SANITIZED_CHARS or estimate_work(source) > MAX_WORK:
        return _render_plain_text(source)
    environment: dict = {}
    markdown = policy.markdown
    tokens = markdown.parse(source, environment)
    if markdown.is_excessive(tokens):
        return _render_plain_text(source)
    # A new Cleaner for each call: a shared one is not thread-safe.
    cleaner = Cleaner(
        tags=policy.tags | policy.renamed.keys(),
        attributes=policy.allows,
        protocols=ALLOWED_SCHEMES,
        filters=[lambda source: _Shape(source, policy)],
    )
    html = cleaner.clean(markdown.renderer.render(tokens, markdown.options, environment))
    return html.replace("<p></p>", "")


def estimate_work(source: str) -> int:
    links = source.count("://") + source.count("](")
    lines, quotes = source.count("\n"), source.count('"')
    return 3 * lines + 5 * links + quotes // 5 + sum(map(source.count, "*_`<>[!&\\|:"))


def _render_plain_text(source: str) -> str:
    paragraphs = re.split(r"\n[ \t]*\n\s*", escape(source, quote=False).strip())
    return "".join(f"<p>{paragraph}</p>\n".replace("\n", "<br>\n", paragraph.count("\n")) for paragraph in paragraphs)


def _without_control_characters(text: str) -> str:
    """Remove what HTML cannot contain. Vertical tabs and form feeds become spaces."""
    return text.encode("utf-8", "replace").decode().translate(_CONTROL_CHARACTERS)


_CONTROL_CHARACTERS: dict[int, str | None] = {
    **dict.fromkeys(set(range(0x20)) - {*map(ord, "\t\n\r")}),
    **dict.fromkeys(map(ord, "\x0b\x0c\x1c\x1d\x1e\x1f"), " "),
}


class _Shape(Filter):
    """Rename old tags, and unwrap elements that are nested too deeply."""

    def __init__(self, source: Iterator[dict], policy: SanitizerPolicy):
        super().__init__(source)
        self.policy = policy

    def __iter__(self) -> Iterator[dict]:
        depth, renamed = 0, self.policy.renamed
        for token in self.source:
            kind = token["type"]
            if kind == "EndTag":
                depth -= 1
            if kind in _TAG_TOKENS:
                token["name"] = renamed.get(token["name"], token["name"])
            if depth < MAX_NESTING or kind not in _TAG_TOKENS:
                yield token
            if kind == "StartTag":
                depth += 1


_TAG_TOKENS = frozenset({"StartTag", "EndTag", "EmptyTag"})
