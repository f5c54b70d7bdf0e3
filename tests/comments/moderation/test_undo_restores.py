"""Undo restores the earlier state after any actions, except the log and numbers once given."""

from uuid import uuid4

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from comments.models import Appeal, Comment, Decision, Flag, OutgoingEmail, Sanction, Thread
from comments.moderation.appeals import create_appeal
from comments.moderation.decisions import apply_decisions
from comments.moderation.undo import undo_action, undo_latest
from tests.comments.acting import cases_of
from tests.conftest import ACCEPTED, HELD, person

VERBS = ("approve", "reject", "spam", "remove", "hold", "uphold")
POSTS = 6
ACTS = st.lists(
    st.tuples(st.sampled_from(VERBS), st.sets(st.integers(0, POSTS - 1), min_size=1)), min_size=1, max_size=8
)


def state() -> dict[str, object]:
    """All values that decisions change, except numbers, which are kept (law 1)."""
    comments = Comment.objects.order_by("pk")
    return {
        "statuses": [*comments.values_list("pk", "status", "flag_count", "decided_at")],
        "waiting": [*comments.held().values_list("pk", flat=True)],
        "posts": [*Thread.objects.values_list("pk", "post_count")],
        "emails": {*OutgoingEmail.objects.values_list("kind", "to", "decision", "not_before")},
        "flags": {*Flag.objects.values_list("pk", "outcome")},
        "appeals": {*Appeal.objects.values_list("pk", "answer")},
        "sanctions": {*Sanction.objects.filter(lifted_at=None).values_list("pk", flat=True)},
        "standing": {*Decision.objects.effective().values_list("pk", flat=True)},
    }


def waits() -> list[float]:
    """The times since when posts are held; the log has whole seconds."""
    held = Comment.objects.held().values_list("held_since", flat=True)
    return [since.timestamp() for since in held]


@pytest.fixture
def posts(post, member, moderator):
    """Posts of members and guests: held, published, refused with and without an appeal."""

    def posts() -> list[Comment]:
        members = {"author": member, "author_name": "rita"}
        made = [
            post("Waits", verdict=HELD, **members),
            post("Waits, by a guest", verdict=HELD),
            post("Is there", verdict=ACCEPTED, **members),
            post("Refused", verdict=HELD, **members),
            post("Refused, and asked about", verdict=HELD, **members),
            post("Removed, and asked about", verdict=ACCEPTED, **members),
        ]
        first = person("first")
        apply_decisions(cases_of(*made[3:5]), "reject", by=first)
        apply_decisions(cases_of(made[5]), "remove", by=first)
        for number, comment in enumerate(made[:3]):
            Flag.objects.create(comment=comment, author_key=f"reader {number}", reason="spam")
            comment.update_flag_count(total=1)
        for comment in made[4:]:
            create_appeal(comment, "Please look again.")
        return made

    return posts


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=ACTS, is_named=st.booleans())
def test_undo_restores_the_state_before_any_actions(posts, moderator, acts, is_named):
    with transaction.atomic():
        made, before = posts(), []
        for verb, chosen in acts:
            act = uuid4()
            was = (act, state(), waits())
            done, _problems = apply_decisions(
                cases_of(*[made[index] for index in sorted(chosen)]), verb, by=moderator, action_id=act
            )
            if verb == "spam":
                Sanction.objects.create(author_key="ada", action_id=act, by=moderator, reason="Spam")
            if done or verb == "spam":
                before.append(was)
        for act, was, since in reversed(before):
            done, problems = undo_action(act, by=moderator) if is_named else undo_latest(by=moderator)
            assert done
            assert problems == []
            assert state() == was
            assert waits() == pytest.approx(since, abs=2 * len(acts))
        transaction.set_rollback(True)
