"""The cache of page fragments in a process."""

import sys
from time import monotonic

import pytest
from django.core.cache import caches

from mvforum.fragment_cache import FragmentMemory

SIZE = 100_000


@pytest.fixture
def memory():
    memory = FragmentMemory("for-tests", {"OPTIONS": {"MAX_BYTES": SIZE}})
    memory.clear()
    return memory


def test_what_is_put_in_comes_out(memory):
    memory.set("a", "Käse")
    assert memory.get("a") == "Käse"
    assert memory.get("b", "nothing") == "nothing"
    assert memory.delete("a")
    assert not memory.delete("a")
    assert memory.get("a") is None


def test_all_of_one_name_are_one(memory):
    """Django makes one cache object for each thread; objects of one name share their entries."""
    memory.set("a", "here")
    assert FragmentMemory("for-tests", {"OPTIONS": {"MAX_BYTES": SIZE}}).get("a") == "here"


def test_entries_expire(memory, monkeypatch):
    memory.set("a", "a day", 86400)
    memory.set("b", "for good", None)
    later = monotonic() + 86401
    monkeypatch.setattr("mvforum.fragment_cache.monotonic", lambda: later)
    assert memory.get("a") is None
    assert memory.get("b") == "for good"


@pytest.mark.parametrize("character", ["x", "–", "🫀"])
def test_bytes_are_bounded_not_entries(memory, character):
    values = [f"{character}{number:05}{'x' * 2_000}" for number in range(1000)]
    for number, value in enumerate(values):
        memory.set(str(number), value)
    held = [value for number, value in enumerate(values) if memory.get(str(number))]
    assert 0 < sum(map(sys.getsizeof, held)) <= SIZE


def test_something_huge_is_not_kept(memory):
    memory.set("a", "x" * SIZE)
    assert memory.get("a") is None


def test_the_site_uses_it(settings):
    assert isinstance(caches["template_fragments"], FragmentMemory)
