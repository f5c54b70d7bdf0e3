"""Confirmation: the author is asked before some posts are stored."""

import re
from html import unescape

import pytest

from comments import personal_info
from comments.models import Comment
from comments.moderation.log_lines import list_reasons_for_moderators
from comments.personal_info import PersonalInfoKind, PersonalInfoMatch
from comments.policy import WatchedWordMatch
from comments.submission import facts
from comments.submission.confirmation import build_confirmation_token, confirms_all_questions
from tests.comments.acting import submit_comment
from tests.conftest import text_of

WORDS = "Call me at 0170 555 01 in the evening."


@pytest.fixture(autouse=True)
def _finders(monkeypatch):
    """Replace the finders: digits are a phone number, "idiot" is asked about, "now" is urgent."""

    def find(text: str) -> list[PersonalInfoMatch]:
        numbers = re.finditer(r"\d[\d ]{5,}\d", text)
        return [PersonalInfoMatch(PersonalInfoKind.PHONE, *number.span(), number[0]) for number in numbers]

    def take_out(text: str, places: list[PersonalInfoMatch], marks: dict[str, str]) -> str:
        for place in reversed(places):
            text = text[: place.start] + marks[place.kind] + text[place.end :]
        return text

    @facts.finder("others")
    def others(draft, rules) -> dict:
        words = draft.body
        watched = (WatchedWordMatch("ask", "idiot"),) if "idiot" in words else ()
        return {"watched_matches": watched, "has_crisis_phrase": "now" in words}

    monkeypatch.setattr(personal_info, "find_personal_info", find)
    monkeypatch.setattr(personal_info, "redact", take_out)
    monkeypatch.setattr(facts, "FACT_FINDERS", [*facts.FACT_FINDERS, others])


def button(response, name: str) -> dict[str, str]:
    """The fields that the button sends."""
    found = re.search(rf'<button[^>]* name="{name}" value="([^"]+)"', text_of(response))
    assert found, text_of(response)
    return {name: unescape(found[1])}


def words_in(response) -> str:
    found = re.search(r"<textarea[^>]*>\n?(.*?)</textarea>", text_of(response), re.DOTALL)
    return unescape(found[1])


def of(body: str) -> Comment:
    return Comment.objects.get(body=body)


@pytest.mark.parametrize("who", ["guest", "member"])
def test_each_place_is_shown_and_nothing_is_stored(client, as_regular, thread, who):
    before = Comment.objects.count()
    response = submit_comment(client if who == "guest" else as_regular, thread, WORDS)
    page = text_of(response)
    assert response.status_code == 422
    assert "<mark>0170 555 01</mark> in the evening." in page
    assert "This looks like a phone number: “0170 555 01”." in page
    assert words_in(response) == WORDS
    assert "Not posted yet" in page
    assert Comment.objects.count() == before


def test_without_anything_to_ask_there_is_no_question(as_regular, thread):
    assert submit_comment(as_regular, thread, "I walk a lot.").status_code == 302


@pytest.mark.parametrize("who", ["guest", "member"])
def test_posted_anyway_it_waits_and_moderators_see_why(client, as_regular, thread, who):
    client = client if who == "guest" else as_regular
    answer = button(submit_comment(client, thread, WORDS), "insist")
    assert submit_comment(client, thread, WORDS, **answer).status_code == 302
    comment = of(WORDS)
    assert comment.is_held
    assert "Phone number: “0170 555 01”" in list_reasons_for_moderators(comment.decisions.get())


def test_the_log_keeps_no_personal_detail(client, thread):
    submit_comment(client, thread, WORDS, **button(submit_comment(client, thread, WORDS), "insist"))
    assert "0170" not in str(of(WORDS).decisions.values_list("reasons"))


def test_changed_words_that_are_clean_need_no_answer(as_regular, thread):
    submit_comment(as_regular, thread, WORDS)
    submit_comment(as_regular, thread, "Write to me here.")
    assert of("Write to me here.").is_published


def test_the_answer_is_about_what_was_shown(client, thread):
    answer = button(submit_comment(client, thread, WORDS), "insist")
    more = f"{WORDS} Or at 0170 555 02."
    response = submit_comment(client, thread, more, **answer)
    assert response.status_code == 422
    assert submit_comment(client, thread, more, **button(response, "insist")).status_code == 302


def test_the_answer_covers_less_than_was_shown(client, thread):
    answer = button(submit_comment(client, thread, f"{WORDS} Or at 0170 555 02, idiot."), "insist")
    assert submit_comment(client, thread, f"{WORDS} And other words", **answer).status_code == 302


@pytest.mark.parametrize("answer", ["1", ".", "a.b.c", "x" * 100_000, "ü\x00"])
def test_an_answer_that_was_never_given_counts_for_nothing(client, thread, answer):
    assert submit_comment(client, thread, WORDS, insist=answer).status_code == 422
    assert not Comment.objects.exists()


def test_nobody_can_write_an_answer_in_advance():
    assert confirms_all_questions(build_confirmation_token(["phone 1", "danger"]), ["danger"])
    assert not confirms_all_questions("danger", ["danger"])
    assert not confirms_all_questions("", [])


@pytest.mark.parametrize("who", ["guest", "member"])
def test_details_are_taken_out_and_the_author_reads_it_again(client, as_regular, thread, who):
    client = client if who == "guest" else as_regular
    before = Comment.objects.count()
    answer = button(submit_comment(client, thread, WORDS), "take_out")
    response = submit_comment(client, thread, WORDS, is_unlisted="on", **answer)
    assert response.status_code == 200
    assert words_in(response) == "Call me at [phone number removed] in the evening."
    assert "Call me at [phone number removed] in" in text_of(response).split("data-preview-result")[1]
    assert "Nothing is posted yet" in text_of(response)
    assert "0170" not in text_of(response)
    assert re.search(r'name="is_unlisted"[^>]* checked', text_of(response))
    assert Comment.objects.count() == before
    assert submit_comment(client, thread, words_in(response)).status_code == 302


def test_a_reply_stays_one_while_its_author_is_asked(client, thread, post):
    first = post("Hello")
    response = submit_comment(client, thread, WORDS, reply_to=first.number)
    assert f'name="reply_to" value="{first.number}"' in text_of(response)
    response = submit_comment(client, thread, WORDS, reply_to=first.number, take_out="1")
    assert f'name="reply_to" value="{first.number}"' in text_of(response)


def test_a_preview_asks_nothing(client, thread):
    response = submit_comment(client, thread, WORDS, preview="1")
    assert response.status_code == 200
    assert 'class="asked"' not in text_of(response)


def test_enter_in_the_field_of_the_name_answers_nothing(client, thread):
    page = text_of(submit_comment(client, thread, "You idiot"))
    form = page[page.index('id="compose"') :]
    assert re.search(r"<button[^>]*>", form)[0] == "<button disabled hidden>"


def test_words_that_are_asked_about_can_be_posted_anyway(as_regular, thread):
    response = submit_comment(as_regular, thread, "You idiot")
    assert "“idiot”" in unescape(text_of(response))
    assert "Take it out for me" not in text_of(response)
    submit_comment(as_regular, thread, "You idiot", **button(response, "insist"))
    assert of("You idiot").is_held


def test_who_may_be_in_danger_is_asked_calmly(as_regular, thread):
    words = "I cannot breathe now"
    response = submit_comment(as_regular, thread, words)
    page = text_of(response)
    assert response.status_code == 422
    assert "please look where help is" in page
    assert "Post anyway" not in page
    assert page.count('name="insist"') == 1
    assert re.search(r'name="insist" value="[^"]+">Post it</button>', page)
    assert ">Post</button>" not in page
    submit_comment(as_regular, thread, words, **button(response, "insist"))
    assert (of(words).is_held, of(words).is_urgent) == (True, True)


def test_in_danger_details_can_be_taken_out_and_one_answer_is_enough(client, thread):
    words = f"I cannot breathe now. {WORDS}"
    response = submit_comment(client, thread, words)
    assert "<mark>0170 555 01</mark>" in text_of(response)
    assert "Take it out for me" in text_of(response)
    assert submit_comment(client, thread, words, **button(response, "insist")).status_code == 302


def test_other_words_of_somebody_in_danger_need_no_second_answer(client, thread):
    answer = button(submit_comment(client, thread, "I cannot breathe now"), "insist")
    assert submit_comment(client, thread, "I cannot breathe now, help", **answer).status_code == 302


def test_moderators_are_not_asked(as_moderator, thread):
    assert submit_comment(as_moderator, thread, f"{WORDS} now").status_code == 302


def test_an_edit_asks_too(as_regular, regular, thread):
    mine = Comment.objects.filter(author=regular).first()
    address = f"/posts/own/{mine.pk}/edit/"
    response = as_regular.post(address, {"body": WORDS})
    assert response.status_code == 422
    assert "<mark>0170 555 01</mark>" in text_of(response)
    mine.refresh_from_db()
    assert mine.body != WORDS

    taken_out = as_regular.post(address, {"body": WORDS, "take_out": "1"})
    assert words_in(taken_out) == "Call me at [phone number removed] in the evening."

    form = {"body": WORDS, **button(response, "insist")}
    assert as_regular.post(address, form).status_code == 302
    mine.refresh_from_db()
    assert (mine.body, mine.status) == (WORDS, "held")


def test_a_guest_edits_with_the_same_questions(client, thread):
    link = submit_comment(client, thread).url
    response = client.post(f"{link}edit/", {"body": WORDS})
    assert response.status_code == 422
    form = {"body": WORDS, **button(response, "insist")}
    assert client.post(f"{link}edit/", form).status_code == 302


def test_admins_can_switch_the_question_off(as_regular, thread):
    from comments.models import HouseRules

    HouseRules.change(asks_about_personal_details=False, seconds_between_posts=0)
    assert submit_comment(as_regular, thread, WORDS).status_code == 302
    assert of(WORDS).is_published


def test_what_is_refused_is_not_asked_about(client, thread):
    response = submit_comment(client, thread, WORDS, website="robot")
    assert 'class="asked"' not in text_of(response)


def test_what_people_write_is_shown_as_text(client, thread):
    page = text_of(submit_comment(client, thread, "<b>Call</b> 0170 555 01 <script>alert(1)</script>"))
    assert "<script>alert(1)" not in page
    assert "&lt;b&gt;Call&lt;/b&gt; <mark>0170 555 01</mark>" in page
