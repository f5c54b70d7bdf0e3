"""The classifier of the spam score: training, explanation, unlearning.

`make bench-spam` measures how well it does on real posts.
"""

import os
import random
import subprocess
import sys
from math import log
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comments.spam.classifier.feature_hashing import BUCKET_COUNT, hash_features, hash_named_features
from comments.spam.classifier.logistic_regression import Model, get_example_weight
from comments.spam.classifier.serialization import UnreadableModelError, deserialize_model, serialize_model
from comments.spam.classifier.text_features import TextMetadata, extract_features
from tests.bench.spam import leave_one_out, mean_of, read_folder, result_of

SPAM = [
    "Visit my page for cheap pills, no doctor needed!!!",
    "CHEAP heart pills at http://best-pills.example order now",
    "Please subscribe to my channel and visit my page",
    "Earn money from home, visit my page http://money.example",
]
HAM = [
    "My cardiologist said the leak is mild and we wait a year.",
    "After the operation I was tired for weeks, but it got better.",
    "Thank you for this article, it helped me ask the right questions.",
    "The waiting was the hardest part for me too.",
]


def taught(times: int = 1) -> Model:
    model = Model()
    for _time in range(times):
        for spam, ham in zip(SPAM, HAM, strict=True):
            model.learn(spam, is_spam=True)
            model.learn(ham, is_spam=False)
    return model


NEW, TAUGHT = Model(), taught()


@settings(deadline=None)
@given(st.text(max_size=200))
def test_an_untrained_model_knows_nothing(text):
    assert NEW.score(text) == 0.5


def test_it_tells_what_it_was_taught_from_what_resembles_the_others():
    model = taught()
    assert model.score("visit my page for money") > 0.7
    assert model.score("the operation was hard, and I waited for a year") < 0.3


def test_facts_count_as_well_as_words():
    model = Model()
    for n in range(5):
        model.learn(f"word{n}", TextMetadata(urls=("http://a.example/",)), is_spam=True)
        model.learn(f"word{n}", is_spam=False)
    bare = model.score("something else")
    assert model.score("something else", TextMetadata(urls=("http://b.example/",))) > bare


@settings(deadline=None)
@given(st.text(), st.booleans(), st.booleans())
def test_an_example_can_be_unlearned(text, is_spam, is_first):
    model, facts = TAUGHT.copy(), TextMetadata(is_first_post=is_first)
    model.unlearn(text, facts, model.learn(text, facts, is_spam=is_spam))
    assert model.counts == TAUGHT.counts
    assert (model.spam_lessons, model.ham_lessons) == (TAUGHT.spam_lessons, TAUGHT.ham_lessons)
    touched = {at for group in hash_features(extract_features(text, facts)) for at in group.buckets}
    assert all(abs(model.weights[at] - TAUGHT.weights[at]) < 1e-5 for at in touched)


def test_what_was_learnt_in_between_stays():
    model, other = taught(), taught()
    step = model.learn(SPAM[0], is_spam=False)
    for lessons in (model, other):
        lessons.learn("a new sort of advertisement", is_spam=True)
    model.unlearn(SPAM[0], TextMetadata(), step)
    for text in (*SPAM, *HAM, "a new sort of advertisement"):
        assert model.score(text) == pytest.approx(other.score(text), abs=0.05)


def test_the_heaviest_traits_are_named():
    reasons = taught().explain("VISIT my page, nobody knows it: best-pills.com", limit=5)
    assert ("word", "visit") in {(reason.kind, reason.which) for reason in reasons}
    weights = [abs(reason.weight) for reason in reasons]
    assert len(reasons) == 5
    assert weights == sorted(weights, reverse=True)


@settings(deadline=None)
@given(st.text())
def test_the_explanation_adds_up_to_the_score(text):
    model = TAUGHT
    score = model.score(text)
    total = sum(reason.weight for reason in model.explain(text))
    assert total == pytest.approx(log(score / (1 - score)), abs=1e-6)


@settings(deadline=None)
@given(st.text(st.characters(codec=None)))
def test_every_feature_has_one_name_and_one_bucket(text):
    traits = extract_features(text, TextMetadata())
    counted = sorted(at for group in hash_features(traits) for at in group.buckets)
    assert counted == sorted(at for _name, _value, at in hash_named_features(traits))
    assert all(0 <= at < BUCKET_COUNT for at in counted)


def test_what_looks_alike_is_alike():
    model = taught()
    assert model.score("ｖｉｓｉｔ m\u200by page") == model.score("visit my page")


@pytest.mark.parametrize(
    ("text", "links"),
    [
        ("nothing here", "0"),
        ("see best-pills.com", "1"),
        ("see WWW.PILLS.TOP/a?b and http://x.example/", "2"),
        ("2.5 mg at 8.30, i.e. twice. Mr.Smith said so...", "0"),
    ],
)
def test_addresses_are_seen_without_being_links(text, links):
    assert ("links", links) in extract_features(text, TextMetadata()).metadata


def test_the_same_everywhere():
    """Python's own hashes differ from process to process."""
    told = (
        "from comments.spam.classifier.logistic_regression import Model; model = Model();"
        " model.learn('visit my page', is_spam=True); print(model.score('my visit'))"
    )
    here, env = Model(), os.environ | {"PYTHONHASHSEED": "7"}
    here.learn("visit my page", is_spam=True)
    done = subprocess.run([sys.executable, "-c", told], env=env, check=True, capture_output=True, text=True)
    assert float(done.stdout) == here.score("my visit")


def test_many_posts_by_one_author_hardly_move_the_scores_of_others():
    """Not even posts with the most common words."""
    rng = random.Random(5)
    words = " ".join(HAM).split()
    said = [" ".join(rng.choices(words, k=12)) for _post in range(400)]
    model = taught()
    for post in said[:100]:
        model.learn(post, is_spam=False)
    others, before = said[300:], model.copy()
    for n in range(200):
        model.learn(said[100 + n], is_spam=True, weight=get_example_weight(n))
    moved = [model.score(post) - before.score(post) for post in others]
    assert max(map(abs, moved)) < 0.1


def test_all_examples_of_an_author_weigh_little_more_than_one():
    assert sum(get_example_weight(n) for n in range(200)) < 1.15
    assert get_example_weight(0) == 1


def test_a_model_is_saved_and_read():
    model = taught()
    again = deserialize_model(serialize_model(model))
    assert again == model
    assert again.score(SPAM[0]) == model.score(SPAM[0])


def test_the_largest_model_takes_less_than_four_megabytes():
    model, rng = Model(), random.Random(1)
    model.counts[:] = type(model.counts)("Q", (rng.getrandbits(64) for _ in range(BUCKET_COUNT)))
    model.weights[:] = type(model.weights)("f", (rng.random() for _ in range(BUCKET_COUNT)))
    assert len(serialize_model(model)) <= 4_000_000


@pytest.mark.parametrize(
    "damaged",
    [
        lambda saved: b"",
        lambda saved: saved[:20],
        lambda saved: saved[:-1],
        lambda saved: b"pickle" + saved[6:],
        lambda saved: saved[:6] + b"\xff" + saved[7:],
        lambda saved: saved[:500] + bytes([saved[500] ^ 1]) + saved[501:],
    ],
)
def test_a_damaged_model_is_refused(damaged):
    with pytest.raises(UnreadableModelError):
        deserialize_model(damaged(serialize_model(taught())))


@pytest.mark.skipif("CORPUS" not in os.environ, reason="CORPUS names no folder with real posts")
def test_it_does_well_on_real_posts():
    files = read_folder(Path(os.environ["CORPUS"]))
    runs = [leave_one_out(files, seed) for seed in range(3)]
    mean = mean_of([mean_of([result_of(run[name]) for name in files]) for run in runs])
    assert mean.accuracy >= 0.945
    assert mean.auc >= 0.988
