"""Common words of eight languages: they are no names of people, streets and towns."""

from comments.personal_info.words import WordFile

_WORDS = WordFile("common_words")

COMMON_WORDS = (
    _WORDS.get_set("english") | _WORDS.get_set("german") | _WORDS.get_set("french") | _WORDS.get_set("spanish")
    | _WORDS.get_set("italian") | _WORDS.get_set("dutch") | _WORDS.get_set("polish") | _WORDS.get_set("portuguese")
)  # fmt: skip
