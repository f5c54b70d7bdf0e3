"""Personal information in a post: the author is asked before anyone reads it."""

import pytest

from comments import policy_messages
from comments.models import Comment, Decision, HouseRules
from comments.moderation.log_lines import list_reasons_for_moderators
from comments.policy import Finding, Outcome, Verdict
from tests.comments.acting import submit_comment
from tests.conftest import HELD, logged_in, text_of


def test_a_phone_number_is_asked_about_and_nothing_is_stored(client, thread):
    response = submit_comment(client, thread, "Ring me on 07700 900123, EF 45 %")
    page = text_of(response)
    assert response.status_code == 422
    assert "This looks like a phone number: “07700 900123”." in page
    assert "Ring me on 07700 900123, EF 45 %</textarea>" in page
    assert not Comment.objects.exists()


@pytest.mark.parametrize("text", ["Instagram @anna_example, come along", "I am on facebook.com/anna.example"])
def test_a_profile_in_a_social_network_is_asked_about(client, thread, text):
    response = submit_comment(client, thread, text)
    assert response.status_code == 422
    assert "This looks like somebody’s profile in a social network: “" in text_of(response)
    assert not Comment.objects.exists()


def test_a_handle_is_no_e_mail_address(client, thread):
    page = text_of(submit_comment(client, thread, "My Instagram is @anna.be"))
    assert "somebody’s profile in a social network: “@anna.be”" in page
    assert "e-mail address" not in page


def test_known_members_are_asked_as_well(regular, thread):
    posts = Comment.objects.count()
    page = text_of(submit_comment(logged_in(regular), thread, "Born on 14 July 1961, new valve in 2019"))
    assert "This looks like a date of birth: “14 July 1961”." in page
    assert Comment.objects.count() == posts


def test_nobody_is_asked_where_the_house_rules_do_not_want_it(client, thread):
    HouseRules.objects.create(asks_about_personal_details=False)
    assert submit_comment(client, thread, "Ring me on 07700 900123").status_code == 302


def test_doses_and_readings_are_not_asked_about(client, thread):
    text = "BP 120/80, bisoprolol 2.5 mg 1-0-1, EF 55 since 2019-2021, 27 mm valve on 12/03/2019"
    assert submit_comment(client, thread, text).status_code == 302


def test_moderators_and_authors_read_what_was_found():
    reason = {
        "check": "personal_details_are_asked_about",
        "outcome": "ask",
        "kinds": ["phone", "no longer known"],
        "places": ["0170\n555 01", "x"],
    }
    assert policy_messages.messages_for_moderators([reason]) == ["Phone number: “0170 555 01”"]
    assert policy_messages.messages_for_author([reason])[0].startswith(
        "This looks like a phone number: “0170 555 01”. Everybody"
    )


def test_the_log_keeps_what_kind_it_was_and_not_the_words(post, thread):
    facts = {"kinds": ["phone"], "places": ["07700 900123"]}
    finding = Finding("personal_details_are_asked_about", Outcome.HOLD, facts)
    comment = post("Ring me on 07700 900123", Verdict(Outcome.HOLD, (finding,)))
    decision = Decision.objects.get()
    assert "07700" not in str(decision.reasons)
    assert list_reasons_for_moderators(decision) == ["Phone number: “07700 900123”"]
    comment.revise(HELD, body="Never mind", author_name="")
    assert list_reasons_for_moderators(Decision.objects.first()) == ["Personal details: phone number"]
