"""Reserved names: guests and accounts must not appear to speak for the site."""

from __future__ import annotations

import re
import string

from comments.text.confusables import build_skeleton
from comments.text.name_badges import LETTERS_FOR_DIGITS, has_badge, list_bidi_readings, split_name


def _skeletons(words: str) -> frozenset[str]:
    return frozenset(map(build_skeleton, words.split()))


# A name with one of these words seems to speak for the site.
OFFICE_WORDS = _skeletons("""
admin admins administrator administrators administration administrateur administratrice
administrador administradora administratora amministratore amministratrice beheerder
mod mods moderator moderators moderation moderatorin moderatoren modérateur modératrice modération
moderador moderadora moderación moderação moderatore moderatrice moderazione moderatie moderacja
moderatorka redaktion redaktor redaktorka webmaster sysadmin sysop mvforum staff
""")

# Reserved only if the whole name consists of these and of filler words.
STAFF_WORDS = _skeletons("""
bot crew editor editorial editors helpdesk hotline info mail noreply office operator owner
postmaster robot root service support system team
""")
FILLER_WORDS = _skeletons("""
a an and article articles at board chief comments discussion doctor doctors dr for forum from head
health help house medical nurse nurses of official our page real rules site the this website your
""")
# Whole names that guests may have and accounts may not.
GUEST_WORDS = _skeletons("anonymous guest me")
ALL_RESERVED_WORDS = OFFICE_WORDS | STAFF_WORDS | FILLER_WORDS
HOUSE_RULES_SKELETON = build_skeleton("house rules")  # the name of a page


def is_reserved_name(name: str) -> bool:
    """Whether a name seems to belong to the staff of the site, or to have a badge of it."""
    readings = list_bidi_readings(name)
    return any(has_badge(reading) or _is_staff_name(reading) for reading in readings)


def _is_staff_name(name: str) -> bool:
    parts = split_name(name)
    return _is_name_of_staff(name) or (len(parts) > 1 and any(_is_name_of_staff(part) for part in parts))


def _is_name_of_staff(name: str) -> bool:
    plain = name.replace("'", "").replace("’", "")
    words = [found for word in plain.split() if (found := _list_readings(word))]
    pieces = [found for word in _WORD.findall(plain) if (found := _list_readings(word))]
    whole = _list_readings(plain)
    if any(word & OFFICE_WORDS for word in (*words, *pieces)) or HOUSE_RULES_SKELETON in whole:
        return True
    if all(word & ALL_RESERVED_WORDS for word in pieces) and any(word & STAFF_WORDS for word in pieces):
        return True
    return any(map(_is_composed_of, whole))


def is_reserved_account_name(name: str) -> bool:
    """Whether it is reserved, or a name of guests such as "Anonymous"."""
    return is_reserved_name(name) or bool(_list_readings(name) & GUEST_WORDS)


def _list_readings(word: str) -> set[str]:
    """Skeletons of a word, with digits read as letters, and without a number at its end."""
    ways = (word, word.strip(string.digits + string.punctuation))
    return {build_skeleton(way.translate(LETTERS_FOR_DIGITS)) for way in ways} - {""}


def _is_composed_of(joined: str) -> bool:
    """Whether it consists of reserved words, joined: "SiteAdmin"."""
    # By length of the beginning that consists of such words: whether one is more than a filler.
    made = {0: False}
    for end in range(1, len(joined) + 1):
        for start in [start for start in made if end - start >= MIN_JOINED_LETTERS]:
            if (word := joined[start:end]) in ALL_RESERVED_WORDS:
                made[end] = made.get(end, False) or made[start] or word not in FILLER_WORDS
    return made.get(len(joined), False)


MIN_JOINED_LETTERS = 3  # "Amod" is a real name
_WORD = re.compile(r"[^\W_]+")
