"""First names that are common in eight languages."""

from comments.personal_info.words import WordFile

FIRST_NAMES = WordFile("first_names").get_set("first_names")
