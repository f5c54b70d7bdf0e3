"""Every visible string is marked for translation."""

import re
from datetime import timedelta
from html import unescape
from html.parser import HTMLParser

import pytest
from django.utils import translation
from django.utils.timezone import now
from django.utils.translation import trans_real

from articles.models import Article, Topic
from articles.publication import after_change, publish_article
from comments.models import Comment, Helpline, ModeratorNote, RejectionReason, Sanction
from comments.moderation.appeals import create_appeal
from tests.articles.conftest import anniversary, fact
from tests.comments.acting import submit_comment
from tests.conftest import HELD, logged_in

# What people wrote, names, numbers and dates are not translated.
DATA = re.compile(
    r"<(?:iframe|script|a) [^\n]*"  # code to copy
    r"|mvforum|\bmv\b|\bforum\b|\bAtom\b|\bJSON\b|On Threads|\btext\b|about threads\.|Hello there|Kind words|What helped you\?|Walking\."
    r"|the house\b|\bthreds\b|\bthreads\b|Mona|\bOn\b|\bThreads\b|\babout\b|\((?:demo)\)|Alma Author|Edgar Editor|heart valves"
    r"|http\S+|rita@example\.org|Mira|Ada|rita|mona|[\d:.,·– \t\xa0/()@-]|\b(?:a\.m|p\.m|midnight|noon)\b\.?"
    r"|\b(?:Jan|Feb|March|April|May|June|July|Aug|Sept|Oct|Nov|Dec)[a-z]*\b"
)


DAY = timedelta(days=1)


class VisibleText(HTMLParser):
    """The text that a person sees or hears of a page."""

    SPOKEN = ("aria-label", "title", "placeholder", "data-title", "data-reply-title", "data-done")

    def __init__(self, page: str):
        super().__init__(convert_charrefs=True)
        self.texts: list[str] = []
        self.feed(re.sub("<style>.*?</style>", "", page, flags=re.DOTALL))

    def handle_starttag(self, tag, attrs):
        self.texts += [value for name, value in attrs if name in self.SPOKEN and tag != "time" and value]

    def handle_data(self, data):
        if self.cdata_elem != "script":  # data for machines
            self.texts.append(data)


@pytest.fixture
def translated(monkeypatch):
    """Activate a language in which every translated text is in brackets."""

    def mark(text: str) -> str:
        return f"⟦{text}⟧" if text else text

    # Named once, they are loaded; what is put back afterwards is then the real thing.
    names = ("gettext", "pgettext", "ngettext", "npgettext")
    assert all(getattr(translation._trans, name) for name in names)
    monkeypatch.setattr(trans_real, "gettext", lambda message: mark(message))
    monkeypatch.setattr(trans_real, "pgettext", lambda context, message: mark(message))
    monkeypatch.setattr(trans_real, "ngettext", lambda one, many, number: mark(one if number == 1 else many))
    monkeypatch.setattr(trans_real, "npgettext", lambda context, one, many, number: mark(one if number == 1 else many))
    for name in names:
        monkeypatch.setattr(translation._trans, name, getattr(trans_real, name), raising=False)


def untranslated(page: str) -> list[str]:
    text = "\n".join(VisibleText(page).texts)
    while (inner := re.sub(r"⟦[^⟦⟧]*⟧", "", text)) != text:
        text = inner
    return re.findall(r"[^\W\d_]{2,}[^\n]*", DATA.sub(" ", unescape(text)))


@pytest.fixture
def stage(article, post, member, moderator, client) -> dict[str, object]:
    """Content for every page."""
    Helpline.objects.all().delete()  # Admins write them in whatever language they need.
    Helpline.objects.create(name="Mona", phone="112")
    RejectionReason.objects.all().delete()
    RejectionReason.objects.create(title="Kind words", text="Hello there")
    article.topics.add(Topic.get_or_create_by_name("heart valves"))
    other = Article.objects.create(title="On Threads", slug="other", body="text")
    other.topics.add(Topic.get_or_create_by_name("heart valves"))
    publish_article(other)
    after_change(article)
    fact("Kind words", more="Hello there")
    anniversary("Hello there", "10-14", 1962)
    question = post("What helped you?", author_name="Ada")
    post("Walking.", parent=question, author=member, author_name="rita", author_key="rita")
    post("Kind words").decide("remove", by=moderator)
    post("Kind words", verdict=HELD, author=member, author_key="rita")
    for kind, of in (
        ("ban", {"until": now() - DAY}),
        ("ban", {}),
        ("warning", {}),
        ("suspension", {"until": now() + DAY}),
    ):
        Sanction.objects.create(author_key="rita", kind=kind, reason="Kind words", by=moderator, **of)
    Sanction.objects.filter(kind="ban").lift(by=moderator, reason="Hello there")
    ModeratorNote.objects.create(author_key="rita", words="Kind words", by=moderator)
    manage = submit_comment(client, article.thread, author_name="Mira").url
    refused = post("Kind words", author=member, author_name="rita", verdict=HELD)
    refused.decide("reject", by=moderator, rejection_reason=RejectionReason.objects.get())
    asked = post("Kind words", author=member, author_name="rita", verdict=HELD)
    asked.decide("reject", by=moderator)
    create_appeal(asked, "Hello there")
    return {
        "thread": article.thread,
        "manage": manage,
        "own": member.comments.first().pk,
        "nameless": question.pk,
        "refused": refused.pk,
        "asked": asked.pk,
        "year": other.published_at.year,
    }


GUEST = [
    "/", "/articles/on-threads/", "/articles/on-threads/?order=newest", "/articles/on-threads/?print=both",
    "/articles/on-threads/?print=discussion&after=1",
    "/articles/on-threads/?post=9", "/threads/{thread.pk}/reply/?to=1", "{manage}",
    "/threads/{thread.pk}/flag/?post=1", "/threads/{thread.pk}/flagged/?post=1", "{manage}edit/",
    "/facts/", "/facts/kind-words/", "/on-this-day/", "/on-this-day/10-14/", "/widgets/",
    "/widgets/fact/", "/widgets/on-this-day/", "/widgets/articles/", "/widgets/posts/",
    "/widgets/posts/?article=on-threads", "/widgets/count/?article=on-threads", "/widgets/?article=no",
    "/people/", "/people/alma-author-demo/", "/topics/", "/topics/heart-valves/", "/archive/",
    "/archive/{year}/",
    "/house-rules/", "/help/", "/privacy/", "/feeds/", "/accounts/login/", "/accounts/signup/",
    "/search/", "/search/?q=text", "/search/?q=threds", "/search/?q=Mona&in=articles",
    "/accounts/password/reset/", "/accounts/password/reset/done/", "/nowhere/", "/moderation/log/",
]  # fmt: skip
MEMBER = [
    "/articles/on-threads/", "/posts/", "/posts/own/{own}/", "/posts/own/{own}/edit/", "/accounts/",
    "/posts/own/{refused}/", "/posts/own/{asked}/",
    "/accounts/logout/", "/accounts/email/", "/accounts/password/change/", "/moderation/",
]  # fmt: skip
MODERATOR = [
    "/moderation/", "/moderation/comments/{own}/", "/moderation/decisions/", "/moderation/statistics/",
    "/moderation/?queue=recent", "/moderation/spam-score/",
    "/moderation/?words=kind&name=x&since=2026-01-01&until=2199-01-01&reason=strangers_wait&thread=1&by=1",
    "/moderation/comments/{own}/sanction/", "/moderation/authors/{own}/", "/moderation/authors/{nameless}/",
    "/moderation/comments/{asked}/",
]  # fmt: skip


@pytest.mark.parametrize("address", GUEST)
def test_pages_of_guests(client, stage, translated, address):
    page = client.get(address.format(**stage)).content.decode()
    assert "⟦" in page
    assert untranslated(page) == []


@pytest.mark.parametrize("address", MEMBER)
def test_pages_of_members(as_member, stage, translated, address):
    assert untranslated(as_member.get(address.format(**stage), follow=True).content.decode()) == []


@pytest.mark.parametrize("address", MODERATOR)
def test_pages_of_moderators(moderator, stage, translated, address):
    page = logged_in(moderator).get(address.format(**stage)).content.decode()
    assert untranslated(page) == []


def test_what_is_said_about_a_form(client, stage, translated):
    thread = stage["thread"]
    answers = [
        submit_comment(client, thread, ""),
        submit_comment(client, thread, "x" * 9000),
        submit_comment(client, thread, reply_to="99"),
    ]
    answers += [submit_comment(client, thread, words) for words in ("One", "Two", "Three", "Four")]
    for answer in answers:
        page = re.sub(r"<textarea.*?</textarea>", "", answer.content.decode(), flags=re.DOTALL)
        assert untranslated(page) == []
    assert Comment.objects.filter(body="One").exists()


def test_the_inspector_sees_what_is_not_marked():
    assert untranslated("<p>⟦Reply⟧ to me <b title='Aha'></b></p>") == ["to me ", "Aha"]
