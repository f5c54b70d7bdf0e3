"""Rendering of Markdown: headings, sources, pictures, reading time."""

from types import SimpleNamespace

import pytest
from django.core.management import call_command
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.models import Article
from articles.publication import save_article
from articles.rendering import Rendering, extract_running_text, render_body
from tests.conftest import text_of
from tests.growth import MAX_GROWTH, get_call_growth


class Drawing(SimpleNamespace):
    """A stand-in for a picture, with the attributes that rendering needs."""

    alt, caption, credit, format, widths = "In the library", "", "", "PNG", [480, 960]
    url = "/media/a-960.png"

    def get_height_at(self, width: int) -> int:
        return width // 2

    def get_file_url(self, format_: str, width: int) -> str:
        return f"/media/a-{width}.{format_.lower()}"


def with_pictures(body: str, **fields: str) -> Rendering:
    return render_body(body, lambda slugs: {slug: Drawing(**fields) for slug in slugs if slug != "gone"})


def ids_of(body: str) -> list[str]:
    return [heading["id"] for heading in render_body(body).table_of_contents]


def test_headings_get_ids_and_are_the_contents():
    rendering = render_body("## One & *two*\n\ntext\n\n### Deeper\n\n#### Deepest")
    assert rendering.html.startswith('<h2 id="section-one-two">One &amp; <em>two</em></h2>')
    assert rendering.table_of_contents == [
        {"level": 2, "id": "section-one-two", "title": "One & two"},
        {"level": 3, "id": "section-deeper", "title": "Deeper"},
        {"level": 4, "id": "section-deepest", "title": "Deepest"},
    ]


@pytest.mark.parametrize(
    ("titles", "ids"),
    [
        (["Same", "Same", "Same"], ["section-same", "section-same-2", "section-same-3"]),
        (["A", "A", "A 2"], ["section-a", "section-a-2", "section-a-2-2"]),
        (["A 2", "A", "A"], ["section-a-2", "section-a", "section-a-3"]),
        (["Über Ärzte", "Сердце", "心臓"], ["section-über-ärzte", "section-сердце", "section-心臓"]),
        (["???", "!!!"], ["section", "section-2"]),
    ],
)
def test_every_id_is_there_once(titles, ids):
    assert ids_of("\n\n".join(f"## {title}" for title in titles)) == ids


def test_a_long_title_has_a_short_id():
    assert len(ids_of(f"## {'word ' * 100}")[0]) <= 70


def test_a_heading_without_words_is_not_in_the_contents():
    assert ids_of("##\n\n## ![](/pictures/gone/)") == []


@pytest.mark.parametrize(("words", "minutes"), [(0, 1), (220, 1), (500, 2), (2200, 10)])
def test_reading_time(words, minutes):
    assert render_body("word " * words).reading_minutes == minutes


def test_a_number_in_brackets_leads_to_its_source():
    rendering = render_body("One[^1], again[^1], two[^2].", sources=2)
    assert '<sup><a href="#source-1" id="cited-1">1</a></sup>' in rendering.html
    assert '<sup><a href="#source-1" id="cited-1-2">1</a></sup>' in rendering.html
    assert rendering.cited_numbers == [1, 2]


@pytest.mark.parametrize("text", ["`[^1]`", "[x [^1]](/y/)", "```\n[^1]\n```"])
def test_citations_in_code_and_links_are_ignored(text):
    rendering = render_body(text, sources=3)
    assert "[^1]" in rendering.html
    assert "source-" not in rendering.html
    assert rendering.cited_numbers == []


@pytest.mark.parametrize("number", ["0", "3", "999", "1234", "²", "x"])
def test_a_source_that_is_not_there_stays_as_it_was_typed(number):
    assert f"[^{number}]" in render_body(f"One[^{number}]", sources=2).html


def test_a_form_learns_which_sources_are_cited():
    assert render_body("[^4] [^2] [^4]", sources=2).cited_numbers == [4, 2]


def test_a_heading_that_cites_is_in_the_contents_without_the_number():
    assert render_body("## Title[^1]", sources=1).table_of_contents[0]["title"] == "Title"


def test_a_picture_on_a_line_of_its_own_is_a_figure():
    html = with_pictures('Before.\n\n![Said](/pictures/a/ "Under it")\n\nAfter.').html
    assert "<p><" not in html
    assert '<figure class="picture">' in html
    assert "<figcaption>Under it</figcaption>" in html
    for part in ('width="960"', 'height="480"', 'loading="lazy"', 'decoding="async"', "sizes="):
        assert part in html
    assert '<source type="image/webp" srcset="/media/a-480.webp 480w, /media/a-960.webp' in html
    assert 'alt="Said"' in html


def test_what_the_text_does_not_say_the_library_does():
    html = with_pictures("![](/pictures/a/)", caption="Known", credit="Ada").html
    assert 'alt="In the library"' in html
    assert '<figcaption>Known · <span class="credit">Ada</span></figcaption>' in html


def test_pictures_below_each_other_are_figures_both():
    html = with_pictures("![](/pictures/a/)\n![](/pictures/b/)").html
    assert html.count("<figure") == 2
    assert "<p>" not in html


@pytest.mark.parametrize(
    "text", ["A ![](/pictures/a/) b", "- ![](/pictures/a/)", "[![](/pictures/a/)](/x/)", "# ![](/pictures/a/)"]
)
def test_among_words_there_is_no_room_for_a_figure(text):
    html = with_pictures(text).html
    assert "<picture>" in html
    assert "<figure" not in html


def test_words_about_a_picture_are_words():
    html = with_pictures('![<b> "x"](/pictures/a/ "</figure><script>")').html
    assert "<script" not in html
    assert 'alt="&lt;b&gt; &quot;x&quot;"' in html


def test_the_description_of_a_picture_that_is_not_there_is_text():
    html = with_pictures("![<script>x & y](/pictures/gone/)").html
    assert html == "<p>&lt;script&gt;x &amp; y</p>"


def test_a_form_learns_which_pictures_are_not_there():
    rendering = with_pictures("![a](/pictures/a/) ![One](/pictures/gone/) ![Two](https://e.example/x)")
    assert rendering.missing_slugs == ["gone"]
    assert rendering.external_alts == ["Two"]
    assert len(rendering.pictures) == 1
    assert "<img alt" not in rendering.html
    assert "One" in rendering.html


def test_code_shows_no_picture():
    rendering = with_pictures("`![](/pictures/a/)`")
    assert (rendering.pictures, "<img" in rendering.html) == ([], False)


def test_captions_and_numbers_are_not_running_text():
    html = render_body("![x](/pictures/a/)\n\nWords[^1].", lambda slugs: {"a": Drawing(caption="Known")}, 1).html
    assert extract_running_text(html) == "Words."


PIECES = st.sampled_from(
    ["[^1]", "<p>", "<img src=/pictures/a/>", "![](/pictures/a/)", "## ", "\n\n", "`", "<h2>", "</h3>",
     "<pre>", "<a href=x>", "> ", "- ", "<", ">", '"', "&amp;", "</p>", "é", "|"]
)  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(st.lists(PIECES, max_size=25).map("".join))
def test_any_text_can_be_rendered(text):
    rendering = render_body(text, lambda slugs: {slug: Drawing() for slug in slugs}, 1)
    assert isinstance(rendering.html, str)


@pytest.mark.parametrize(
    "piece",
    ["[^1]", "[^", "<p>", "![](/pictures/a/)", "![](/pictures/a/)\n", "## x\n\n", "<", "<h2>", "<h2>x</h2>\n\n",
     "<p><img src=/pictures/a/> ", '<img title="', "a|b\n-|-\n", "[a]: /b\n\n[a]\n\n"],
)  # fmt: skip
def test_the_work_grows_with_the_text_and_not_faster(piece):
    def render(text: str) -> None:
        render_body(text, lambda slugs: {slug: Drawing() for slug in slugs}, 1)

    assert get_call_growth(render, piece, 150) <= MAX_GROWTH


def test_a_page_with_three_headings_has_contents(client, article):
    article.body = "## One\n\n## Two\n\n### Three\n\n#### Four"
    save_article(article)
    page = text_of(client.get(article.get_absolute_url()))
    assert '<a href="#section-three">Three</a>' in page
    assert page.index('id="contents"') < page.index('id="section-one"')
    assert "1 minute to read" in page


def test_a_page_with_two_headings_has_none(client, article):
    article.body = "## One\n\n## Two"
    save_article(article)
    assert 'id="contents"' not in text_of(client.get(article.get_absolute_url()))


def test_a_page_leads_from_a_number_to_its_source(client, article):
    article.body, article.sources = "Proved[^2], and not[^3].", "One\nTwo https://e.example/"
    save_article(article)
    page = text_of(client.get(article.get_absolute_url()))
    assert '<sup><a href="#source-2" id="cited-2">2</a></sup>' in page
    assert '<li id="source-2">' in page
    assert "not[^3]" in page


def test_html_of_older_rules_is_rendered_again(article):
    Article.objects.update(table_of_contents=[], reading_minutes=0, sanitizer_version=1, body="## One\n\nText")
    call_command("resanitize_articles")
    article.refresh_from_db()
    assert article.table_of_contents[0]["id"] == "section-one"
    assert article.reading_minutes == 1


def test_rendering_again_keeps_what_is_saved_meanwhile(db, monkeypatch):
    for slug in ("one", "other"):
        Article.objects.create(title="T", slug=slug, body="Old.")
    Article.objects.update(sanitizer_version=0)
    save = Article.save

    def meanwhile(self, *args, **kwargs):
        save(self, *args, **kwargs)
        Article.objects.exclude(pk=self.pk).filter(sanitizer_version=0).update(body="New.\n")

    monkeypatch.setattr(Article, "save", meanwhile)
    call_command("resanitize_articles")
    assert "New." in Article.objects.get(body="New.\n").body_html
