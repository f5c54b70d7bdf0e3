"""A redaction takes a detail out whole, or the author is told which words are left beside it."""

import re
from html import unescape

import pytest

from comments import personal_info
from comments.models import Comment
from comments.personal_info import PersonalInfoKind, PersonalInfoMatch
from tests.comments.acting import submit_comment
from tests.conftest import text_of

STREET = "14 Mill Lane"
PARTLY_FOUND = f"My home is {STREET} in Exampletown now."


@pytest.fixture(autouse=True)
def _finder(monkeypatch: pytest.MonkeyPatch) -> None:
    """Replace the finder: it finds the street and nothing beside it."""

    def find(text: str) -> list[PersonalInfoMatch]:
        return [
            PersonalInfoMatch(PersonalInfoKind.ADDRESS, *place.span(), place[0]) for place in re.finditer(STREET, text)
        ]

    monkeypatch.setattr(personal_info, "find_personal_info", find)


def words_in(response) -> str:
    found = re.search(r"<textarea[^>]*>\n?(.*?)</textarea>", text_of(response), re.DOTALL)
    return unescape(found[1])


def remainders_in(response) -> list[str]:
    """The words that the page asks about."""
    _, is_asked, question = text_of(response).partition("data-remainders")
    return re.findall(r"<mark>(.*?)</mark>", question.partition("</ul>")[0]) if is_asked else []


def test_the_rest_of_an_address_is_taken_out_with_it(client, thread):
    body = f"My home is no. 2, {STREET}, AB1 2CD Exampletown. Come round."
    response = submit_comment(client, thread, body, take_out="1")
    assert words_in(response) == "My home is [postal address removed]. Come round."
    assert remainders_in(response) == []


def test_the_author_is_asked_about_words_that_may_belong_to_the_detail(client, thread):
    before = Comment.objects.count()
    response = submit_comment(client, thread, PARTLY_FOUND, take_out="1")
    assert words_in(response) == "My home is [postal address removed] in Exampletown now."
    assert remainders_in(response) == ["Exampletown"]
    assert Comment.objects.count() == before


def test_the_button_of_the_question_takes_these_words_out_too(client, thread):
    asked = submit_comment(client, thread, PARTLY_FOUND, take_out="1")
    value = re.search(r'name="take_out" value="([^"]+)"', text_of(asked))[1]
    response = submit_comment(client, thread, words_in(asked), take_out=value)
    assert words_in(response) == "My home is [postal address removed] now."
    assert remainders_in(response) == []
    assert submit_comment(client, thread, words_in(response)).status_code == 302


def test_the_author_may_keep_words_that_do_not_belong_to_the_detail(client, thread):
    asked = submit_comment(client, thread, PARTLY_FOUND, take_out="1")
    assert submit_comment(client, thread, words_in(asked)).status_code == 302
    assert Comment.objects.filter(body=words_in(asked)).exists()


def test_a_remainder_is_shown_as_text(client, thread):
    response = submit_comment(client, thread, f"My home is {STREET} <b>Exampletown</b> (O'Brien) now.", take_out="1")
    assert "<mark><b>" not in text_of(response)


def test_an_edit_asks_about_the_rest_too(as_regular, regular):
    mine = Comment.objects.filter(author=regular).first()
    response = as_regular.post(f"/posts/own/{mine.pk}/edit/", {"body": PARTLY_FOUND, "take_out": "1"})
    assert remainders_in(response) == ["Exampletown"]
    response = as_regular.post(f"/posts/own/{mine.pk}/edit/", {"body": words_in(response), "take_out": "remainders"})
    assert words_in(response) == "My home is [postal address removed] now."


def test_a_page_with_the_question_has_no_button_that_enter_would_press(client, thread):
    page = text_of(submit_comment(client, thread, PARTLY_FOUND, take_out="1"))
    form = page[page.index('id="compose"') :]
    assert re.search(r"<button[^>]*>", form)[0] == "<button disabled hidden>"
