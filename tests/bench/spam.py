"""`make bench-spam CORPUS=FOLDER`: how well the spam score tells spam from other posts.

Learns from all files of a folder but one, scores that one, and so on in turn. The files are CSV:
a column with the text and one that says whether it is spam. Nothing of them is kept here.
"""

from __future__ import annotations

import csv
import html
import random
import re
import sys
import time
from collections.abc import Callable, Iterable
from math import ceil
from pathlib import Path
from typing import NamedTuple

from comments.sanitizer import extract_text
from comments.spam.classifier.logistic_regression import Model
from comments.spam.classifier.serialization import serialize_model
from comments.spam.classifier.text_features import TextMetadata

TEXT = ("text", "content", "comment", "body", "message")
LABEL = ("spam", "is_spam", "class", "label", "category")
SPAM, HAM = {"1", "true", "yes", "spam"}, {"0", "false", "no", "ham", "not spam"}
SHUFFLES = 5  # Lessons come in one order on one site, in another on the next.
RECALL = 0.95
TIMED = 10_000  # letters
ROUNDS = 20


class Unusable(Exception):
    """This folder holds nothing to measure."""


class Post(NamedTuple):
    text: str
    facts: TextMetadata
    is_spam: bool


class Guess(NamedTuple):
    score: float
    is_spam: bool


class Result(NamedTuple):
    """Shares, from 0 to 1."""

    accuracy: float
    auc: float  # how likely a spam has a higher score than another post
    queued: float  # of the other posts, where 95 % of the spam is


def read_folder(folder: Path) -> dict[str, list[Post]]:
    """The posts of each CSV file. Raises Unusable."""
    if not folder.is_dir():
        raise Unusable(f"{folder} is no folder.")
    files = {file.name: read_file(file) for file in sorted(folder.glob("*.csv"))}
    if len(files) < 2:
        raise Unusable(f"{folder} needs at least two CSV files: one is left out in turn.")
    return files


def read_file(file: Path) -> list[Post]:
    with file.open(encoding="utf-8-sig", errors="replace", newline="") as lines:
        rows = csv.DictReader(lines)
        names = {str(name).strip().lower(): name for name in rows.fieldnames or ()}
        text, label = _column(names, TEXT, file), _column(names, LABEL, file)
        posts = [_post(row[text] or "", row[label] or "", file) for row in rows]
    if {post.is_spam for post in posts} != {True, False}:
        raise Unusable(f"{file.name} needs both spam and other posts.")
    return posts


def _column(names: dict[str, str], wanted: tuple[str, ...], file: Path) -> str:
    if found := [names[name] for name in wanted if name in names]:
        return found[0]
    there = ", ".join(names) or "none"
    raise Unusable(f"{file.name} has no column {' or '.join(wanted)}; its columns: {there}.")


def _post(text: str, label: str, file: Path) -> Post:
    label = label.strip().lower()
    if label not in SPAM | HAM:
        raise Unusable(f"{file.name} says “{label}” where 1 (spam) or 0 is expected.")
    addresses = tuple(html.unescape(address) for address in _HREF.findall(text))
    return Post(extract_text(text), TextMetadata(urls=addresses), label in SPAM)


_HREF = re.compile(r'<a [^>]*href="([^"]*)"')


def taught(posts: Iterable[Post]) -> Model:
    model = Model()
    for post in posts:
        model.learn(post.text, post.facts, is_spam=post.is_spam)
    return model


def leave_one_out(files: dict[str, list[Post]], seed: int) -> dict[str, list[Guess]]:
    """What is guessed about each file by what was learnt from the others, in a random order."""
    guesses = {}
    for name, left_out in files.items():
        lessons = [post for other, posts in files.items() if other != name for post in posts]
        random.Random(seed).shuffle(lessons)
        model = taught(lessons)
        guesses[name] = [Guess(model.score(p.text, p.facts), p.is_spam) for p in left_out]
    return guesses


def result_of(guesses: list[Guess]) -> Result:
    spam = sorted((guess.score for guess in guesses if guess.is_spam), reverse=True)
    ham = [guess.score for guess in guesses if not guess.is_spam]
    right = sum((guess.score > 0.5) == guess.is_spam for guess in guesses)
    won = sum((one > other) + (one == other) / 2 for one in spam for other in ham)
    least = spam[ceil(RECALL * len(spam)) - 1]
    queued = sum(score >= least for score in ham)
    return Result(right / len(guesses), won / (len(spam) * len(ham)), queued / len(ham))


def mean_of(results: list[Result]) -> Result:
    return Result(*(sum(values) / len(values) for values in zip(*results, strict=True)))


def report(files: dict[str, list[Post]], shuffles: int = SHUFFLES) -> list[str]:
    """A line for each file, for their mean, and for all guesses together."""
    runs = [leave_one_out(files, seed) for seed in range(shuffles)]
    of_file = {name: mean_of([result_of(run[name]) for run in runs]) for name in files}
    pooled = mean_of([result_of([guess for g in run.values() for guess in g]) for run in runs])
    rows = {**of_file, "mean of the files": mean_of([*of_file.values()]), "pooled": pooled}
    lines = [
        f"{name:32} {result.accuracy:8.4f} {result.auc:8.4f} {result.queued:11.1%}" for name, result in rows.items()
    ]
    return [f"{'left out':32} {'accuracy':>8} {'AUC':>8} {'ham queued*':>11}", *lines]


def costs(files: dict[str, list[Post]]) -> list[str]:
    """CPU time for a long text, and the size of what has been learnt from all of it."""
    posts = [post for posts in files.values() for post in posts]
    model = taught(posts)
    words = " ".join(post.text for post in posts)
    text = (words * (TIMED // len(words) + 1))[:TIMED]
    score = _milliseconds(lambda: model.score(text))
    learn = _milliseconds(lambda: model.learn(text, is_spam=True))
    return [
        f"score() of {TIMED:,} letters: {score:.2f} ms of CPU",
        f"learn() of {TIMED:,} letters: {learn:.2f} ms of CPU",
        f"saved: {len(serialize_model(model)):,} bytes after {len(posts):,} lessons",
    ]


def _milliseconds(act: Callable[[], object]) -> float:
    """The median of some rounds."""
    took = []
    for _round in range(ROUNDS):
        began = time.process_time()
        act()
        took.append(time.process_time() - began)
    return 1000 * sorted(took)[ROUNDS // 2]


def main(arguments: list[str]) -> None:
    if len(arguments) != 1 or not arguments[0]:
        sys.exit("Where are the CSV files? make bench-spam CORPUS=FOLDER")
    try:
        files = read_folder(Path(arguments[0]))
    except Unusable as problem:
        sys.exit(str(problem))
    for line in report(files):
        print(line)
    print(f"* with {RECALL:.0%} of the spam. Each figure is the mean of {SHUFFLES} orders.\n")
    for line in costs(files):
        print(line)


if __name__ == "__main__":
    main(sys.argv[1:])
