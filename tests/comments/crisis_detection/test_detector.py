"""Signs of danger: slots in any order, amounts, and the frames that make words harmless."""

import pytest

from comments.crisis_detection.detector import LANGUAGES, get_crisis_detector
from comments.crisis_detection.lexicon import SlotBits, read_lexicon
from comments.crisis_detection.pattern_file import parse_crisis_pattern, read_patterns


def is_found(text: str) -> bool:
    return bool(get_crisis_detector().find(text))


@pytest.mark.parametrize(
    "text",
    [
        "I am going to kill myself tonight",
        "Tonight I kill myself",
        "myself is who I will kill",
        "umbringen werde ich mich",
        "ich bringe mich um",
        "Luft kriege ich keine",
        "Left arm numb, sweating, chest crushing",
        "right now, and badly, my chest hurts",
    ],
)
def test_the_order_of_the_words_does_not_matter(text):
    assert is_found(text)


@pytest.mark.parametrize(
    "text",
    [
        "Just swallowed forty propranolol",
        "Took 900 mg of metoprolol",
        "took 30 tablets of my amlodipine an hour ago",
        "I took ten times my dose of digoxin by mistake",
        "my toddler ate some of my warfarin",
        "grandma took her pills three times today",
        "She has overdosed on her heart tablets",
        "Habe gerade 20 Bisoprolol genommen",
        "How many bisoprolol would it take to stop a heart?",
    ],
)
def test_amounts_of_drugs_are_read(text):
    assert is_found(text)


@pytest.mark.parametrize(
    "text",
    [
        "I take 5 mg of bisoprolol in the morning",
        "I took 50 mg of metoprolol as usual",
        "I had twelve tablets a day at first",
        "She takes 10 tablets a day",
        "Bisoprolol 2.5 mg, ramipril 5 mg, aspirin 75 mg, atorvastatin 40 mg.",
    ],
)
def test_usual_doses_are_harmless(text):
    assert not is_found(text)


@pytest.mark.parametrize(
    "text",
    [
        "pulse is 190 and won't come down",
        "my pulse has been at 31 since this morning",
        "Sats 79 and dropping",
        "Blood pressure 70/40",
        "blood pressure of 230 over 135",
        "Temperature 41.2 after the operation",
        "Blutdruck 230 zu 140",
        "saturation à 82",
    ],
)
def test_some_figures_speak_for_themselves(text):
    assert is_found(text)


@pytest.mark.parametrize(
    "text",
    [
        "my pulse was 172 on the treadmill",
        "resting pulse 62, blood pressure 128/79",
        "Temp 36.6 SpO2 97 HR 71 RR 14 BP 124/76",
        "The blood pressure monitor shows 220/140 when the batteries are low",
    ],
)
def test_other_figures_are_harmless(text):
    assert not is_found(text)


@pytest.mark.parametrize(
    "text",
    [
        "My husband punches me when I ask for money",
        "he said if I leave he'll kill me",
        "Last night my partner tried to strangle me",
        "I will kill that surgeon",
        "Mein Mann schlägt mich",
        "Mon mari me frappe",
        "Mi marido me pega",
        "Mio marito mi picchia",
        "Mijn man slaat me",
        "Mąż mnie bije",
        "Meu marido me bate",
    ],
)
def test_violence_is_found(text):
    assert is_found(text)


@pytest.mark.parametrize(
    "text",
    [
        "I do not want to die",  # negation
        "Twenty years ago I wanted to die",  # past
        "In 2015 I collapsed. My lips were blue.",  # the past goes on
        'In the film she says "I want to die".',  # a stage
        "> I want to die\n\nPlease talk to somebody, dear poster.",  # another post
        "If you have chest pain right now, call 999",  # advice
        "I am afraid of having a stroke",  # fear
        "My phone is dying",  # machines
        "I nearly died laughing",  # figures of speech
        "My wife will kill me if she hears that I had bacon",
        "My granddaughter beats me at chess every day",
    ],
)
def test_frames_make_words_harmless(text):
    assert not is_found(text)


@pytest.mark.parametrize(
    "text",
    [
        "I had chest pain last year. I have chest pain right now.",
        "He is not joking: he wants to kill himself",
        'My husband says "I want to die" and means it',
        "I watched a film. I want to kill myself.",
        'It feels like "a heart attack" and I think I am having one',
        "My 5'10\" son is in the kitchen and says he wants to kill himself",  # a quotation that does not end
    ],
)
def test_frames_end(text):
    assert is_found(text)


@pytest.mark.parametrize("text", ["ki11 myself", "I W4NT TO DIE", "İ wаnt tо d\u200bie", "kiII myself"])
def test_disguised_words_are_read(text):
    assert is_found(text)


def test_a_sign_has_its_place_in_the_text():
    text = "Hello.\n\n“Ä” \u200b– I want to kill\u200b myself. Bye."
    [sign] = get_crisis_detector().find(text)
    assert text[sign.start : sign.end] == "kill\u200b myself"


def test_words_are_harmless_only_within_frames():
    text = "I am not suicidal"
    assert not is_found(text)
    assert get_crisis_detector().find(text, unframed=[(0, len(text))])


@pytest.mark.parametrize("text", ["", " ", "!?", "“", "''", "\n\n", "12/34/56", "5", "> \n> "])
def test_texts_without_words_are_harmless(text):
    assert not is_found(text)


def test_every_slot_of_the_patterns_has_words():
    bits = SlotBits()
    patterns = [*read_patterns(bits)]
    assert len(patterns) > 80
    combined = {pattern.filled for pattern in patterns}
    measured = {bits[name] for name in ("n_fast", "n_slow", "n_saturation", "n_pressure", "n_high_pressure", "n_fever")}
    measured |= {bits[name] for name in ("n_warm", "n_low_sugar", "n_high_sugar", "n_inr", "many_tablets", "too_much")}
    for language in LANGUAGES:
        filled = 0
        lexicon = read_lexicon(language, bits)
        for bit in lexicon.list_bits():
            filled |= bit
        for pattern in patterns:
            for slot in pattern.slots:
                assert slot & filled or slot in combined | measured, (language, pattern.name)


def test_a_phrase_may_have_a_gap():
    bits = SlotBits()
    lexicon = read_lexicon("en", bits)
    lexicon.add("paint … blue", bits["colour"])
    for words, is_filled in [("paint it blue", True), ("paint the whole of it blue", False), ("paint it", False)]:
        slots = lexicon.fill_slots(words.split(), [0] * len(words.split()))
        assert bool(slots[0] & bits["colour"]) == is_filled


def test_a_pattern_has_slots_and_options():
    bits = SlotBits()
    pattern = parse_crisis_pattern("heart: chest pain|ache -scar +was @2 <5 !", bits)
    assert pattern.name == "heart: chest + pain|ache"
    assert pattern.slots == (bits["chest"], bits["pain"] | bits["ache"])
    assert pattern.forbidden == bits["scar"]
    assert pattern.frames & bits["past"]
    assert not pattern.frames & bits["was"]
    assert (pattern.reach, pattern.words_between, pattern.is_distinct) == (2, 5, True)


@pytest.mark.parametrize("piece", ["chest pain now ", "“", "not I ", "20 tablets took ", "'I "])
def test_the_work_grows_with_the_text_only(piece, monkeypatch):
    """Counted in looks at the neighbours of a word, which is what could grow faster."""
    from comments.crisis_detection.framing import FramedText

    looks = []
    is_within = FramedText._is_within
    monkeypatch.setattr(FramedText, "_is_within", lambda *given: looks.append(1) or is_within(*given))
    counts = []
    for times in (300, 600):
        looks.clear()
        get_crisis_detector().find(piece * times)
        counts.append(len(looks) + 1)
    assert counts[1] <= 2.5 * counts[0]
