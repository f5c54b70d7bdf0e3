"""The benchmark of the spam score works."""

import pytest

from tests.bench import spam

ROWS = [("Visit my page", 1), ("I walk every day", 0), ("Cheap pills: http://a.example", 1), ("Thank you", 0)]


def write(file, header="date,text,spam", rows=ROWS):
    lines = [header, *(f'2013-11-07,"{text}",{label}' for text, label in rows)]
    file.write_text("\n".join(lines))
    return file


def test_each_file_is_left_out_once(tmp_path):
    write(tmp_path / "one.csv")
    write(tmp_path / "two.csv", "ID,CONTENT,CLASS")
    lines = spam.report(spam.read_folder(tmp_path), shuffles=2)
    assert [line.split("  ")[0] for line in lines] == ["left out", "one.csv", "two.csv", "mean of the files", "pooled"]
    assert lines[-1].split()[1:] == ["1.0000", "1.0000", "0.0%"]


def test_markup_is_read_as_people_see_it(tmp_path):
    text = "<a href=&quot;http://a.example/&quot;>2:19</a> I&#39;m here"
    [post, *_others] = spam.read_file(write(tmp_path / "a.csv", rows=[(text.replace("&quot;", '""'), 0), *ROWS]))
    assert post.text == "2:19  I'm here"
    assert post.facts.urls == ("http://a.example/",)


@pytest.mark.parametrize(
    ("header", "rows", "says"),
    [
        ("date,words,spam", ROWS, "has no column text or content"),
        ("date,text,verdict", ROWS, "has no column spam or is_spam"),
        ("date,text,spam", [("Hello", 2)], "says “2”"),
        ("date,text,spam", [("Hello", 0)], "needs both"),
        ("date,text,spam", [], "needs both"),
    ],
)
def test_what_is_missing_is_said(tmp_path, header, rows, says):
    with pytest.raises(spam.Unusable, match=says):
        spam.read_file(write(tmp_path / "a.csv", header, rows))


def test_one_file_is_not_enough(tmp_path):
    write(tmp_path / "one.csv")
    with pytest.raises(spam.Unusable, match="at least two"):
        spam.read_folder(tmp_path)


def test_figures_are_those_of_the_textbook():
    guesses = [spam.Guess(s, y) for s, y in [(0.9, True), (0.8, False), (0.7, True), (0.2, False), (0.2, False)]]
    accuracy, auc, queued = spam.result_of(guesses)
    assert accuracy == pytest.approx(4 / 5)
    assert auc == pytest.approx(5 / 6)
    assert queued == pytest.approx(1 / 3)


def test_the_command_says_what_it_wants():
    with pytest.raises(SystemExit, match="CORPUS=FOLDER"):
        spam.main([""])
