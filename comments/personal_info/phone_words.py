"""Words beside phone numbers, units of measured values, and public numbers such as helplines."""

import re

from comments.personal_info.words import WordFile

_WORDS = WordFile("phone_words")

# Words that announce a phone number, and words that may do so.
SAYS_PHONE = re.compile("(?<![a-z])" + _WORDS.get_pattern("says_phone") + "(?![a-z])")
MAY_MEAN_PHONE = re.compile("(?<![a-z])" + _WORDS.get_pattern("may_mean_phone") + "(?![a-z])")
# Measured values and prices are not phone numbers.
UNIT = re.compile(r"[ \t]{0,2}" + _WORDS.get_pattern("units"))
MONEY = re.compile(r"(?:[$\u20ac\u00a3#]|usd|eur|chf|rs|kr|nct|no of)\s?$")
# Emergency numbers, helplines, free and premium numbers.
FOR_EVERYBODY = re.compile(_WORDS.get_pattern("for_everybody"))
CALLING_CODE = re.compile(
    r"1[2-9]|7[3-9]|2[07]|3[0-469]|4[013-9]|5[1-8]|6[0-6]|8[1246]|9[0-58]|3[578]\d|2[1-6]\d"
    r"|42\d|59\d|67\d|85\d|88\d|9[679]\d"
)
# Seven or more digits in words: "oh seven seven …".
SPOKEN = re.compile(
    "(?<![a-z])" + _WORDS.get_pattern("first_spoken_digit") + "(?:[ ,.-]{1,3}"
    + _WORDS.get_pattern("spoken_digits") + "(?![a-z])){4,22}"
)  # fmt: skip
ZERO_SPOKEN = re.compile(_WORDS.get_pattern("zeros_spoken") + "(?![a-z])")
COUNTING = re.compile("(?<![a-z])" + _WORDS.get_pattern("counting") + "(?![a-z])")
FIGURES_SPOKEN = _WORDS.get_set("figures_spoken")
# Groups in which people write the digits.
SHAPES = frozenset(
    shape.strip()
    for line in """
    7 | 8 | 9 | 10 | 11 | 12 | 1 7 | 2 6 | 2 7 | 3 4 | 3 5 | 3 6 | 3 7 | 4 3 | 4 4
    4 5 | 4 6 | 5 3 | 5 4 | 5 5 | 5 6 | 6 3 | 1 4 4 | 2 2 3 | 2 3 3 | 2 4 4 | 3 2 2
    3 2 3 | 3 3 3 | 3 3 4 | 3 4 3 | 3 4 4 | 4 3 2 | 4 3 3
    4 4 3 | 1 3 3 2 | 2 2 2 2 | 2 3 2 2 | 3 2 2 2 | 3 3 2 2 | 3 3 3 1 | 4 2 2 2 | 1 2 2 2 2
    """.splitlines()
    for shape in line.split("|")
    if shape.strip()
)
