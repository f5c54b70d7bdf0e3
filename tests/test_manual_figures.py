"""Pages of the manual have the figures of the benchmark's own output."""

import re

import pytest

from tests.bench import manual_figures
from tests.bench.manual_figures import FIGURES, FOLDER, REGION, Record, fill, find_pages, load_record

PAGE = """
- mvforum at abc1234

| case | server | CPU ms | times bare |
| --- | --- | --: | --: |
| article page, 50 posts | nginx | 0.020 | 0.5 |
| article page, 50 posts | SQLite | 0.048 | 1.27 |

| case | site | CPU ms |
| --- | --- | --: |
| page: newest | SQLite 10 | 1.00 |
| page: newest | SQLite 1,000 | 3.00 |
| page: newest | SQLite 100,000 | 3.30 |
| a search: common word | SQLite 1,000 | 1.00 |
| a search: common word | SQLite 100,000 | 90.0 |

| act | site | CPU ms | acts/s | longest ms |
| --- | --- | --: | --: | --: |
| 8 writers on one thread | SQLite 100,000 | 5.00 | 132 | 580 |

| database | bytes of a comment | of these, indexes |
| --- | --: | --: |
| PostgreSQL | 2,703 | 1,203 |
"""
# Calculated from numbers that stand beside them.
WITHOUT_FIGURES = {
    "(r: 2 × 40 = 80, and the worker, and people)",
    "(r: eight fragments a page, 100,000 responses a second)",
}


@pytest.mark.parametrize("file", find_pages(), ids=lambda file: str(file.relative_to(FOLDER)))
def test_a_page_has_the_figures_of_the_benchmark(file):
    assert file.read_text() == fill(file.read_text(), load_record())


def test_these_pages_have_figures():
    names = {str(page.relative_to(FOLDER)) for page in find_pages()}
    assert {"scaling.md", "decisions/0001-sqlite-first.md", "decisions/0006-own-http-cache.md"} <= names
    regions = REGION.findall((FOLDER / "scaling.md").read_text())
    assert len(regions) > 50
    assert {name for name, _value in regions} <= FIGURES.keys()


def test_no_figure_of_scaling_is_written_by_hand():
    """What is measured or calculated stands beside a figure of the benchmark."""
    page = (FOLDER / "scaling.md").read_text()
    for known in WITHOUT_FIGURES:
        assert known in page
        page = page.replace(known, "")
    blocks = re.split(r"\n(?:\n|(?=[-|] ?))", page)
    marked = [block for block in blocks if re.search(r"\((m|r)[):;, ]", block) and "**(" not in block]
    assert len(marked) > 15
    assert [block for block in marked if not REGION.search(block) and "cores (r)" not in block] == [
        block for block in marked if "measured above" in block
    ]


def test_figures_come_from_the_tables():
    record = Record(PAGE)
    text = "<!--commit-->x<!--/--> <!--cached.SQLite-->?<!--/--> <!--growth-->?<!--/--> <!--storage.PostgreSQL-->1,720<!--/-->"
    assert REGION.sub(r"\2", fill(text, record)) == "abc1234 0.048 1.10 2,703"
    more = "<!--largest-->?<!--/--> <!--longest_wait.SQLite-->?<!--/--> <!--gigabytes-->?<!--/--> <!--index_bytes-->?<!--/-->"
    assert REGION.sub(r"\2", fill(more, record)) == "100,000 0.580 270 1,203"


@pytest.mark.parametrize("name", ["no_such_figure", "cached.PostgreSQL"])
def test_a_figure_that_was_not_measured_is_no_figure(name):
    with pytest.raises(KeyError):
        fill(f"<!--{name}-->1<!--/-->", Record(PAGE))


def test_all_pages_are_filled(tmp_path):
    (tmp_path / "performance.md").write_text(PAGE)
    (tmp_path / "decisions").mkdir()
    page = tmp_path / "decisions" / "0001.md"
    page.write_text("A page costs <!--cached.SQLite-->9<!--/--> ms. <!-- a comment -->\n")
    manual_figures.fill_pages(tmp_path)
    assert page.read_text() == "A page costs <!--cached.SQLite-->0.048<!--/--> ms. <!-- a comment -->\n"
