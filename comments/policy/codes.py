"""Codes of checks and finders, as decisions, comments and filters of the queue store them.

The log cannot be changed, so a code stays the same even if its function is renamed.
"""

from typing import Final

# Checks of the house rules, in the order of `CHECKS`.
NO_FLOODING: Final = "no_flooding"
NO_DUPLICATES: Final = "no_duplicates"
SOMEBODY_MAY_BE_IN_DANGER: Final = "somebody_may_be_in_danger"
THREAD_MUST_BE_OPEN: Final = "thread_must_be_open"
GUESTS_MAY_BE_ASKED_TO_LOG_IN: Final = "guests_may_be_asked_to_log_in"
BANNED_AUTHORS_STAY_OUT: Final = "banned_authors_stay_out"
WARNINGS_ARE_READ_FIRST: Final = "warnings_are_read_first"
NOBODY_ANSWERS_WHAT_THEY_FLAGGED: Final = "nobody_answers_what_they_flagged"
HONEYPOT_STAYS_EMPTY: Final = "honeypot_stays_empty"
NAMES_BELONG_TO_SOMEBODY: Final = "names_belong_to_somebody"
MODERATORS_PASS: Final = "moderators_pass"
WATCHED_WORDS_ARE_REFUSED: Final = "watched_words_are_refused"
WATCHED_WORDS_ARE_ASKED_ABOUT: Final = "watched_words_are_asked_about"
PERSONAL_DETAILS_ARE_ASKED_ABOUT: Final = "personal_details_are_asked_about"
WATCHED_WORDS_WAIT: Final = "watched_words_wait"
FEW_LINKS: Final = "few_links"
SAID_ELSEWHERE_WAITS: Final = "said_elsewhere_waits"
LOOKS_LIKE_SPAM: Final = "looks_like_spam"
OFTEN_REFUSED_AUTHORS_WAIT: Final = "often_refused_authors_wait"
PREMODERATED_AUTHORS_WAIT: Final = "premoderated_authors_wait"
EVERYBODY_WAITS_HERE: Final = "everybody_waits_here"
KNOWN_AUTHORS_PASS: Final = "known_authors_pass"
OPEN_DISCUSSIONS_TAKE_ALL: Final = "open_discussions_take_all"
STRANGERS_WAIT: Final = "strangers_wait"

# Findings that do not come from a check.
FLAGGED_BY_READERS: Final = "flagged_by_readers"
IMPORTED: Final = "imported"

# Finders of facts. The log names a finder that failed.
LINKS: Final = "links"
WATCHED_WORDS: Final = "watched_words"
PERSONAL_DETAILS: Final = "personal_details"
DANGER: Final = "danger"
RESEMBLANCE_TO_SPAM: Final = "resemblance_to_spam"
TAKEN_NAMES: Final = "taken_names"
