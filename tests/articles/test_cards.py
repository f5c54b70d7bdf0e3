"""Card images, shown by other sites beside a link to an article."""

import re
from io import BytesIO

import pytest
from django.core.cache import caches
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageChops, features

from articles import card_fonts, cards
from articles.cards import CARD_SIZE, PAPER, Card, draw_card
from articles.models import Article, Person, Topic
from articles.publication import after_change, retire_article, save_article, unpublish_article
from tests.conftest import text_of

KILOBYTE = 1000
FROM_RIGHT = "דליפה במסתם"


def picture(data: bytes) -> Image.Image:
    return Image.open(BytesIO(data)).convert("RGB")


def ink(data: bytes, box: tuple[int, int, int, int]) -> tuple[int, int, int, int] | None:
    """The bounding box of what is drawn within a box."""
    part = picture(data).crop(box)
    return ImageChops.difference(part, Image.new("RGB", part.size, PAPER)).getbbox()


TITLE = (0, 140, 1200, 470)  # where only the title is


def address_on(client, path: str) -> str:
    return re.search(r'og:image" content="http://testserver([^"]+)', text_of(client.get(path)))[1]


@pytest.fixture
def drawn(monkeypatch) -> list[Card]:
    """The cards that were drawn."""
    cards_drawn: list[Card] = []

    def note(card: Card) -> bytes:
        cards_drawn.append(card)
        return b"PNG"

    monkeypatch.setattr("articles.views.cards.draw_card", note)
    return cards_drawn


@pytest.mark.parametrize("path", ["/", "/articles/on-threads/", "/articles/on-threads/?order=newest"])
def test_a_page_names_a_picture_that_is_there(client, article, path):
    response = client.get(address_on(client, path))
    assert (response.status_code, response["Content-Type"]) == (200, "image/png")
    image = Image.open(BytesIO(response.content))
    assert (image.format, image.size) == ("PNG", CARD_SIZE)
    assert len(response.content) <= 100 * KILOBYTE


def test_a_card_is_cached_for_long_and_answered_by_a_304(client, article):
    address = address_on(client, article.get_absolute_url())
    response = client.get(address)
    assert response["Cache-Control"] == "public, max-age=604800, s-maxage=86400"
    again = client.get(address, headers={"if-none-match": response["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    head = client.head(address)
    assert (head.status_code, head.content) == (200, b"")


@pytest.mark.parametrize(
    "change",
    [
        lambda article: Article.objects.update(title="Other"),
        lambda article: Person.objects.update(name="Other"),
        lambda article: article.topics.add(Topic.get_or_create_by_name("Other")),
    ],
)
def test_another_picture_has_another_address(client, article, change):
    before = address_on(client, article.get_absolute_url())
    change(article)
    after_change(Article.objects.get())
    after = address_on(client, article.get_absolute_url())
    assert before != after
    assert client.get(before)["Location"] == after


def test_posts_do_not_change_a_card(client, article, post):
    before = address_on(client, article.get_absolute_url())
    post()
    assert address_on(client, article.get_absolute_url()) == before


@pytest.mark.parametrize("wrong", ["?x=1", "-", "x", "0" * 3000, "%00", "é"])
def test_other_addresses_redirect_to_the_card_and_draw_nothing(client, article, drawn, wrong):
    right = address_on(client, article.get_absolute_url())
    asked = right + wrong if wrong == "?x=1" else f"/cards/on-threads-{wrong}.png"
    response = client.get(asked)
    assert response.status_code in {302, 404}
    assert response.get("Location", right) == right
    assert not drawn


def test_a_card_is_drawn_once(client, article, drawn):
    address = address_on(client, article.get_absolute_url())
    for _ in range(3):
        assert client.get(address).content == b"PNG"
    assert len(drawn) == 1
    caches["template_fragments"].clear()
    client.get(address)
    assert len(drawn) == 2


def test_a_draft_has_no_card(client, as_admin, article):
    address = address_on(client, article.get_absolute_url())
    unpublish_article(article)
    for browser in (client, as_admin):
        assert browser.get(address).status_code == 404
    assert "og:image" not in text_of(as_admin.get(article.get_absolute_url()))


def test_a_retired_article_has_no_card(client, article):
    address = address_on(client, article.get_absolute_url())
    retire_article(article, "Out of date")
    assert client.get(address).status_code == 404


def test_a_former_address_leads_to_the_card(client, article):
    before = address_on(client, article.get_absolute_url())
    article.slug = "elsewhere"
    save_article(article)
    assert client.get(before)["Location"] == before.replace("on-threads", "elsewhere")


def test_a_card_has_an_alternative_text(client, article):
    article.topics.add(Topic.get_or_create_by_name("Valves"))
    article.title = '"Quoted" & <b>'
    save_article(article)
    said = "Valves · &quot;Quoted&quot; &amp; &lt;b&gt; · Written by Alma Author (demo) · mvforum"
    assert f'<meta property="og:image:alt" name="twitter:image:alt" content="{said}">' in text_of(
        client.get(article.get_absolute_url())
    )


def test_a_title_keeps_within_the_margins():
    for title in ("W" * 200, "word " * 40, "x", "a " * 100, "…" * 200):
        data = draw_card(Card(title[:200], "W" * 200, "W" * 60))
        left, _top, right, _bottom = ink(data, (0, 20, *CARD_SIZE))
        assert left >= cards.CARD_MARGIN - 4
        assert right <= cards.CARD_WIDTH - cards.CARD_MARGIN + 4


def test_a_long_title_is_set_smaller_and_not_over_the_byline():
    short, long = (ink(draw_card(Card(title)), TITLE) for title in ("Short", "Long title " * 18))
    assert short[3] < long[3]
    for title in ("Long title " * 18, "W" * 200):
        assert ink(draw_card(Card(title)), (0, 476, 1200, 530)) is None


@pytest.mark.skipif(not features.check("raqm"), reason="no shaper")
def test_a_title_from_right_to_left_begins_at_the_right():
    if not card_fonts.prepare_text(FROM_RIGHT):
        pytest.skip("no font")
    left, _top, right, _bottom = ink(draw_card(Card(FROM_RIGHT)), TITLE)
    assert right > cards.CARD_WIDTH - cards.CARD_MARGIN - 10
    assert left > cards.CARD_MARGIN + 100


@pytest.mark.parametrize("title", [FROM_RIGHT, "ارتخاء الصمام", "हृदय", "ลิ้นหัวใจ"])
def test_without_a_shaper_a_title_that_needs_one_stays_away(monkeypatch, title):
    monkeypatch.setattr(card_fonts, "has_text_shaping", lambda: False)
    assert ink(draw_card(Card(title)), TITLE) is None


def test_without_a_font_a_title_stays_away(monkeypatch):
    monkeypatch.setattr(card_fonts, "FONT_FILES", (card_fonts.BUNDLED_FONT,))
    assert ink(draw_card(Card("Клапан", site="mvforum")), TITLE) is None
    assert ink(draw_card(Card("Valve 😀")), TITLE)


def test_a_title_without_a_letter_is_no_error():
    for title in ("", " ", "\u200b", "\u0301", "\ufffd", "😀" * 200):
        assert len(draw_card(Card(title))) < 100 * KILOBYTE


@settings(deadline=None, max_examples=25)
@given(title=st.text(max_size=200), name=st.text(max_size=60))
def test_whatever_a_title_is_there_is_a_card(title, name):
    data = draw_card(Card(title, name, name[:60]))
    assert picture(data).size == CARD_SIZE
    assert len(data) <= 100 * KILOBYTE


def test_a_card_measures_a_title_no_more_often_than_it_must(monkeypatch):
    """The cost of drawing depends on the number of measurements; no clock is involved."""
    counted = []
    real = card_fonts.load_font

    class Counting:
        def __init__(self, letters):
            self.letters = letters

        def getlength(self, text):
            counted.append(len(text))
            return self.letters.getlength(text)

    monkeypatch.setattr(cards, "_draw_text", lambda *args, **kwargs: None)
    monkeypatch.setattr(cards, "load_font", lambda name, size: Counting(real(name, size)))
    monkeypatch.setattr(cards, "_draw_wordmark", lambda *args, **kwargs: None)
    for title in ("x" * 200, "a " * 100, "word " * 40):
        counted.clear()
        draw_card(Card(title))
        assert len(counted) < 1200
