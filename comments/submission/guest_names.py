"""Names that guests may not use: names of members, reserved names, people who are credited above
the discussion, and look-alikes of all of them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from django.conf import settings
from django.utils.module_loading import import_string

from comments.models.accounts import is_member_name
from comments.text.confusables import build_skeleton
from comments.text.name_badges import list_bidi_readings, load_name_words
from comments.text.reserved_names import is_reserved_name

# Words of a name that anybody may add or leave out.
_TITLES = load_name_words("titles")
_IN_BRACKETS = re.compile(r"[(\[][^()\[\]]*[)\]]")
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")


def is_guest_name_taken(name: str, thread_id: int) -> bool:
    if is_reserved_name(name) or is_member_name(name):
        return True
    return bool(name) and any(
        _reads_like_person(reading, person)
        for person in _list_page_authors(thread_id)
        for reading in list_bidi_readings(name)
    )


def _list_page_authors(thread_id: int) -> Iterable[str]:
    """Names of the people who are credited on the page of the thread: the setting names a function."""
    list_names: Callable[[int], Iterable[str]] = import_string(settings.PAGE_AUTHORS)
    return list_names(thread_id)


def _reads_like_person(name: str, person: str) -> bool:
    """Whether a name has all words of the person's name, in any order, or all of them in one word.

    A first name alone is anybody's. Titles do not count.
    """
    words, wanted = _list_words(name), _list_words(_IN_BRACKETS.sub(" ", person))
    if not wanted:
        return False
    if "".join(words) == "".join(wanted):
        return True
    return len(wanted) > 1 and {*wanted} <= {*words}


def _list_words(name: str) -> list[str]:
    words = [build_skeleton(word) for word in _WORD.findall(name)]
    return [word for word in words if word and word not in _TITLES] or [word for word in words if word]
