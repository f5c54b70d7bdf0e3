"""The work of the sanitizer: it grows with the text, and has a limit."""

import pytest

from comments.sanitizer import (
    ARTICLE_POLICY,
    COMMENT_POLICY,
    MAX_SANITIZED_CHARS,
    MAX_WORK,
    count_links,
    estimate_work,
    extract_text,
    extract_visible_text,
    sanitize,
    wrap_tables,
)
from tests.growth import MAX_GROWTH, count_calls, get_call_growth, get_time_growth

BOTH = pytest.mark.parametrize("policy", [COMMENT_POLICY, ARTICLE_POLICY], ids=["posts", "articles"])
# About what 0.6 s of CPU need; twenty times that of a usual text of this length.
MAX_CALLS = 5_000_000
UNITS = [
    "<ul><li>", "<ol><li>", "<blockquote>", "<b>", "<em><strong><code>", "<b><i></b></i>", "<b>x</b>", "<b>x\n\n</b>",
    '<a href="https://e.example">x</a>', '<a href="', "<a href=x ", "</b>", "<br>", "<p>x</p>", "<pre>", "<table><tr><td>", "<img ",
    "c/o hxxp://", "http://", "https://e.example ", "https://e.example/(", "https://漢", "www.a.", "a@b.",
    "`", "`a", "```\n", "```a\n", "~~~\n~~~\n", "> ```\n", "- ```\n", "*", "*a", "*a ", "**a**", "*_", "_a ", "[", "[a](", "[a](/b)",
    "[a]: /b\n", "[a]: /b\n\n[a]\n\n", "[^1]", "![", "\\", "&amp;", "&", "<", "<!--", "<?", "<![CDATA[", "> ", "> a\n", "> a\nb\n", "- ",
    "- a\n", "- a\nb\n", "+ a\n- b\n", "1. a\n", "2. a\n1. b\n", "1. 1. ", "1986. a\n", "a\n", "a\n\n", "# ", "a\n---\n", "|", "a|b\n-|-\n",
    "    a\n", "\u0301", "**漢。", '"', "(", "3*4*5 ", "x<b and c>d ", "word ",
]  # fmt: skip
NESTED = [
    ("<b>", "</b>"), ("<ul><li>", "</li></ul>"), ("<em><strong><code>", "</code></strong></em>"), ("<b>x\n\n", "</b>"),
    ("*a ", " a*"), ("**a ", " a**"), ("[", "](/x)"), ("https://e.example/(", ")"),
]  # fmt: skip
ATTRIBUTES = ["[x](/y '{}')", "![{}](/pictures/a/)", "<a href=/x title='{}'>x</a>", "`{}`", "```\n{}\n```", "[x](/{})"]


def cut_to_work(text: str, work: int = MAX_WORK) -> str:
    """The longest beginning of a text with at most that much work."""
    shortest, longest = 0, len(text)
    while shortest < longest:
        middle = (shortest + longest + 1) // 2
        if estimate_work(text[:middle]) <= work:
            shortest = middle
        else:
            longest = middle - 1
    return text[:shortest]


@BOTH
@pytest.mark.parametrize("unit", UNITS)
def test_work_grows_with_the_text(unit, policy):
    assert get_call_growth(lambda text: sanitize(text, policy), unit, 60) <= MAX_GROWTH


# Those with the most work.
DENSE = ["- a\nb\n", "> a\nb\n", "<b>x</b>", "*a", "https://e.example/(", "a|b\n-|-\n", "[a]: /b\n\n[a]\n\n"]


@pytest.mark.parametrize("unit", DENSE)
def test_no_text_of_the_greatest_length_takes_long(unit):
    text = cut_to_work(unit * (MAX_SANITIZED_CHARS // len(unit)))
    text += " word" * ((MAX_SANITIZED_CHARS - len(text)) // 5)
    assert count_calls(lambda text: sanitize(text, ARTICLE_POLICY), text) < MAX_CALLS


@pytest.mark.parametrize(("opening", "closing"), NESTED)
def test_no_nesting_takes_long(opening, closing):
    times = MAX_SANITIZED_CHARS // len(opening + closing)
    while estimate_work(opening * times + closing * times) > MAX_WORK:
        times = times * 9 // 10
    text = opening * times + "x" + closing * times
    assert count_calls(lambda text: sanitize(text, ARTICLE_POLICY), text) < MAX_CALLS


@pytest.mark.parametrize("frame", ATTRIBUTES)
def test_no_attribute_takes_long(frame):
    text = frame.format('"' * MAX_SANITIZED_CHARS)
    assert count_calls(lambda text: sanitize(text, ARTICLE_POLICY), text) < MAX_CALLS


@pytest.mark.parametrize("unit", UNITS)
def test_a_text_with_too_many_marks_is_shown_as_typed(unit):
    text = unit * (MAX_SANITIZED_CHARS // len(unit))
    if estimate_work(text) <= MAX_WORK:
        pytest.skip("This has few marks.")
    assert count_calls(lambda text: sanitize(text, ARTICLE_POLICY), text) < 1_000_000
    assert "".join(extract_text(sanitize(text, ARTICLE_POLICY)).split()) == "".join(text.split()).replace(
        "&amp;", "&amp;"
    )


@pytest.mark.parametrize("unit", ["> ", "- ", "1. ", "<blockquote>", "<b>", "<ul><li>"])
def test_nesting_has_a_limit(unit):
    html = sanitize(unit * 60 + "x", ARTICLE_POLICY)
    depth = deepest = 0
    for tag in html.split("<")[1:]:
        depth += -1 if tag.startswith("/") else 1
        deepest = max(deepest, depth)
    assert deepest <= 50
    assert "x" in html


@pytest.mark.parametrize("function", [count_links, extract_text, extract_visible_text, wrap_tables])
@pytest.mark.parametrize(
    "unit", ["a.", "a-", "www.", "http:/", "<li>x</li>", "<ol><li>x</li></ol>", "<a href=x>y</a>", "&amp;", "<", "1/"]
)
def test_functions_of_html_take_linear_time(function, unit):
    assert get_time_growth(function, unit * (20_000 // len(unit))) <= MAX_GROWTH
