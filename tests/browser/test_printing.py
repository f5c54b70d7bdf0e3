"""PDFs that Chromium prints from the pages, read by poppler."""

import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest
from PIL import Image

from articles.publication import save_article
from comments.models import Comment
from comments.submission.submit import add_comment
from tests.conftest import ACCEPTED

pytestmark = pytest.mark.skipif(not shutil.which("pdftotext"), reason="no pdftotext: apt-get install poppler-utils")
ARTICLE = "/articles/on-threads/"
FORMATS = ["A4", "Letter"]
POSTS = 24
TEXT = f"""
See [the guide](https://e.example/guide?a=1&b=2) and [the facts](/facts/).

{"A paragraph that fills a sheet with its words. " * 60}

{"Another one. " * 150}

## A heading

| what | how |
|---|---|
""" + "| cell | cell |\n" * 16 + "\nThe last words.\n"  # fmt: skip


@pytest.fixture
def has_script() -> bool:
    return False


@pytest.fixture
def discussion(thread, cast) -> None:
    """Two posts of the cast, posts of all lengths that say where they begin and end, nested;
    one that is removed."""
    thread.article.body = TEXT
    save_article(thread.article)
    parent = None
    for turn in range(POSTS):
        words = "Words of somebody. " * (5 + 17 * turn % 90)
        post = Comment(body=f"Begin{turn}. {words} [link](https://e.example/{turn}) End{turn}.")
        post.parent = parent if turn % 4 else None
        parent = add_comment(thread, post, ACCEPTED)
    add_comment(thread, Comment(body="Nasty"), ACCEPTED).decide("remove", by=cast["mona"], reason="Because")


@dataclass
class Paper:
    path: Path

    @property
    def sheets(self) -> list[str]:
        command = ["pdftotext", "-layout", str(self.path), "-"]
        text = subprocess.run(command, capture_output=True, text=True, check=True).stdout
        return text.split("\f")[:-1]

    @property
    def text(self) -> str:
        return "\n".join(self.sheets)

    def sheet_with(self, words: str) -> int:
        found = [number for number, sheet in enumerate(self.sheets) if words in sheet]
        assert len(found) == 1, (words, found)
        return found[0]

    def size(self) -> str:
        command = ["pdfinfo", str(self.path)]
        said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
        return re.search(r"Page size:.*", said)[0]


@pytest.fixture
def put_on_paper(visit, discussion, tmp_path):
    def put_on_paper(query: str = "", size: str = "A4", **wishes: object) -> Paper:
        page = visit(**wishes)
        page.goto(ARTICLE + query)
        path = tmp_path / "paper.pdf"
        page.pdf(path=path, format=size, print_background=True)
        return Paper(path)

    return put_on_paper


@pytest.mark.parametrize("query", ["", "?print=article", "?print=both", "?print=discussion"])
def test_nothing_is_printed_that_can_only_be_pressed(put_on_paper, query):
    text = put_on_paper(query).text
    for words in ("Log in", "House rules", "Sign up", "Print:", "Back to the article", "Reply",
                  "Post your comments", "Your comment", "Preview", "Newest", "Skip to"):  # fmt: skip
        assert words not in text


@pytest.mark.parametrize("size", FORMATS)
@pytest.mark.parametrize("query", ["", "?print=both"])
def test_every_sheet_says_where_it_is_from_and_as_of_when(put_on_paper, live_server, query, size):
    sheets = put_on_paper(query, size).sheets
    assert len(sheets) > 4
    said = "Printed" if query else "Last modified"
    for number, sheet in enumerate(sheets, 1):
        foot = sheet.rstrip().splitlines()[-1]
        assert foot.split()[0] == f"{live_server.url}{ARTICLE}"
        assert re.search(rf"{said}: \d+ \w+ \d{{4}} · {number}/{len(sheets)}$", foot)


@pytest.mark.parametrize("size", FORMATS)
@pytest.mark.parametrize("query", ["", "?print=both", "?print=discussion"])
def test_no_post_is_torn_apart(put_on_paper, query, size):
    paper = put_on_paper(query, size)
    assert len(paper.sheets) > 4
    for turn in range(POSTS):
        sheet = paper.sheet_with(f"Begin{turn}.")
        assert sheet == paper.sheet_with(f"End{turn}."), turn
        assert re.search(rf"\bPost {turn + 3}\b", paper.sheets[sheet]), turn


@pytest.mark.parametrize("size", FORMATS)
def test_a_heading_and_its_table_stay_together(put_on_paper, size):
    paper = put_on_paper("?print=article", size)
    sheet = paper.sheets[paper.sheet_with("A heading")]
    assert sheet.count("cell") == paper.text.count("cell") == 32


def test_a_post_that_fits_on_no_sheet_is_printed_all_the_same(put_on_paper, thread):
    add_comment(thread, Comment(body="Begins. " + "A line.\n\n" * 150 + "Ends."), ACCEPTED)
    paper = put_on_paper("?print=discussion")
    assert paper.sheet_with("Begins.") < paper.sheet_with("Ends.")
    assert paper.text.count("A line.") == 150


def test_footnotes_are_at_the_end(put_on_paper, live_server):
    lines = [line.strip() for line in put_on_paper("?print=both").text.splitlines()]
    notes = lines[lines.index("Addresses") :]
    assert "1. https://e.example/guide?a=1&b=2" in notes
    assert f"2. {live_server.url}/facts/" in notes
    assert f"{POSTS + 2}. https://e.example/{POSTS - 1}" in notes


def test_a_page_that_is_printed_as_it_is_names_addresses_beside_the_links(put_on_paper):
    text = " ".join(put_on_paper().text.split())
    assert "the guide (https://e.example/guide?a=1&b=2)" in text


def test_tombstones_are_printed(put_on_paper):
    assert f"Post {POSTS + 3} was removed by a moderator." in put_on_paper("?print=both").text


def test_the_paper_is_the_readers(put_on_paper):
    assert "A4" in put_on_paper(size="A4").size()
    assert "letter" in put_on_paper(size="Letter").size()


@pytest.mark.parametrize("query", ["", "?print=both"])
def test_a_dark_page_is_printed_black_on_white(put_on_paper, tmp_path, query):
    paper = put_on_paper(query, color_scheme="dark")
    command = ["pdftoppm", "-r", "30", "-png", str(paper.path), str(tmp_path / "sheet")]
    subprocess.run(command, check=True)
    sheets = sorted(tmp_path.glob("sheet*.png"))
    assert len(sheets) > 4
    for sheet in sheets:
        with Image.open(sheet) as image:
            tones = image.convert("L").histogram()
        assert tones[255] > 0.6 * sum(tones), sheet.name
        assert min(tone for tone, count in enumerate(tones) if count) < 128
