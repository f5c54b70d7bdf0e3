"""Properties of the look that need no browser: style sheet, scripts, sizes."""

import gzip
import re
from pathlib import Path

import pytest

STATIC = Path(__file__).parent.parent / "mvforum" / "static"
STYLES = (STATIC / "site.css").read_text()


def test_the_stylesheet_speaks_of_start_and_end():
    """A page in Arabic is then the mirror of one in English."""
    physical = re.compile(
        r"(?<![\w-])((margin|padding|border|inset)-(left|right|top|bottom)|left|right|top|bottom"
        r"|(min-|max-)?(width|height))\s*:|text-align:\s*(left|right)|float:"
    )
    without_queries = re.sub(r"@media \([^)]*\)", "", STYLES)
    assert not [match[0] for match in physical.finditer(without_queries)]


def colours(block: str) -> dict[str, str]:
    return dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", block))


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_everything_can_be_read(scheme):
    light, dark = re.findall(r":root \{(.*?)\}", STYLES, re.DOTALL)[:2]
    shown = colours(light) | (colours(dark) if scheme == "dark" else {})
    for ground in ("paper", "raised"):
        for ink in ("ink", "muted", "accent", "good"):
            assert contrast(shown[ink], shown[ground]) >= 4.5, (ink, ground)
        assert contrast(shown["field"], shown[ground]) >= 3
    assert contrast(shown["accent-ink"], shown["accent"]) >= 4.5


def test_the_script_is_small():
    assert len((STATIC / "discussion.js").read_bytes()) <= 6000
    assert len((STATIC / "drafts.js").read_bytes()) <= 14_500
    assert len((STATIC / "editor.js").read_bytes()) <= 6000
    assert len((STATIC / "moderation.js").read_bytes()) <= 6000


def test_a_page_of_fifty_posts_is_light(client, article, post):
    """Uncompressed words of a usual length; what travels with the page included."""
    words = "Mine was found by a dentist, of all people. She heard me breathe on the stairs. " * 4
    for number in range(50):
        post(f"{number}. {words}", parent=article.thread.comments.filter(number=number).first())
    response = client.get(article.get_absolute_url(), headers={"accept-encoding": "gzip"})
    assert response["Content-Encoding"] == "gzip"
    assert gzip.decompress(response.content).count(b'class="post"') == 50
    files = sum(len(gzip.compress(file.read_bytes())) for file in STATIC.iterdir())
    assert len(response.content) + files <= 30_000
