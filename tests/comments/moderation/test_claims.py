"""Claims: other moderators see who reads a case, and are not blocked."""

import pytest

from comments.models import Claim, Comment
from comments.moderation.decisions import withdraw_comment
from tests.conftest import HELD, logged_in, person, text_of


@pytest.fixture
def milo(db):
    return person("milo", is_superuser=True)


@pytest.fixture
def case(post) -> Comment:
    return post("Words", HELD)


def story_of(case: Comment) -> str:
    return f"/moderation/comments/{case.pk}/"


def test_opening_a_case_claims_it(as_moderator, milo, case):
    assert "you are reading it" in text_of(as_moderator.get(story_of(case)))
    assert "being read by mona" in text_of(logged_in(milo).get("/moderation/"))
    assert "being read by you" in text_of(as_moderator.get("/moderation/"))


def test_a_claim_is_shown_to_others_and_does_not_block_them(as_moderator, milo, case):
    logged_in(milo).get(story_of(case))
    page = text_of(as_moderator.get(story_of(case)))
    assert "milo is reading this just now. You can decide all the same." in page
    assert Claim.objects.get().moderator == milo
    as_moderator.post("/moderation/decisions/", {"verb": "approve", "comment": case.pk})
    assert Comment.objects.get().is_published


def test_a_claim_ends_after_ten_minutes(as_moderator, milo, case, travel):
    logged_in(milo).get(story_of(case))
    travel(minutes=9)
    assert "being read by milo" in text_of(as_moderator.get("/moderation/"))
    travel(minutes=2)
    assert "being read by" not in text_of(as_moderator.get("/moderation/"))
    as_moderator.get(story_of(case))
    assert Claim.objects.get().moderator.username == "mona"


def test_opening_a_case_again_renews_the_claim(as_moderator, case, travel):
    as_moderator.get(story_of(case))
    until = Claim.objects.get().until
    travel(minutes=5)
    as_moderator.get(story_of(case))
    assert Claim.objects.get().until > until


def test_any_decision_ends_a_claim(as_moderator, milo, case):
    logged_in(milo).get(story_of(case))
    as_moderator.post("/moderation/decisions/", {"verb": "reject", "comment": case.pk})
    assert not Claim.objects.exists()


def test_a_decision_that_is_refused_does_not_end_it(as_moderator, milo, case):
    seen = case.last_decision.pk
    case.revise(HELD, body="New words", author_name="")
    logged_in(milo).get(story_of(case))
    data = {"verb": "reject", "comment": f"{case.pk}@{seen}"}
    as_moderator.post("/moderation/decisions/", data)
    assert Claim.objects.exists()


def test_one_can_leave_it_to_others_and_is_back_in_the_queue(as_moderator, case):
    as_moderator.get(story_of(case))
    response = as_moderator.post(f"{story_of(case)}leave/", {"back": "queue=recent"})
    assert response.url == "/moderation/?queue=recent"
    assert not Claim.objects.exists()


def test_nobody_leaves_for_others(as_moderator, milo, case):
    logged_in(milo).get(story_of(case))
    as_moderator.post(f"{story_of(case)}leave/")
    assert Claim.objects.get().moderator == milo


def test_a_look_from_outside_claims_nothing(as_moderator, as_member, client, case):
    as_moderator.head(story_of(case))
    as_member.get(story_of(case))
    client.get(story_of(case))
    as_moderator.get("/moderation/comments/999/")
    assert not Claim.objects.exists()


@pytest.mark.parametrize("pk", ["0", "999", "9" * 18, "9" * 30])
def test_leaving_what_is_not_there_is_no_error(as_moderator, pk):
    assert as_moderator.post(f"/moderation/comments/{pk}/leave/").status_code in {302, 404}


def test_a_claim_on_what_is_gone_meanwhile_is_none(moderator, case):
    pk = case.pk
    withdraw_comment(case)
    assert not Comment.objects.filter(pk=pk).exists()
    assert not Claim.objects.exists()
