"""Names under which nobody may pass for the house, in the languages of its readers."""

from __future__ import annotations

import re
import string

from comments.text.confusables import build_skeleton


def _skeletons(words: str) -> frozenset[str]:
    return frozenset(map(build_skeleton, words.split()))


# Whoever has one of these words in a name seems to speak for the house.
OFFICE_WORDS = _skeletons("""
admin admins administrator administrators administration administrateur administratrice
administrador administradora administratora amministratore amministratrice beheerder
mod mods moderator moderators moderation moderatorin moderatoren modérateur modératrice modération
moderador moderadora moderación moderação moderatore moderatrice moderazione moderatie moderacja
moderatorka redaktion redaktor redaktorka webmaster sysadmin sysop mvforum
""")

# These only as the whole name, with one another or with words that do not matter.
STAFF_WORDS = _skeletons("""
bot crew editor editorial editors helpdesk hotline info mail noreply office operator owner
postmaster robot root service staff support system team
""")
FILLER_WORDS = _skeletons("""
a an and article articles at board chief comments discussion doctor doctors dr for forum from head
health help house medical nurse nurses of official our page real rules site the this website your
""")
# Guests may be called so, as the whole name; an account may not.
GUEST_WORDS = _skeletons("anonymous guest me")
ALL_RESERVED_WORDS = OFFICE_WORDS | STAFF_WORDS | FILLER_WORDS
HOUSE_RULES_SKELETON = build_skeleton("house rules")  # a page of ours


def is_reserved_name(name: str) -> bool:
    """Whether a name reads as if somebody in charge had written."""
    plain = name.replace("'", "").replace("’", "")
    words = [found for word in plain.split() if (found := _list_readings(word))]
    pieces = [found for word in _WORD.findall(plain) if (found := _list_readings(word))]
    whole = _list_readings(plain)
    if any(word & OFFICE_WORDS for word in (*words, *pieces)) or HOUSE_RULES_SKELETON in whole:
        return True
    if all(word & ALL_RESERVED_WORDS for word in pieces) and any(
        word & STAFF_WORDS for word in pieces
    ):
        return True
    return any(map(_is_composed_of, whole))


def is_reserved_account_name(name: str) -> bool:
    """Whether an account may not have this name: also names that guests go by."""
    return is_reserved_name(name) or bool(_list_readings(name) & GUEST_WORDS)


def _list_readings(word: str) -> set[str]:
    """Its skeletons, with digits in the place of letters and without a number at its end."""
    ways = (word, word.strip(string.digits + string.punctuation))
    return {build_skeleton(way.translate(_LETTERS_FOR)) for way in ways} - {""}


def _is_composed_of(joined: str) -> bool:
    """Whether it is nothing but such words, written as one: "SiteAdmin"."""
    # For each length of a beginning that is: whether one of the words that matter is in it.
    made = {0: False}
    for end in range(1, len(joined) + 1):
        for start in [start for start in made if end - start >= MIN_JOINED_LETTERS]:
            if (word := joined[start:end]) in ALL_RESERVED_WORDS:
                made[end] = made.get(end, False) or made[start] or word not in FILLER_WORDS
    return made.get(len(joined), False)


MIN_JOINED_LETTERS = 3  # letters; there are people whose name is "Amod"
_LETTERS_FOR = str.maketrans("34579@$!|", "eastgasll")
_WORD = re.compile(r"[^\W_]+")
