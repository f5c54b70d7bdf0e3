"""The moderation queues: members, order, filters, and the context of a post."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from comments.models import Appeal, Claim, Comment, Flag, ModeratorNote, RejectionReason
from comments.moderation import queue_page
from comments.moderation.decisions import withdraw_comment
from comments.policy import Finding, Outcome, Verdict
from tests.comments.acting import submit_comment
from tests.conftest import HELD, logged_in, person, text_of

URGENT = Verdict(Outcome.HOLD, (Finding("somebody_may_be_in_danger", Outcome.HOLD),))
LINKS = Verdict(Outcome.HOLD, (Finding("few_links", Outcome.HOLD, {"links": 3, "most": 1}),))


def listed(client, query: str = "") -> list[int]:
    page = text_of(client.get(f"/moderation/?{query}"))
    return [int(pk) for pk in re.findall(r'id="case-(\d+)"', page)]


def walked(client, query: str = "", rel: str = "next") -> list[int]:
    """The cases of all pages from this one on."""
    found, address = [], f"/moderation/?{query}"
    while address:
        page = text_of(client.get(address))
        cases = [int(pk) for pk in re.findall(r'id="case-(\d+)"', page)]
        found = cases + found if rel == "prev" else found + cases
        link = re.search(rf'href="([^"]+)" rel="{rel}"', page)
        address = link and link[1].replace("&amp;", "&")
    return found


def counts(client) -> dict[str, str]:
    page = text_of(client.get("/moderation/?queue=recent"))
    return dict(re.findall(r">(\w+) <span>([0-9+]+)</span></a>", page))


def scored(comment: Comment, turn: int) -> Comment:
    Comment.objects.filter(pk=comment.pk).update(priority=turn)
    return comment


def appealed(comment: Comment) -> Comment:
    Appeal.objects.create(comment=comment, decision=comment.last_decision, words="Look again")
    return comment


@pytest.fixture
def everything(post, moderator) -> dict[str, Comment]:
    """One post in each queue, and one in none."""
    cases = {
        "urgent": post("Alone", URGENT),
        "held": post("Waiting", HELD),
        "flagged": post("Looked at"),
        "spam": post("Pills", HELD),
        "rejected": post("Rude", HELD),
        "removed": post("Gone"),
        "appeals": post("Not rude", HELD),
        "withdrawn": post("Mine"),
    }
    Comment.objects.filter(pk=cases["flagged"].pk).update(flag_count=1)
    cases["spam"].decide("spam", by=moderator)
    cases["rejected"].decide("reject", by=moderator)
    cases["removed"].decide("remove", by=moderator)
    cases["appeals"].decide("spam", by=moderator)
    appealed(cases["appeals"])
    withdraw_comment(cases["withdrawn"])
    return cases


@pytest.mark.parametrize(
    ("queue", "members"),
    [
        ("urgent", ["urgent"]),
        ("held", ["urgent", "held"]),
        ("flagged", ["flagged"]),
        ("appeals", ["appeals"]),
        ("spam", ["appeals", "spam"]),
        ("rejected", ["rejected"]),
        ("removed", ["removed"]),
        ("recent", ["appeals", "removed", "rejected", "spam", "flagged", "held", "urgent"]),
    ],
)
def test_each_queue_has_its_own(as_moderator, everything, queue, members):
    assert listed(as_moderator, f"queue={queue}") == [everything[name].pk for name in members]


def test_each_queue_says_how_many(as_moderator, everything):
    assert counts(as_moderator) == {
        "Urgent": "1", "Held": "2", "Flagged": "1", "Appeals": "1", "Spam": "2", "Rejected": "1",
        "Removed": "1",
    }  # fmt: skip


def test_held_posts_come_in_turn(as_moderator, post):
    third = post("Third", HELD)
    second = scored(post("Second", HELD), 2)
    fourth = post("Fourth", HELD)
    first = post("First", URGENT)
    in_turn = [first.pk, second.pk, third.pk, fourth.pk]
    assert listed(as_moderator) == in_turn
    assert listed(as_moderator, "order=oldest") == sorted(in_turn)
    assert listed(as_moderator, "order=newest") == sorted(in_turn, reverse=True)


@pytest.mark.parametrize(
    "query",
    [
        "order=loudest", "queue=nowhere", "queue=held&order=%00", "thread=x", "by=-1", "colour=red",
        "after=6", "after=6.x", "after=6.1.1", "after=" + "9" * 30, "since=2024-02-31", "until=soon",
        "since=0001-01-01", "until=9999-12-31", "reason=nothing", "reason=ground-x", "words=%00",
        "thread=" + "9" * 5000, "name=", "after=&before=", "queue=held&queue=", "words=%ff",
    ],
)  # fmt: skip
def test_what_does_not_exist_is_ignored(as_moderator, post, query):
    waiting = post("Waiting � words", HELD)
    assert listed(as_moderator, query) == [waiting.pk]


@pytest.mark.parametrize(
    "query",
    [
        "thread=" + "9" * 18, "by=" + "9" * 18, "reason=ground-999999999", "name=" + "x" * 5000,
        "words=" + "%25_" * 500, "since=2199-12-31", "until=1990-01-01", "order=newest&after=1",
    ],
)  # fmt: skip
def test_what_finds_nothing_says_so(as_moderator, post, query):
    post("Waiting", HELD)
    response = as_moderator.get(f"/moderation/?{query}")
    assert response.status_code == 200
    assert "Nothing" in text_of(response)


@pytest.mark.parametrize("order", ["turn", "oldest", "newest"])
def test_pages_lead_through_all_of_a_queue_and_back(as_moderator, post, order):
    for number in range(60):
        scored(post(f"Words {number}", HELD), number % 3 + 5)
    forth = walked(as_moderator, f"order={order}")
    assert (len(forth), len({*forth})) == (60, 60)
    held = Comment.objects.get(pk=forth[-1])
    key = f"{held.priority}.{held.pk}" if order == "turn" else held.pk
    assert walked(as_moderator, f"order={order}&before={key}", "prev") == forth[:-1]


def test_the_first_page_leads_nowhere_back(as_moderator, post):
    for number in range(26):
        post(f"Words {number}", HELD)
    page = text_of(as_moderator.get("/moderation/"))
    assert 'rel="prev"' not in page
    forth = re.search(r'href="([^"]+)" rel="next"', page)[1]
    back = re.search(r'href="([^"]+)" rel="prev"', text_of(as_moderator.get(forth)))[1]
    assert 'rel="prev"' not in text_of(as_moderator.get(back.replace("&amp;", "&")))


def test_a_filter_finds_by_author_words_reason_thread_and_date(as_moderator, thread, post):
    old = post("An old *valve*", LINKS, author_name="Ada Lin", author_key="ada")
    Comment.objects.update(created_at=timezone.now() - timedelta(days=3))
    new = post("A new knee", HELD, author_name="Bo", author_key="bo")
    yesterday = (timezone.now() - timedelta(days=1)).date()
    for query, found in {
        "name=lin": [old], "name=BO": [new], "words=valve": [old], "words=new+KNEE": [new],
        "words=valve+knee": [], "reason=few_links": [old], "reason=strangers_wait": [new],
        f"thread={thread.pk}": [old, new], f"thread={thread.pk + 1}": [], f"since={yesterday}": [new],
        f"until={yesterday}": [old], f"by={new.pk}": [new], f"name=a&words=an&since={yesterday}": [],
        f"until={timezone.now().date()}": [old, new],
    }.items():  # fmt: skip
        assert listed(as_moderator, query) == [post.pk for post in found], query


@pytest.mark.parametrize("words", ["Ärger", "ärger", "ÄRGER", "A\u0308rger", "Ärg", "ärger+mit"])
def test_letters_of_all_languages_are_found_in_either_case(as_moderator, post, words):
    comment = post("Ärger mit der Klappe (.*)", HELD, author_name="Ödön")
    assert listed(as_moderator, f"words={words}") == [comment.pk]
    assert listed(as_moderator, "name=öDÖ") == [comment.pk]
    assert listed(as_moderator, "words=Ärger+é") == []


def test_what_is_looked_for_is_no_expression(as_moderator, post):
    post("Ärger", HELD)
    for words in ("Ä.*", "Ä[r]", "ä(", "é|Ä", "Ä%5C"):
        assert listed(as_moderator, f"words={words}") == []


def test_a_filter_finds_by_rejection_reason(as_moderator, post, moderator):
    ground = RejectionReason.objects.create(title="Rude words", text="Be kind")
    refused, other = post("Rude", HELD), post("Ruder", HELD)
    refused.decide("reject", by=moderator, rejection_reason=ground)
    other.decide("reject", by=moderator)
    query = f"queue=rejected&reason=ground-{ground.pk}"
    assert listed(as_moderator, query) == [refused.pk]
    assert "refused for: Rude words" in text_of(as_moderator.get(f"/moderation/?{query}"))


def test_what_is_looked_for_can_be_dropped_part_by_part(as_moderator, post):
    post("A valve", HELD)
    page = text_of(as_moderator.get("/moderation/?words=valve&name=ada&order=oldest"))
    chips = re.search(r'<ul class="chips".*?</ul>', page, re.DOTALL)[0]
    assert re.findall(r'href="([^"]+)"><bdi>([^<]+)', chips) == [
        ("/moderation/?words=valve&amp;order=oldest", "by “ada”"),
        ("/moderation/?name=ada&amp;order=oldest", "with “valve”"),
    ]
    assert "1 post found" in page


def test_nobody_learns_who_posted_anonymously_by_looking_for_them(as_moderator, thread, member):
    client = logged_in(member)
    submit_comment(client, thread, "In my name")
    submit_comment(client, thread, "In no name", anonymously="on")
    named, secret = Comment.objects.order_by("pk")
    assert listed(as_moderator, f"by={named.pk}&queue=recent") == [named.pk]
    assert listed(as_moderator, f"by={secret.pk}&queue=recent") == [secret.pk]
    assert listed(as_moderator, "name=rita&queue=recent") == [named.pk]


def test_a_post_that_nobody_can_be_known_by_finds_only_what_it_may(as_moderator, post):
    nameless, other = (post(f"Words {n}", HELD, author_name="", author_key="") for n in range(2))
    assert listed(as_moderator, f"by={nameless.pk}") == []
    assert other.is_held


def test_a_row_tells_all_reasons_and_what_happened_since(as_moderator, post, moderator):
    comment = post("Words", LINKS, author_key="ada")
    comment.decide("approve", by=moderator)
    comment.decide("hold", by=person("milo"), reason="On second thoughts")
    page = text_of(as_moderator.get("/moderation/"))
    for told in ("3 links, more than 1", "approved by mona", "held by milo: On second thoughts", "was shown as Post 1"):
        assert f"<li>{told}</li>" in page


def test_a_row_tells_of_earlier_decisions_when_the_text_is_new(as_moderator, client, thread):
    link = submit_comment(client, thread, "First words").url
    comment = Comment.objects.get()
    comment.decide("reject", by=person("milo"), reason="Rude")
    client.post(f"{link}edit/", {"body": "Kinder words"})
    page = text_of(as_moderator.get("/moderation/"))
    assert "earlier: rejected by milo: Rude" in page
    assert "edited once" in page


def test_a_row_tells_of_flags_notes_and_who_reads_it(as_moderator, post, moderator):
    comment = post("Words", HELD, author_key="ada")
    Flag.objects.create(comment=comment, author_key="f", reason="spam", words="Again!")
    Comment.objects.filter(pk=comment.pk).update(flag_count=1)
    ModeratorNote.objects.create(comment=comment, words="Look closely")
    ModeratorNote.objects.create(author_key="ada", words="Known")
    Claim.objects.acquire(comment.pk, by=person("milo"))
    page = text_of(as_moderator.get("/moderation/"))
    assert "1 × Advertising or spam" in page
    assert "Again!" in page
    assert "2 notes" in page
    assert "being read by milo" in page


def test_an_appeal_is_read_beside_the_post(as_moderator, everything):
    assert "Look again" in text_of(as_moderator.get("/moderation/?queue=appeals"))


def test_a_page_costs_as_many_queries_with_few_posts_as_with_many(as_moderator, post, moderator):
    def add(number: int) -> None:
        parent = post(f"Question {number}")
        comment = post(f"Words {number}", HELD, parent=parent, author_key=f"key-{number}")
        Flag.objects.create(comment=comment, author_key="f", reason="spam")
        Comment.objects.filter(pk=comment.pk).update(flag_count=1)
        ModeratorNote.objects.create(comment=comment, words="A note")
        Claim.objects.acquire(comment.pk, by=moderator)

    add(0)
    with CaptureQueriesContext(connection) as few:
        as_moderator.get("/moderation/")
    for number in range(1, 30):
        add(number)
    with CaptureQueriesContext(connection) as many:
        as_moderator.get("/moderation/")
    assert len(few) == len(many) <= 13


def test_a_case_shows_the_neighbouring_posts(as_moderator, post):
    question = post("What helped you?")
    for number in range(6):
        post(f"Answer {number}.", parent=question)
    post("Another question")
    waiting = post("Me too", HELD, parent=question)
    page = text_of(as_moderator.get(f"/moderation/comments/{waiting.pk}/"))
    order = ["What helped you?", "Answer 3.", "Answer 4.", "Answer 5.", "Me too</p>", "Another question"]
    places = [page.index(words) for words in order]
    assert places == sorted(places)
    assert "Answer 2." not in page


def test_from_a_case_one_finds_back_to_the_same_page(as_moderator, post):
    comment = post("A valve", HELD)
    page = text_of(as_moderator.get("/moderation/?words=valve&order=oldest"))
    link = re.search(r'href="([^"]+)" data-key="o"', page)[1]
    story = text_of(as_moderator.get(link.replace("&amp;", "&")))
    assert link.startswith(f"/moderation/comments/{comment.pk}/?back=")
    assert 'href="/moderation/?words=valve&amp;order=oldest"' in story


@pytest.mark.parametrize("back", ["//evil.example/", "queue=nowhere", "a&" * 2000, "%00", "order=x"])
def test_a_foreign_return_address_leads_to_the_queue(as_moderator, post, back):
    comment = post("Words", HELD)
    data = {"verb": "approve", "comment": comment.pk, "back": back}
    assert as_moderator.post("/moderation/decisions/", data).url == "/moderation/"


def test_after_a_decision_one_is_at_the_following_post_of_the_same_page(as_moderator, post):
    first, second = post("Valve", HELD), post("Valves", HELD)
    page = text_of(as_moderator.get("/moderation/?words=valve"))
    form = re.search(r"<form method=\"post\".*?</form>", page, re.DOTALL)[0]
    data = dict(re.findall(r'name="(\w+)" value="([^"]*)"', form)) | {"verb": "approve"}
    response = as_moderator.post("/moderation/decisions/", data)
    assert response.url == f"/moderation/?words=valve#case-{second.pk}"
    assert data["comment"].startswith(f"{first.pk}@")


def test_after_the_last_of_a_page_one_is_at_what_moves_up(as_moderator, post, monkeypatch):
    monkeypatch.setattr(queue_page, "CASES_PER_PAGE", 2)
    _first, last, beyond = (post(f"Words {n}", HELD) for n in range(3))
    page = text_of(as_moderator.get("/moderation/"))
    form = re.search(rf'value="{last.pk}@.*?</form>', page.split('id="case-')[2], re.DOTALL)[0]
    assert f'name="next" value="{beyond.pk}"' in form
    before = text_of(as_moderator.get(f"/moderation/?order=oldest&before={beyond.pk}"))
    assert f'name="next" value="{beyond.pk}"' not in before


def test_a_filter_keeps_the_order(as_moderator, post):
    post("Words", HELD)
    fields = 'name="order" value="newest"'
    assert fields in text_of(as_moderator.get("/moderation/?order=newest"))
    assert 'name="order"' not in text_of(as_moderator.get("/moderation/"))


def test_where_statuses_are_mixed_each_row_says_its_own(as_moderator, everything):
    status = re.compile(r'<span class="status">([\w ]+)</span>')
    recent = {*status.findall(text_of(as_moderator.get("/moderation/?queue=recent")))}
    assert recent >= {"held", "published", "rejected", "spam", "removed"}
    assert not status.search(text_of(as_moderator.get("/moderation/")))


@pytest.mark.parametrize("page", ["log", "statistics", "spam score", "author", "sanction"])
def test_what_is_urgent_is_seen_from_everywhere(as_moderator, post, page):
    comment = post("Now", URGENT, author_key="a")
    address = {
        "log": "/moderation/decisions/",
        "statistics": "/moderation/statistics/",
        "spam score": "/moderation/spam-score/",
        "author": f"/moderation/authors/{comment.pk}/",
        "sanction": f"/moderation/comments/{comment.pk}/sanction/",
    }[page]
    response = as_moderator.get(address)
    assert response.status_code == 200
    assert re.search(r'class="urgent"[^>]*>Urgent <span>1</span>', text_of(response))


@pytest.mark.parametrize(("body", "is_folded"), [("Short", False), ("Long " * 400, True), ("line\n\n" * 20, True)])
def test_a_long_post_does_not_bury_the_queue(as_moderator, post, body, is_folded):
    comment = post(body, HELD)
    folded = 'class="body long" tabindex="0"'
    assert (folded in text_of(as_moderator.get("/moderation/"))) is is_folded
    assert folded not in text_of(as_moderator.get(f"/moderation/comments/{comment.pk}/"))


def test_who_is_not_known_any_more_is_no_dead_end(as_moderator, post):
    comment = post("Long ago", HELD, author_key="")
    for page in ("/moderation/", f"/moderation/comments/{comment.pk}/"):
        assert f"/comments/{comment.pk}/sanction/" not in text_of(as_moderator.get(page))
        assert f"/moderation/authors/{comment.pk}/" not in text_of(as_moderator.get(page))


def test_two_personal_details_are_listed_separately(as_moderator, client, thread):
    words = "Call +44 7700 900123 or write to jane@example.org"
    asked = submit_comment(client, thread, words)
    answer = re.search(r'name="insist" value="([^"]+)"', text_of(asked))[1]
    submit_comment(client, thread, words, insist=answer)
    told = text_of(as_moderator.get("/moderation/"))
    assert re.search("“[^”]+”; [A-Z][^“]+“", told)


def test_an_answer_to_a_deleted_post_quotes_nothing(as_moderator, post):
    parent = post("Gone soon")
    case = post("An answer", HELD, parent=parent)
    addresses = ("/moderation/", f"/moderation/comments/{case.pk}/")
    for address in addresses:
        assert f">Post {parent.number}</a>: “Gone soon”</p>" in text_of(as_moderator.get(address))
    withdraw_comment(parent)
    for address in addresses:
        page = text_of(as_moderator.get(address))
        assert f">Post {parent.number}</a>, which was deleted by its author</p>" in page
        assert "“”" not in page


@pytest.mark.parametrize("address", ["/posts/", "/moderation/authors/{other}/"])
def test_a_post_without_text_leaves_no_empty_paragraph(as_moderator, moderator, post, address):
    """A post that its author has deleted has none."""
    mine = [post(body, author=moderator, author_name="mona", author_key="mona") for body in ("One", "Two")]
    withdraw_comment(mine[0])
    page = text_of(as_moderator.get(address.format(other=mine[1].pk)))
    assert re.findall(r'<p class="body"[^>]*>([^<]*)</p>', page) == ["Two"]
