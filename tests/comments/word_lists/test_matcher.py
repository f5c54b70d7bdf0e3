"""Watched words are found in every disguise, and never in harmless words."""

import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comments.text.normalize import fold_disguises
from comments.word_lists.matcher import PhraseMatcher
from comments.word_lists.pattern import PatternError, PatternProblem, parse_pattern

LATIN = "and the rest of this text is in Latin letters"


def found(entry: str, text: str, *allowed: str) -> list[str]:
    return [hit.text for hit in PhraseMatcher([entry], allowed).find(text)]


@pytest.mark.parametrize(
    "disguise",
    [
        "cialis", "CIALIS", "Cialis", "cíalis", "ci\u0301alis", "c̶i̶a̶l̶i̶s̶", "ćîäłïş",
        "c1al1s", "c!al!s", "ci@lis", "cial1$", "c|al|s", "¢ialis".replace("¢", "c"), "ciaIis", "CIAlIS",
        "сialis", "сiаlіѕ", "CIΑLΙЅ", "ϲіаӏіѕ", "ᏟᎥᎪᏞᎥᏚ", "сі4lis",
        "cia\u200blis", "c\u00adi\u2060alis", "cia\u034flis", "ci\ufe0falis", "c\u202ealis".replace("c", "ci"),
        "ｃｉａｌｉｓ", "𝓬𝓲𝓪𝓵𝓲𝓼", "𝐂𝐈𝐀𝐋𝐈𝐒", "ⓒⓘⓐⓛⓘⓢ", "🅲🅸🅰🅻🅸🆂", "🇨🇮🇦🇱🇮🇸", "ᴄɪᴀʟɪs", "ᶜⁱᵃˡⁱˢ",
        "c i a l i s", "c.i.a.l.i.s", "c-i-a-l-i-s", "C _ I _ A _ L _ I _ S", "c 1 a l 1 s",
    ],
)  # fmt: skip
def test_a_word_is_found_in_every_disguise(disguise):
    assert found("cialis", f"{LATIN}: {disguise}, {LATIN}") == [disguise]


@pytest.mark.parametrize(
    "text",
    ["cialis!", "(cialis)", "«cialis»", "**cialis**", "_cialis_", "Cialis™", "cialis's", "d'cialis",
     "buy.cialis@example.org", "cialis@example.org", "https://cialis.example/", "cialis20mg", "20cialis",
     "買cialis買", "cialis\nnow", "\u200bcialis\u200b", "‘cialis’"],
)  # fmt: skip
def test_a_whole_word_is_found_between_any_characters(text):
    [hit] = found("cialis", text)
    assert fold_disguises(hit).letters.strip("'") in {"cialis", "cialis's", "d'cialis"}


@pytest.mark.parametrize(
    ("entry", "innocent"),
    [
        ("cialis", "a specialist"), ("cialis", "socialist"), ("cialis", "ciali s"), ("cialis", "c1al1z"),
        ("ass", "class, assess, a 5 s 5"), ("ed", "take 3d pictures"), ("smg", "5mg"), ("iomg", "10mg"),
        ("sos", "the 50s"), ("iz", "b12"), ("biz", "b12"), ("ist", "1st"), ("ta", "t4"), ("hi", "h1"),
        ("si", "$1"), ("is", "15"), ("total", "707"), ("pot", "Болит рот и горло"),
        ("viagra", "via gra"), ("scale", "5 cale"), ("hell", "he'll"),
    ],
)  # fmt: skip
def test_innocent_words_are_left_alone(entry, innocent):
    assert found(entry, innocent) == []


@pytest.mark.parametrize(
    ("entry", "text", "hits"),
    [
        ("pharma*", "pharma pharmacy PHARMACIES ph4rmacy epharma", ["pharma", "pharmacy", "PHARMACIES", "ph4rmacy"]),
        ("*pill", "pill sleepingpill p1ll pills", ["pill", "sleepingpill", "p1ll"]),
        ("*fuck*", "motherfucking fuck duck", ["motherfucking", "fuck"]),
        ("kill* myself", "I am killing myself, kill the myself", ["killing myself"]),
        ("buy now", "Buy, now! buy\nnow buynow", ["Buy, now", "buy\nnow"]),
        ("self-harm", "self harm self-harm self–harm selfharm", ["self harm", "self-harm", "self–harm"]),
        ("don't", "don't don’t dont don t", ["don't", "don’t", "dont"]),
        ("b12", "B12 b 12 ab12", ["B12"]),
        ("a$$", "a$$ ass a55", ["a$$"]),
        ("buy cialis now", "buy c1alis now", ["buy c1alis now"]),
        ("рак", "Рак, pак и рака", ["Рак", "pак"]),
        ("死にたい", "私は死にたいと思う", ["死にたい"]),
        ("ฆ่าตัวตาย", "คิดฆ่าตัวตายแล้ว", ["ฆ่าตัวตาย"]),
        ("किताब", "यह किताब है, कताब", ["किताब"]),
        ("chest pain … now", "Chest pain now! chest pain, so bad, now. Chest pain. Now!", ["Chest pain now", "chest pain, so bad, now"]),
        ("a … b", "a c\nb; a c\n\nb; a; b", ["a c\nb"]),
        ("a ... b", "a b, a 1 2 3 4 5 6 b, a 1 2 3 4 5 6 7 b", ["a b", "a 1 2 3 4 5 6 b"]),
        ("strasse", "Die Straße", ["Straße"]),
        ("café", "cafe CAFÉ", ["cafe", "CAFÉ"]),
        ("łódź", "Lodz", ["Lodz"]),
        ("fin", "ﬁn", ["ﬁn"]),
    ],
)  # fmt: skip
def test_stars_phrases_and_other_scripts(entry, text, hits):
    assert found(entry, text) == hits


@pytest.mark.parametrize(
    ("entry", "allowed", "text", "hits"),
    [
        ("anal*", ["analysis"], "an analysis, anal", ["anal"]),
        ("anal*", ["anal* valve"], "analogue valve, analogue", ["analogue"]),
        ("anal", ["anal cancer"], "anal cancer and anal sex", ["anal"]),
        ("*cialis*", ["specialist*"], "specialists sell cialis", ["cialis"]),
        ("buy now", ["buy"], "buy now", ["buy now"]),
        ("pain … now", ["no pain … now"], "no pain just now; pain now", ["pain now"]),
        ("死", ["死角"], "死角と死", ["死"]),
    ],
)  # fmt: skip
def test_what_is_allowed_is_not_found_within(entry, allowed, text, hits):
    assert found(entry, text, *allowed) == hits


def test_a_hit_says_which_entry_where_and_in_whose_words():
    text = "So: c1al1s, and ｐｉｌｌｓ"
    first, second = PhraseMatcher(["pills", "cialis"]).find(text)
    assert (first.entry, first.text, text[first.start : first.end]) == ("cialis", "c1al1s", "c1al1s")
    assert (second.entry, second.text) == ("pills", "ｐｉｌｌｓ")


@pytest.mark.parametrize(
    ("entry", "problem"),
    [
        ("", PatternProblem.EMPTY),
        (" \n", PatternProblem.EMPTY),
        ("...", PatternProblem.NO_LETTERS),
        ("- & -", PatternProblem.NO_LETTERS),
        ("\u200b", PatternProblem.NO_LETTERS),
        ("c*alis", PatternProblem.STAR_WITHIN),
        ("buy c*alis now", PatternProblem.STAR_WITHIN),
        ("a", PatternProblem.TOO_SHORT),
        ("5", PatternProblem.TOO_SHORT),
        ("*", PatternProblem.TOO_SHORT_WITH_STAR),
        ("th*", PatternProblem.TOO_SHORT_WITH_STAR),
        ("buy *", PatternProblem.TOO_SHORT_WITH_STAR),
        ("… pain", PatternProblem.GAP_AT_END),
        ("pain …", PatternProblem.GAP_AT_END),
        ("pain … … now", PatternProblem.GAP_AT_END),
        ("…", PatternProblem.NO_LETTERS),
        ("x" * 101, PatternProblem.TOO_LONG),
        ("a b c d e f g h i j k l m n o p", PatternProblem.TOO_MANY_WORDS),
    ],
)
def test_what_cannot_be_watched_for_is_refused(entry, problem):
    with pytest.raises(PatternError) as refusal:
        parse_pattern(entry)
    assert refusal.value.problem == problem


@pytest.mark.parametrize("entry", ["(a+)+b", "[abc]d", ".*xyz".replace("*", ""), "a|bc", r"\w\w", "^start$"])
def test_an_expression_is_taken_by_its_letters(entry):
    watch = PhraseMatcher([entry])
    assert watch.find("aaaaaaaaaaaaaaaaaaaaaaaaab start w") == watch.find("") == []


ENTRIES = ["cialis", "pharma*", "*pill", "*bad*", "buy it now", "b12", "рак", "死", "a a a a", "don't"]
DISGUISED = st.lists(
    st.sampled_from([*"cialis13!@$|' \n.*_-", "\u200b", "\u0301", "с", "а", "死", "ﬁ", "ｃ", "pill", "buy it", "now "])
).map("".join)  # fmt: skip


@given(st.one_of(st.text(), DISGUISED))
def test_any_text_can_be_looked_through(text):
    for hit in PhraseMatcher(ENTRIES, ["paracialis", "bad luck"]).find(text):
        assert 0 <= hit.start < hit.end <= len(text)
        assert hit.text == text[hit.start : hit.end]
        assert hit.entry in ENTRIES


@given(st.text())
def test_any_entry_is_taken_or_refused(entry):
    try:
        parse_pattern(entry)
    except PatternError:
        return
    PhraseMatcher([entry], [entry]).find(f"{entry} {entry}")


@given(st.text(st.characters(categories=["Ll"], max_codepoint=0x24F), min_size=2, max_size=20))
def test_a_word_finds_itself(word):
    assert found(word, f"1 {word} 2") == [word]


@given(st.text())
def test_every_folded_letter_has_a_place(text):
    folded = fold_disguises(text)
    places = range(len(text)) if folded.positions is None else folded.positions
    assert len(places) == len(folded.letters)
    assert [*places] == sorted(places)


def test_entries_that_look_alike_are_all_found():
    watch = PhraseMatcher(["ail", "all", "ALL", "don't", "dont", "all* in", "*all"])
    assert {hit.entry for hit in watch.find("a1l")} == {"ail", "all", "ALL", "*all"}
    assert {hit.entry for hit in watch.find("dont")} == {"don't", "dont"}


@pytest.mark.parametrize("piece", ["word ", "a$", "@", "a ", "a'", "死", "с", "a\u200b", "c1al1s ", "!|", "é1"])
def test_twice_the_text_takes_twice_the_steps(piece):
    def steps(text: str) -> int:
        count = 0

        def note(frame: object, event: str, arg: object) -> None:
            nonlocal count
            count += 1

        watch.find(text)  # once, for what is remembered
        sys.setprofile(note)
        try:
            watch.find(text)
        finally:
            sys.setprofile(None)
        return count

    watch = PhraseMatcher(ENTRIES)
    once = steps(piece * 1000)
    assert steps(piece * 4000) <= 4.5 * once + 1000
