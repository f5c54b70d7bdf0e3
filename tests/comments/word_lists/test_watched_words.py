"""Watched words take effect at once, in all processes."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.utils.timezone import now

from comments.models import Comment, ListVersion, WatchedWord
from comments.moderation.log_lines import list_reasons_for_author, list_reasons_for_moderators
from comments.submission import compiled_list
from tests.comments.acting import submit_comment
from tests.conftest import logged_in, text_of

LIST = "/admin/comments/watchedword/"


@pytest.fixture(autouse=True)
def _nothing_compiled(monkeypatch):
    monkeypatch.setattr(compiled_list.WATCHED_WORD_LIST, "_compiled", None)


def watch(word: str, action: str = "hold", **fields: object) -> WatchedWord:
    return WatchedWord.objects.create(word=word, action=action, **fields)


def found(text: str) -> list[tuple[str, str]]:
    return [(hit.action, hit.text) for hit in compiled_list.find_watched_words(text)]


def test_a_watched_word_holds_the_post_of_a_known_author(thread, regular):
    watch("cialis")
    submit_comment(logged_in(regular), thread, "Buy c1al1s here")
    comment = Comment.objects.latest("pk")
    assert comment.is_held
    assert "Watched words: “cialis”" in list_reasons_for_moderators(comment.last_decision)


def test_the_log_keeps_nothing_of_what_the_author_said(thread, regular):
    watch("my … doctor")
    submit_comment(logged_in(regular), thread, "My dear Mira Demo, the doctor")
    comment = Comment.objects.latest("pk")
    assert comment.last_decision.reasons[0]["entries"] == ["my … doctor"]
    assert "Mira" not in str(comment.last_decision.reasons)
    assert "“my … doctor”" in list_reasons_for_author(comment.last_decision)[0]


def test_a_refused_word_keeps_the_words_in_the_form(client, thread):
    watch("cialis", "reject")
    response = submit_comment(client, thread, "Buy cíalis here")
    assert response.status_code == 422
    assert "With these words it cannot be posted here: “cíalis”." in text_of(response)
    assert "Buy cíalis here" in text_of(response)
    assert not Comment.objects.exists()


def test_the_author_is_asked_about_a_word(client, thread):
    watch("miracle cure", "ask")
    response = submit_comment(client, thread, "This miracle cure!")
    assert response.status_code == 422
    assert "think again about these words: “miracle cure”" in text_of(response)


@pytest.mark.parametrize(
    "body", ["[look](https://cialis.example/)", "ci*al*is", "c_i_a_l_i_s", "**cialis**", "cia&#108;is", "cia&shy;lis"]
)
def test_a_word_is_found_in_links_and_behind_markup(client, thread, body):
    watch("cialis", "reject")
    assert submit_comment(client, thread, body).status_code == 422


def test_a_word_is_found_in_the_name_of_a_guest(client, thread):
    watch("cialis", "reject")
    assert submit_comment(client, thread, author_name="Cialis Shop").status_code == 422


def test_the_name_of_a_member_is_not_looked_through(thread, regular):
    watch("regina", "reject")
    submit_comment(logged_in(regular), thread, "Something else")
    assert Comment.objects.latest("pk").is_published


@pytest.mark.django_db
def test_a_word_takes_effect_when_it_is_added_changed_and_deleted():
    assert found("cialis") == []
    word = watch("cialis")
    assert found("cialis") == [("hold", "cialis")]
    word.action = "reject"
    word.save()
    assert found("cialis") == [("reject", "cialis")]
    word.delete()
    assert found("cialis") == []


@pytest.mark.django_db
def test_what_is_done_to_many_takes_effect_too():
    WatchedWord.objects.bulk_create([WatchedWord(word="cialis"), WatchedWord(word="viagra")])
    assert len(found("cialis viagra")) == 2
    WatchedWord.objects.filter(word="viagra").update(action="reject")
    assert ("reject", "viagra") in found("cialis viagra")
    WatchedWord.objects.all().delete()
    assert found("cialis viagra") == []


@pytest.mark.django_db
def test_a_word_that_expires_is_no_longer_found(travel):
    watch("cialis", expires_at=now() + timedelta(hours=1))
    watch("viagra", expires_at=now() - timedelta(hours=1))
    assert found("cialis viagra") == [("hold", "cialis")]
    travel(hours=2)
    assert found("cialis viagra") == []


@pytest.mark.django_db
def test_what_is_allowed_is_not_found():
    watch("anal*", "reject")
    watch("analysis", "allow")
    assert found("an analysis") == []
    assert found("anal") == [("reject", "anal")]


@pytest.mark.django_db
def test_a_change_that_is_rolled_back_leaves_no_list_behind():
    before = ListVersion.current_versions()
    with transaction.atomic():
        watch("cialis")
        assert found("cialis")
        transaction.set_rollback(True)
    assert ListVersion.current_versions() == before
    watch("viagra")
    assert found("cialis viagra") == [("hold", "viagra")]


@pytest.mark.django_db
def test_the_list_is_compiled_once(django_assert_num_queries):
    watch("cialis")
    found("cialis")
    with django_assert_num_queries(1):
        found("cialis")


@pytest.mark.django_db
def test_a_word_that_came_another_way_does_not_stop_the_rest():
    WatchedWord.objects.bulk_create([WatchedWord(word="*"), WatchedWord(word="cialis")])
    assert found("cialis") == [("hold", "cialis")]


@pytest.mark.django_db
def test_reasons_stay_short():
    watch("spam*")
    hits = compiled_list.find_watched_words(" ".join(f"spam{n:03d}{'x' * 200}" for n in range(200)))
    assert len(hits) == compiled_list.MAX_MATCHES
    assert all(len(hit.text) <= compiled_list.MAX_MATCH_CHARS for hit in hits)


# In Django admin


def typed(word: str, **fields: str) -> dict[str, str]:
    return {"word": word, "action": "hold", "note": "", **fields}


@pytest.mark.parametrize(
    ("word", "sentence"),
    [
        ("...", "There are no letters or digits in it."),
        ("c*alis", "A star stands at the beginning or the end of a word"),
        ("th*", "at least 3 letters"),
        ("x", "One letter is in every text."),
        ("pain …", "stands between two words"),
    ],
)
def test_admin_says_what_cannot_be_watched_for(as_admin, word, sentence):
    page = text_of(as_admin.post(f"{LIST}add/", typed(word)))
    assert sentence in page
    assert not WatchedWord.objects.exists()


def test_admin_adds_a_word_once(as_admin):
    as_admin.post(f"{LIST}add/", typed("  buy   now "))
    assert WatchedWord.objects.get().word == "buy now"
    assert "It is on the list already: “buy now”." in text_of(as_admin.post(f"{LIST}add/", typed("Buy Now")))


def test_a_text_can_be_tried(as_admin):
    watch("cialis", "reject")
    watch("specialist", "allow")
    assert "Try this text" in text_of(as_admin.get(LIST))
    page = text_of(as_admin.post(f"{LIST}try/", {"text": "Ask <b>a specialist</b> about c1al1s."}))
    assert "<mark>c1al1s</mark>" in page
    assert "Ask &lt;b&gt;a specialist&lt;/b&gt; about" in page
    assert "<td>cialis</td><td>reject</td>" in page


def test_overlapping_hits_are_marked_once(as_admin):
    for word in ("buy now", "now or never", "now"):
        watch(word)
    page = text_of(as_admin.post(f"{LIST}try/", {"text": "buy now or never"}))
    assert "<mark>buy now</mark><mark> or never</mark>" in page


def test_an_empty_or_endless_text_is_refused(as_admin):
    assert as_admin.post(f"{LIST}try/", {"text": ""}).status_code == 422
    assert as_admin.post(f"{LIST}try/", {"text": "a" * 20_001}).status_code == 422
    assert as_admin.get(f"{LIST}try/").status_code == 200


def test_many_words_are_added_at_once(as_admin):
    watch("cialis", "reject")
    words = "Cialis\nviagra\n\n viagra \nbuy   now"
    response = as_admin.post(f"{LIST}many/", {"words": words, "action": "hold"}, follow=True)
    assert "2 words added. 1 was on the list already, and stays as it is." in text_of(response)
    actions = dict(WatchedWord.objects.values_list("word", "action"))
    assert actions == {"cialis": "reject", "viagra": "hold", "buy now": "hold"}


def test_of_many_words_none_is_added_if_one_is_bad(as_admin):
    response = as_admin.post(f"{LIST}many/", {"words": "viagra\nc*alis", "action": "hold"})
    assert response.status_code == 422
    assert "“c*alis”: A star stands" in text_of(response)
    assert "viagra\nc*alis" in text_of(response)
    assert not WatchedWord.objects.exists()


@pytest.mark.parametrize("page", ["", "add/", "many/", "try/"])
def test_only_admins_see_the_list(as_moderator, page):
    assert as_moderator.get(f"{LIST}{page}").status_code == 302


@pytest.mark.parametrize("page", ["", "add/", "many/", "try/"])
def test_staff_without_the_right_do_not_see_it(moderator, page):
    moderator.is_staff = True
    moderator.save()
    assert logged_in(moderator).get(f"{LIST}{page}").status_code == 403
