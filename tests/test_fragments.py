"""Pieces of pages in the memory of a process."""

import pytest
from django.core.cache import caches

from mvforum.fragments import FragmentMemory

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
    assert not memory.add("a", "other")
    assert memory.add("c", "new")
    assert memory.delete("a")
    assert not memory.delete("a")
    assert memory.get("a") is None


def test_all_threads_of_a_process_share_it(memory):
    memory.set("a", "here")
    assert FragmentMemory("for-tests", {"OPTIONS": {"MAX_BYTES": SIZE}}).get("a") == "here"


def test_bytes_are_bounded_not_entries(memory):
    for number in range(1000):
        memory.set(str(number), "x" * 5_000)
    assert memory._kept.size <= SIZE
    assert memory.get("999")


def test_something_huge_is_not_kept(memory):
    memory.set("a", "x" * SIZE)
    assert memory.get("a") is None


def test_the_site_uses_it(settings):
    assert isinstance(caches["template_fragments"], FragmentMemory)
