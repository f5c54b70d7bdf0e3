"""Training of the spam score by decisions, its reversal by undo, and the order of the queue."""

from io import StringIO
from threading import Thread as Process

import pytest
from django.core.management import call_command
from django.db import connection, connections

from comments.management.commands.forget import Command as Forget
from comments.models import Comment, Decision, HouseRules, SpamModel, TrainingExample
from comments.models.comment_queryset import UNKNOWN_PRIORITY, URGENT_PRIORITY
from comments.models.spam_model import MIN_EXAMPLES_PER_CLASS
from comments.moderation.decisions import apply_decisions, withdraw_comment
from comments.policy import Finding, Outcome, Verdict
from comments.spam import model_cache, training
from comments.spam.evaluation import Evaluation
from comments.spam.rescoring import rescore_held
from comments.spam.training import learn_from_decisions
from tests.comments.acting import submit_comment
from tests.conftest import HELD, logged_in, text_of

SPAM = "Visit my page for cheap pills, no doctor needed!!!"
HAM = "My cardiologist said the leak is mild and we wait a year."
PAGE = "/moderation/spam-score/"
URGENTLY = Verdict(Outcome.HOLD, (Finding("somebody_may_be_in_danger", Outcome.HOLD),))


@pytest.fixture
def held(post):
    """held(SPAM): a post in the queue, each by an author of its own."""
    authors = iter(range(1000))

    def held(body: str = SPAM, **fields: object) -> Comment:
        return post(body, **{"verdict": HELD, "author_key": f"author {next(authors)}"} | fields)

    return held


def decide_all(comments, verb, moderator):
    cases = [(comment.pk, None) for comment in comments]
    return apply_decisions(cases, verb, by=moderator, reason="")


@pytest.fixture
def taught(held, moderator):
    """taught(4): train this many examples of each kind."""

    def taught(times: int = 4) -> None:
        decide_all([held(f"{SPAM} {n}") for n in range(times)], "spam", moderator)
        decide_all([held(f"{HAM} {n}") for n in range(times)], "approve", moderator)

    return taught


def lessons() -> tuple[int, int]:
    known = model_cache.get_loaded_model()
    return known.spam_lessons, known.ham_lessons


def score_of(body: str) -> float:
    return model_cache.get_loaded_model().model.score(body)


def test_without_examples_there_is_no_score(as_member, thread):
    submit_comment(as_member, thread, SPAM)
    comment = Comment.objects.get()
    assert (comment.score, comment.score_explanation, comment.priority) == (None, None, UNKNOWN_PRIORITY)


def test_decisions_of_moderators_teach_it(taught):
    taught()
    assert lessons() == (4, 4)
    assert score_of("Cheap pills, visit my page") > 0.7
    assert score_of("We wait a year, said my cardiologist") < 0.3


def test_a_new_post_gets_a_score_an_explanation_and_a_priority(taught, client, thread):
    taught()
    submit_comment(client, thread, "Visit my page, cheap pills")
    comment = Comment.objects.last()
    assert comment.score > 0.7
    assert comment.priority == 1 + min(9, int(10 * comment.score))
    assert ["word", "visit", 1] in comment.score_explanation


def test_new_words_get_a_new_score(taught, held, as_member, member):
    taught()
    comment = held(SPAM, author=member)
    call_command("rescore_held", stdout=StringIO())
    as_member.post(f"/posts/own/{comment.pk}/edit/", {"body": HAM, "revision": 1})
    comment.refresh_from_db()
    assert comment.body == HAM
    assert comment.score < 0.3
    assert "cardiologist" in str(comment.score_explanation)
    assert "pills" not in str(comment.score_explanation)


def test_who_is_in_danger_stays_first_whatever_the_score(taught, held):
    taught()
    comment = held(SPAM, verdict=URGENTLY)
    call_command("rescore_held", stdout=StringIO())
    comment.refresh_from_db()
    assert comment.score > 0.7
    assert comment.priority == URGENT_PRIORITY


@pytest.mark.parametrize("verb", ["reject", "remove", "hold"])
def test_other_decisions_teach_nothing(post, held, moderator, verb):
    decide_all([post() if verb == "hold" else held()], verb, moderator)
    assert lessons() == (0, 0)


def test_the_house_rules_teach_nothing(post):
    learn_from_decisions([post().last_decision])
    assert not TrainingExample.objects.exists()


def test_undoing_a_decision_unlearns_its_example(taught, held, moderator):
    taught()
    before = score_of(HAM)
    comment = held(HAM)
    line = comment.decide("spam", by=moderator)
    learn_from_decisions([line])
    assert score_of(HAM) > before
    learn_from_decisions([comment.undo(line, by=moderator)])
    assert score_of(HAM) == pytest.approx(before, abs=1e-6)
    assert lessons() == (4, 4)


def test_a_second_decision_takes_the_place_of_the_first(held, moderator):
    comment = held()
    decide_all([comment], "spam", moderator)
    decide_all([comment], "approve", moderator)
    assert lessons() == (0, 1)
    assert [lesson.unlearnt_at is None for lesson in TrainingExample.objects.all()] == [False, True]


def test_an_undone_second_decision_gives_way_to_the_first(held, moderator):
    comment = held()
    learn_from_decisions([comment.decide("spam", by=moderator)])
    line = comment.decide("approve", by=moderator)
    learn_from_decisions([line])
    learn_from_decisions([comment.undo(line, by=moderator)])
    assert lessons() == (1, 0)
    assert score_of(SPAM) > 0.5
    assert [lesson.unlearnt_at is None for lesson in TrainingExample.objects.all()] == [True, False]


def test_the_same_decision_is_learnt_once(held, moderator):
    line = held().decide("spam", by=moderator)
    learn_from_decisions([line])
    learn_from_decisions([line])
    assert lessons() == (1, 0)


def test_an_example_stays_when_the_text_changes(held, moderator, as_member, member):
    comment = held(HAM, author=member)
    decide_all([comment], "approve", moderator)
    as_member.post(f"/posts/own/{comment.pk}/edit/", {"body": SPAM, "revision": 1})
    decide_all([comment], "spam", moderator)
    assert lessons() == (1, 1)


def test_what_its_author_takes_back_leaves_no_words(taught, held, moderator):
    taught()
    comment = held(SPAM)
    call_command("rescore_held", stdout=StringIO())
    comment.refresh_from_db()
    decide_all([comment], "approve", moderator)
    comment.refresh_from_db()
    withdraw_comment(comment)
    comment.refresh_from_db()
    assert (comment.score, comment.score_explanation) == (None, None)
    assert lessons() == (4, 5)
    assert not [f for f in TrainingExample._meta.fields if f.get_internal_type() == "TextField"]


def test_an_example_keeps_the_score_from_before_its_training(taught, held, moderator):
    taught()
    before = score_of("Something about pills")
    decide_all([held("Something about pills")], "spam", moderator)
    assert TrainingExample.objects.last().score == pytest.approx(before, abs=0.05)


def test_further_examples_of_an_author_weigh_less(held, moderator):
    decide_all([held(f"{SPAM} {n}", author_key="one") for n in range(7)], "spam", moderator)
    parts = [lesson.parts for lesson in TrainingExample.objects.all()]
    assert parts == [1024, 128, 16, 2, 0, 0, 0]


def test_deleting_posts_does_not_raise_the_weight_of_new_examples(held, moderator):
    for n in range(2):
        comment = held(f"{SPAM} {n}", author_key="one")
        decide_all([comment], "spam", moderator)
        comment.refresh_from_db()
        withdraw_comment(comment)
    assert [lesson.parts for lesson in TrainingExample.objects.all()] == [1024, 128]


def test_author_keys_of_examples_are_forgotten(taught, travel):
    taught(1)
    travel(days=31)
    call_command(Forget(), stdout=StringIO())
    assert {lesson.author_key for lesson in TrainingExample.objects.all()} == {""}


def test_many_decisions_load_and_save_the_model_once(held, moderator, monkeypatch):
    comments = [held(f"{SPAM} {n}") for n in range(30)]
    saves = []
    real = model_cache.serialize_model
    monkeypatch.setattr(model_cache, "serialize_model", lambda model: saves.append(1) or real(model))
    decide_all(comments, "spam", moderator)
    assert len(saves) == 1


def test_a_model_trained_by_another_process_is_used_at_once(taught, monkeypatch):
    monkeypatch.setattr(model_cache, "_loaded_model", None)
    taught()
    mine = model_cache._loaded_model
    monkeypatch.setattr(model_cache, "_loaded_model", None)  # another process
    assert model_cache.get_loaded_model() == mine


def test_a_model_that_others_read_is_not_touched(taught, held, moderator):
    taught()
    known = model_cache.get_loaded_model()
    before = known.model.copy()
    decide_all([held("quite another matter")], "spam", moderator)
    assert known.model == before


def test_held_posts_are_scored_again(held, taught):
    early = held(SPAM)
    assert early.score is None
    taught()
    early.refresh_from_db()
    assert early.score > 0.7
    assert early.priority > UNKNOWN_PRIORITY


def test_what_nobody_would_notice_is_not_stored_again(held, taught):
    posts = [held(f"{SPAM} {n}") for n in range(5)]
    taught()
    assert rescore_held(5) == 5
    Comment.objects.update(score_explanation=[["word", "before", 1]])
    posts[0].refresh_from_db()
    Comment.objects.filter(pk=posts[0].pk).update(score=posts[0].score - 0.02)
    assert rescore_held(5) == 5
    again = Comment.objects.filter(pk__in=[post.pk for post in posts]).order_by("pk")
    assert [post.score_explanation == [["word", "before", 1]] for post in again] == [False, *[True] * 4]
    assert again[0].score == pytest.approx(posts[0].score, abs=0.01)


def test_a_long_queue_is_scored_in_rounds(held, moderator, monkeypatch):
    monkeypatch.setattr(training, "POSTS_RESCORED_PER_ACTION", 2)
    queue = [held(f"{HAM} {n}") for n in range(5)]
    for n in range(3):
        decide_all([held(f"{SPAM} {n}")], "spam", moderator)
    assert not Comment.objects.filter(pk__in=[c.pk for c in queue], score=None).exists()


def test_known_authors_are_asked_about_only_when_enough_is_known(regular, thread, taught, monkeypatch):
    taught()
    HouseRules.objects.create(spam_threshold=60)
    submit_comment(logged_in(regular), thread, SPAM)
    assert Comment.objects.last().is_published
    monkeypatch.setattr(model_cache, "MIN_EXAMPLES_PER_CLASS", 4)
    submit_comment(logged_in(regular), thread, f"{SPAM} Again.")
    comment = Comment.objects.last()
    assert comment.is_held
    assert "looks_like_spam" in comment.failed_checks


def test_enough_is_fifty_of_each_kind():
    assert MIN_EXAMPLES_PER_CLASS == 50
    assert not model_cache.LoadedModel(None, None, 50, 49).is_ready
    assert model_cache.LoadedModel(None, None, 50, 50).is_ready


def test_a_damaged_model_stops_nobody(taught, held, moderator, client, thread, caplog, monkeypatch):
    taught()
    SpamModel.objects.update(saved=b"rubbish", version="00000000-0000-4000-8000-000000000000")
    submit_comment(client, thread, SPAM)
    assert Comment.objects.last().score is None
    decide_all([held()], "spam", moderator)
    assert lessons() == (1, 0)
    assert "cannot be read" in caplog.text


def test_examples_of_a_lost_model_are_not_unlearned_from_the_next(held, moderator):
    comment = held()
    decide_all([comment], "spam", moderator)
    model_cache.reset(SpamModel.objects.get())
    decide_all([comment], "approve", moderator)
    assert lessons() == (0, 1)


def test_the_model_can_be_trained_again_from_the_log(taught, held, moderator):
    taught()
    undone = held()
    learn_from_decisions([undone.undo(undone.decide("spam", by=moderator), by=moderator)])
    before = score_of(SPAM)
    call_command("relearn_spam", stdout=StringIO())
    assert lessons() == (4, 4)
    assert score_of(SPAM) == pytest.approx(before, abs=0.05)


def test_what_goes_wrong_breaks_no_decision(held, moderator, monkeypatch, caplog):
    monkeypatch.setattr(training, "Trainer", None)
    comment = held()
    done, problems = decide_all([comment], "spam", moderator)
    assert (done, problems) == ("1 post marked as spam.", [])
    assert "could not learn" in caplog.text


def test_a_post_is_stored_when_it_cannot_be_scored(client, thread, monkeypatch, caplog):
    monkeypatch.setattr(model_cache, "get_loaded_model", None)
    assert submit_comment(client, thread).status_code == 302
    assert Comment.objects.last().is_held
    assert "resemblance_to_spam broke" in caplog.text


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite in memory takes one writer")
def test_moderators_who_decide_at_once_all_teach_it(held, moderator):
    comments = [held(f"{SPAM} {n}") for n in range(8)]

    def work(comment):
        decide_all([comment], "spam", moderator)
        connections.close_all()

    workers = [Process(target=work, args=[comment]) for comment in comments]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert lessons() == (8, 0)
    assert TrainingExample.objects.count() == 8


def test_the_queue_says_what_weighed_most(taught, held, as_moderator):
    taught()
    held("Visit my page: https://pills.example/a", author_name="Eve")
    call_command("rescore_held", stdout=StringIO())
    page = text_of(as_moderator.get("/moderation/"))
    assert "Spam score 0.99: “" in page
    assert "“visit”" in page


def test_the_page_is_honest_about_little_data(taught, as_moderator):
    taught(3)
    page = text_of(as_moderator.get(PAGE))
    assert "only decides the order of the queue" in page
    assert "too few to say" in page
    assert " %" not in page.split("figures")[1].split("</dl>")[0]


def test_the_page_says_how_good_it_is(taught, held, moderator, as_moderator):
    taught(25)
    decide_all([held(SPAM)], "approve", moderator)
    page = text_of(as_moderator.get(PAGE))
    evaluation = Evaluation.of_recent_decisions()
    assert (evaluation.caught, evaluation.missed, evaluation.unknown) == (24, 0, 1)
    assert evaluation.suspected + evaluation.spared == 26
    assert evaluation.suspected >= 1
    for share in (evaluation.accuracy, evaluation.precision, evaluation.recall):
        assert f"\n{share} %" in page


def test_readers_do_not_see_the_page(client, as_member):
    assert client.get(PAGE).status_code == 302
    assert as_member.get(PAGE).status_code == 403


def test_what_is_undone_or_long_ago_is_not_measured(taught, held, moderator, travel):
    taught(2)
    comment = held()
    line = comment.decide("spam", by=moderator)
    learn_from_decisions([line])
    learn_from_decisions([comment.undo(line, by=moderator)])
    evaluation = Evaluation.of_recent_decisions()
    assert evaluation.posts + evaluation.unknown == 4
    travel(days=31)
    assert Evaluation.of_recent_decisions().posts == 0


def test_only_decisions_have_training_examples(held, moderator):
    decide_all([held()], "spam", moderator)
    assert TrainingExample.objects.get().decision == Decision.objects.last()
