"""Crisis help: an author in danger sees helplines, and a moderator reads the post first."""

import re

import pytest

from comments.models import Comment, CrisisPhrase, Helpline, HouseRules, OutgoingEmail
from comments.submission import compiled_list
from comments.submission.submit import add_comment
from tests.comments.acting import submit_comment
from tests.comments.views.crisis_sentences import DANGEROUS, HARMLESS, sentences
from tests.conftest import logged_in, text_of

DANGER = "I want to kill myself."
PHRASES = "/admin/comments/crisisphrase/"


@pytest.fixture
def urgent(thread):
    """urgent(client): post a crisis phrase, and confirm it."""
    from comments.policy import Finding, Outcome, Verdict

    verdict = Verdict(Outcome.HOLD, (Finding("somebody_may_be_in_danger", Outcome.HOLD),))

    def urgent(**fields: object) -> Comment:
        return add_comment(thread, Comment(body=DANGER, **{"author_key": "ada"} | fields), verdict)

    return urgent


@pytest.mark.django_db
def test_nearly_all_who_are_in_danger_are_noticed():
    missed = [text for _, text in sentences(DANGEROUS) if not compiled_list.has_crisis_phrase(text)]
    assert len(missed) <= 0.1 * len(sentences(DANGEROUS)), missed


@pytest.mark.django_db
@pytest.mark.parametrize("language", DANGEROUS)
def test_in_every_language(language):
    texts = [text for spoken, text in sentences(DANGEROUS) if spoken == language]
    missed = [text for text in texts if not compiled_list.has_crisis_phrase(text)]
    assert len(missed) <= 0.1 * len(texts), missed


@pytest.mark.django_db
def test_past_or_denied_danger_is_seldom_noticed():
    said = sentences(HARMLESS)
    taken = [text for _, text in said if compiled_list.has_crisis_phrase(text)]
    assert len(said) >= 200
    assert len(taken) < 0.05 * len(said), taken


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("text", "is_danger"),
    [
        ("I am suicidal", True),
        ("I am not suicidal", False),
        ("I want to die", True),
        ("I don’t want to die", False),
        ("I dont want to die", False),
        ("chest pain right now", True),
        ("no chest pain right now", False),
        ("I had chest pain but right now I walk", False),
        ("I had chest pain last year. I have chest pain right now.", True),
        ("Not suicidal last week, but I want to kill myself today", True),
        ("İ wаnt tо d\u200bie", True),
    ],
)
def test_the_words_around_a_phrase_count(text, is_danger):
    assert compiled_list.has_crisis_phrase(text) == is_danger


@pytest.mark.django_db
def test_admins_choose_the_phrases(as_admin):
    assert not compiled_list.has_crisis_phrase("my pump alarm beeps")
    page = {"phrase": "pump alarm", "language": "en", "is_in_use": "on"}
    assert as_admin.post(f"{PHRASES}add/", page).status_code == 302
    assert compiled_list.has_crisis_phrase("my pump alarm beeps")
    phrase = CrisisPhrase.objects.get(phrase="pump alarm")
    as_admin.post(PHRASES, {"action": "do_not_use", "_selected_action": [phrase.pk]})
    assert not compiled_list.has_crisis_phrase("my pump alarm beeps")


def test_a_text_can_be_tried(as_admin):
    page = text_of(as_admin.post(f"{PHRASES}try/", {"text": f"Help. {DANGER}"}))
    assert "<mark>kill myself</mark>" in page


def test_the_author_is_asked_and_shown_where_help_is(client, thread):
    response = submit_comment(client, thread, DANGER)
    assert response.status_code == 422
    page = text_of(response)
    assert 'role="note"' in page
    assert 'href="tel:116123"' in page
    assert DANGER in page
    assert not Comment.objects.exists()


def test_who_posts_it_all_the_same_is_read_first_and_keeps_the_box(client, thread, moderator):
    asked = text_of(submit_comment(client, thread, DANGER))
    answer = re.search(r'name="insist" value="([^"]+)"', asked)[1]
    receipt = submit_comment(client, thread, DANGER, insist=answer)
    assert Comment.objects.get().is_urgent
    assert 'role="note"' in text_of(client.get(receipt["Location"]))
    assert OutgoingEmail.objects.get().kind == "urgent"


def test_no_guest_in_danger_is_sent_away_to_log_in(client, thread):
    HouseRules.change(guests_may_post=False)
    receipt = submit_comment(client, thread, DANGER)
    assert receipt.status_code == 302
    assert Comment.objects.get().is_urgent
    assert 'role="note"' in text_of(client.get(receipt["Location"]))


def test_help_is_there_also_where_nothing_can_be_posted_now(client, thread, limits):
    submit_comment(client, thread, "I walk")
    thread.set_open(False)
    refused = submit_comment(client, thread, DANGER)
    assert refused.status_code == 429
    assert 'role="note"' in text_of(refused)


def test_a_harmless_post_is_shown_nothing_of_the_kind(client, thread):
    assert 'role="note"' not in text_of(submit_comment(client, thread, "", preview="1"))
    assert 'role="note"' not in text_of(submit_comment(client, thread, "I walk", preview="1"))


def test_help_is_there_in_the_preview_already(client, thread):
    response = submit_comment(client, thread, DANGER, preview="1")
    assert response.status_code == 200
    assert 'href="tel:112"' in text_of(response).partition("data-preview-result")[2]


def test_help_is_there_once_personal_details_are_taken_out(client, thread):
    response = submit_comment(client, thread, f"{DANGER} Call me at 0170 5551234.", take_out="1")
    assert response.status_code == 200
    assert 'role="note"' in text_of(response)


def test_a_preview_is_there_even_if_danger_cannot_be_looked_for(client, thread, monkeypatch, caplog):
    def broken(text: str) -> bool:
        raise ZeroDivisionError

    monkeypatch.setattr(compiled_list, "has_crisis_phrase", broken)
    assert "I walk a lot" in text_of(submit_comment(client, thread, "I walk a lot", preview="1"))
    assert "could not be looked for" in caplog.text


def test_help_is_there_while_one_edits(post):
    comment = post("I walk")
    secret = comment.issue_secret()
    from django.test import Client

    page = Client().post(f"/posts/{secret}/edit/", {"body": DANGER, "preview": "1"})
    assert 'role="note"' in text_of(page)
    assert 'role="note"' in text_of(Client().post(f"/posts/{secret}/edit/", {"body": DANGER}))


def test_help_is_there_after_posting_until_a_moderator_has_looked(client, urgent, moderator):
    comment = urgent()
    secret = comment.issue_secret()
    assert 'role="note"' in text_of(client.get(f"/posts/{secret}/"))
    comment.decide("approve", by=moderator)
    assert 'role="note"' not in text_of(client.get(f"/posts/{secret}/"))


def test_admins_may_switch_off_the_search_for_danger(client, thread):
    HouseRules.objects.create(looks_for_danger=False)
    assert submit_comment(client, thread, DANGER).status_code == 302
    assert not Comment.objects.get().is_urgent
    assert 'role="note"' not in text_of(submit_comment(client, thread, f"{DANGER} So.", preview="1"))


def test_without_any_line_the_box_still_says_what_to_do(client, thread):
    Helpline.objects.update(is_shown=False)
    assert "Call the emergency number of your country." in text_of(submit_comment(client, thread, DANGER))


def test_a_sentence_goes_on_in_the_next_line_and_ends_with_the_paragraph(client, thread):
    assert submit_comment(client, thread, "I have a chest\npain, so bad,\n**right** now").status_code == 422
    assert submit_comment(client, thread, "I had chest pain\n\nright now I walk").status_code == 302


def test_the_quoted_post_of_another_author_is_not_the_authors_danger(client, thread):
    quoted = "> " + DANGER.replace(" ", "\n> ", 1)
    assert submit_comment(client, thread, f"{quoted}\n\nPlease talk to somebody.").status_code == 302
    assert submit_comment(client, thread, f"> > {DANGER}\n>\n> How are you?\n\n{DANGER}").status_code == 422


@pytest.mark.django_db
def test_a_harmless_phrase_of_admins_takes_from_the_patterns():
    assert compiled_list.has_crisis_phrase("kill myself")
    phrase = CrisisPhrase.objects.create(phrase="kill myself", is_harmless=True)
    assert not compiled_list.has_crisis_phrase("kill myself")
    assert compiled_list.has_crisis_phrase("kill myself, I want to die")
    phrase.is_harmless, phrase.is_in_use = False, False
    phrase.save()
    assert not compiled_list.has_crisis_phrase("kill myself")
    phrase.delete()
    assert compiled_list.has_crisis_phrase("kill myself")


# The e-mail


@pytest.fixture
def notify(moderator):
    """notify(comment): notify moderators of a comment, and return all such e-mails in order."""
    from comments.notifications import moderators

    def notify(comment: Comment) -> list[OutgoingEmail]:
        moderators.notify_moderators(comment)
        return [*OutgoingEmail.objects.filter(kind="urgent").order_by("not_before")]

    return notify


def test_moderators_get_an_email_at_once(urgent, notify, moderator):
    from django.utils.timezone import now

    [email] = notify(urgent(author_name="Ada"))
    assert email.to == moderator.email
    assert email.not_before <= now()
    assert "http://testserver/moderation/?queue=urgent" in email.body
    assert "Ada" not in email.body
    assert "kill" not in email.body
    assert not OutgoingEmail.objects.filter(kind="held").exists()


def test_many_urgent_posts_send_one_email_at_once_and_one_after_five_minutes(urgent, notify, travel, mailoutbox):
    for _ in range(5):
        notify(urgent())
    assert OutgoingEmail.objects.send() == 1
    for _ in range(20):
        assert len(notify(urgent())) == 1
    assert OutgoingEmail.objects.send() == 0
    travel(minutes=5)
    assert OutgoingEmail.objects.send() == 1
    assert len(notify(urgent())) == 1
    assert OutgoingEmail.objects.send() == 0
    travel(minutes=10)
    assert OutgoingEmail.objects.send() == 1
    assert len(mailoutbox) == 3


def test_after_a_quiet_time_the_next_email_goes_at_once(urgent, notify, travel, mailoutbox):
    notify(urgent())
    OutgoingEmail.objects.send()
    travel(minutes=6)
    notify(urgent())
    assert OutgoingEmail.objects.send() == 1


# The page


def test_everybody_finds_where_help_is(client, thread):
    page = text_of(client.get("/help/"))
    for number in ("112", "999", "911", "000", "988", "116123", "131114", "08001110111", "3114"):
        assert f'href="tel:{number}"' in page
    assert 'href="https://findahelpline.com/"' in page
    assert "/help/" in text_of(client.get("/house-rules/"))
    assert "/help/" in text_of(client.get(f"/threads/{thread.pk}/reply/"))
    assert "/help/" in text_of(client.get(thread.url))


def test_admins_edit_the_helplines(as_admin, client):
    lines = "/admin/comments/helpline/"
    line = {"name": "Night line", "phone": "+44 (0)20 123", "url": "", "position": "0", "is_shown": "on"}
    assert as_admin.post(f"{lines}add/", line).status_code == 302
    assert 'href="tel:+44020123"' in text_of(client.get("/help/"))
    bad = line | {"phone": "javascript:1"}
    assert "Please write digits" in text_of(as_admin.post(f"{lines}add/", bad))
    nothing = line | {"phone": ""}
    assert "Give a telephone number or a web address." in text_of(as_admin.post(f"{lines}add/", nothing))


def test_a_member_who_is_known_is_held_as_well(regular, urgent):
    comment = urgent(author=regular)
    assert comment.is_urgent
    assert 'role="note"' in text_of(logged_in(regular).get(f"/posts/own/{comment.pk}/"))
