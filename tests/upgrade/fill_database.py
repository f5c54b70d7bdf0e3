"""Fill a database with rows in every table, by the code of commit e19ede4.

`make_dumps.py` runs this file in a checkout of that commit. It imports nothing of later code, and
nothing imports it. All people and texts are invented.
"""

import sys
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import django

django.setup()

from allauth.account.models import EmailAddress, EmailConfirmation  # noqa: E402  after setup()
from django.apps import apps  # noqa: E402
from django.contrib.auth.models import Group, Permission  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.test import Client  # noqa: E402
from django.utils.timezone import now  # noqa: E402

from articles.models import Article, Fact, Topic  # noqa: E402
from comments.models import (  # noqa: E402
    Comment,
    DangerPhrase,
    Decision,
    Ground,
    HelpLine,
    HouseRules,
    Thread,
    WatchedWord,
)
from mvforum.accounts.models import User  # noqa: E402

PASSWORD = "not-a-secret-at-all"  # of accounts that exist only in the dumps
ADDRESSES = iter(f"198.51.100.{number}" for number in range(1, 255))
BY_HAND = {  # permissions that an operator has granted, by group
    "librarians": (
        *("view_ground", "change_ground", "add_watchedword", "view_watchedword", "view_letter"),
        *("view_dangerphrase", "view_helpline", "view_houserules", "view_comment", "view_thread"),
        *("view_footprint", "view_lesson", "view_note", "view_origin", "view_edition"),
        *("view_spammemory", "view_claim", "view_gist", "view_likeness", "view_almanac"),
        *("view_formeraddress", "view_revision", "view_pictureuse", "view_topicentry"),
    )
}


class Visitor:
    """A browser: a guest with an address of their own, or an account that is logged in."""

    def __init__(self, name: str = ""):
        self.client = Client(REMOTE_ADDR=next(ADDRESSES))
        if name:
            self.client.force_login(User.objects.get(username=name))

    def send(self, path: str, expected: int = 302, **fields: object):
        answer = self.client.post(path, fields)
        assert answer.status_code == expected, (path, answer.status_code, answer.content.decode())
        return answer

    def post(self, thread: Thread, body: str, **fields: object) -> Comment:
        before = {*Comment.objects.values_list("pk", flat=True)}
        answer = self.send(f"/threads/{thread.pk}/comments/", body=body, **fields)
        comment = Comment.objects.exclude(pk__in=before).get()
        comment.address = answer.url  # a guest's manage link
        return comment

    def decide(self, verb: str, *comments: Comment, **fields: object) -> None:
        keys = [comment.pk for comment in comments]
        before = Decision.objects.count()
        self.send("/moderation/decisions/", verb=verb, comment=keys, **fields)
        assert Decision.objects.count() == before + len(keys), verb


def account(name: str, *groups: str, **rights: bool) -> User:
    user = User.objects.create_user(name, f"{name}@example.org", PASSWORD, **rights)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    user.groups.set(Group.objects.filter(name__in=groups))
    return user


def add_people() -> None:
    account("root", is_staff=True, is_superuser=True)
    account("abel", "admin", "moderator", is_staff=True)
    account("edda", "editor", is_staff=True)
    account("anna", "author", is_staff=True)
    account("milo", "moderator")
    mona = account("mona")
    mona.user_permissions.set(Permission.objects.filter(codename__in=["moderate", "view_footprint"]))
    for name in ("rita", "regina", "rolf"):
        account(name)
    User.objects.get(username="rolf").want_letters(False)
    unconfirmed = EmailAddress.objects.create(user=mona, email="mona@example.net", verified=False)
    EmailConfirmation.create(unconfirmed)
    for name, codenames in BY_HAND.items():
        group = Group.objects.create(name=name)
        group.permissions.set(Permission.objects.filter(codename__in=codenames))
        assert group.permissions.count() == len(codenames)
        account("lisa", name, is_staff=True)


def add_articles(wordpress: Path) -> Thread:
    """Add articles in all states; return the discussion of the first one."""
    call_command("load_demo", verbosity=0)
    call_command("import_wordpress", wordpress, verbosity=0)
    editor = User.objects.get(username="edda")
    first, second, third, *_ = Article.objects.published().order_by("pk")
    first.slug = "moved-to-another-address"
    first.save()
    first.keep_revision(by=editor)
    first.body += "\nOne more sentence.\n"
    first.save()
    first.keep_revision(by=editor)
    first.revisions.get(number=1).bring_back(by=editor)
    second.discussion_note = "Please be kind."
    second.save()
    third.related.add(first)
    third.discussion.set_open(False)
    for article, preset in ((second, "sensitive"), (third, "archived")):
        Thread.objects.filter(article=article).update(preset=preset, reopens_as="premoderated")
    last = Thread.objects.exclude(pk=first.thread_id).order_by("-post_count").first()
    Thread.objects.filter(pk=last.pk).update(closes_after=30000, closes_after_silence=3000)
    Article(title="A draft", slug="a-draft", body="Not yet.", created_by=editor).save()
    for title, moment in (("To come", now() + timedelta(days=9000)), ("Retired", now())):
        article = Article(title=title, slug=title.lower().replace(" ", "-"), body="A *text*.")
        article.save()
        article.publish(moment)
    article.retire("There is a better one.")
    Topic.named("a topic of nothing")
    Fact.objects.first().topics.add(Topic.objects.first())
    return first.discussion


def add_lists() -> None:
    """Add to the lists that admins keep, once through Django admin, which logs it."""
    root = Visitor("root")
    ground = Ground.objects.create(title="Ours", text="A reason of ours.", is_offered=True)
    address = f"/admin/comments/ground/{ground.pk}/change/"
    root.send(address, title="Our own", text="A reason of our own.", position=9, is_offered="on")
    WatchedWord.objects.create(word="casino", action="reject", note="n")
    WatchedWord.objects.create(word="miracle", action="hold", expires_at=now() + timedelta(9000))
    phrase = DangerPhrase.objects.first()
    phrase.is_in_use = False
    phrase.save()
    HelpLine.objects.create(name="A line", place="Nowhere", phone="0000", text="At any time.")
    for model in (WatchedWord, DangerPhrase):
        model.objects.first().save()  # as admin does: a new edition
    HouseRules.change(seconds_between_posts=0, posts_per_ten_minutes=0, posts_per_day=0)


def add_discussion(thread: Thread) -> None:
    mona, milo, abel = Visitor("mona"), Visitor("milo"), Visitor("abel")
    rita, regina, rolf, guest = Visitor("rita"), Visitor("regina"), Visitor("rolf"), Visitor()
    question = guest.post(thread, "How long did it take **you**?", author_name="Ada")
    mona.decide("approve", question)
    answer = rita.post(thread, "It took me six weeks.", reply_to=Comment.objects.get(pk=question.pk).number)
    mona.decide("approve", answer)
    nested = regina.post(thread, "Only four for me.", reply_to=Comment.objects.get(pk=answer.pk).number)
    milo.decide("approve", nested)
    nameless = regina.post(thread, "I was afraid of it.", anonymously="on", is_unlisted="on")
    mona.decide("approve", nameless)
    mona.decide("remove", nameless, reason="At the wish of the author.")

    refused = rolf.post(thread, "Everybody here is wrong.")
    ground = Ground.objects.get(title="Insulting")
    mona.decide("reject", refused, ground=ground.pk, reason="Please be kind.")
    rolf.send(f"/posts/own/{refused.pk}/appeal/", words="I did not mean it so.")
    milo.decide("uphold", refused, reason="It reads so.")
    again = rita.post(thread, "Buy some honey from my bees.")
    mona.decide("reject", again, ground=Ground.objects.first().pk)
    rita.send(f"/posts/own/{again.pk}/appeal/", words="The bees are a joke.")  # waits
    third = regina.post(thread, "A post that is refused at first.")
    mona.decide("reject", third, reason="I misread it.")
    mona.send("/moderation/undo/", decision=Decision.objects.order_by("pk").last().pk)
    milo.decide("approve", third)

    spam = [Visitor().post(thread, f"Cheap pills number {n}, order them now.") for n in range(3)]
    mona.decide("spam", *spam)
    mona.send("/moderation/undo/", act=spam[0].decisions.latest("pk").act)
    mona.decide("spam", *spam[:2])
    waiting = [Visitor().post(thread, f"A post of a stranger, number {n}.") for n in range(3)]
    abel.send("/moderation/all/", 200, verb="reject", back="words=pills", number=1, reason="Spam")
    assert Comment.objects.rejected().filter(pk=spam[2].pk).exists()

    writer = Visitor()
    changed = writer.post(thread, "My first words.", author_name="Bo")
    writer.send(f"{changed.address}edit/", body="My second words.", author_name="Bo", revision=1)
    taken_back = writer.post(thread, "This I shall take back, readers have seen it.")
    mona.decide("approve", taken_back)
    writer.send(f"{taken_back.address}delete/", 200)
    quickly = Visitor()
    quickly.send(f"{quickly.post(thread, 'Taken back unseen.').address}delete/", 200)
    decided = rita.post(thread, "Approved, then changed by its author.")
    mona.decide("approve", decided)
    rita.send(f"/posts/own/{decided.pk}/edit/", body="It says something else now.", revision=1)

    flagged = {"post": Comment.objects.get(pk=answer.pk).number, "why": "harmful", "words": "Is it so?"}
    Visitor().send(f"/threads/{thread.pk}/flags/", **flagged)
    flagged |= {"post": Comment.objects.get(pk=nested.pk).number, "why": "spam"}
    Visitor().send(f"/threads/{thread.pk}/flags/", **flagged)
    regina.send(f"/threads/{thread.pk}/flags/", post=Comment.objects.get(pk=third.pk).number, why="other")
    mona.decide("remove", Comment.objects.get(pk=third.pk), reason="It was right to report it.")

    milo.decide("approve", Comment.objects.get(pk=nested.pk))  # not as its reader wanted

    for kind, lasts, comment in (
        ("warning", "day", refused),
        ("suspension", "week", spam[0]),
        ("ban", "good", spam[1]),
        ("premoderate", "good", changed),
    ):
        fields = {"kind": kind, "lasts": lasts, "reason": "Be kind.", "nonce": uuid4(), "seen": 0}
        abel.send(f"/moderation/comments/{comment.pk}/sanction/", **fields)
    lifted = changed.sanctions.get()
    lift = f"/moderation/authors/{changed.pk}/sanctions/{lifted.pk}/"
    abel.send(lift, lift_reason="A mistake.")
    for about in ("post", "author"):
        milo.send(f"/moderation/comments/{waiting[0].pk}/notes/", words="Known.", about=about)
    assert milo.client.get(f"/moderation/comments/{waiting[1].pk}/").status_code == 200  # a claim
    assert milo.client.get("/moderation/").status_code == 200
    Visitor().send(f"/threads/{thread.pk}/comments/", 422, body="I want to kill myself")
    Visitor().send(f"/threads/{thread.pk}/comments/", 422, body="Visit my casino, win a lot.")


def check_that_nothing_is_empty() -> None:
    ours = {"comments", "articles", "accounts", "auth", "admin", "account", "sessions"}
    models = [m for m in apps.get_models(include_auto_created=True) if m._meta.app_label in ours]
    empty = [model._meta.label for model in models if not model._default_manager.exists()]
    statuses = {*Comment.objects.values_list("status", flat=True)}
    missing = {*Comment.Status.values} - {"new"} - statuses
    verbs = {*Decision.Verb.values} - {*Decision.objects.values_list("verb", flat=True)}
    if empty or missing or verbs:
        sys.exit(f"Not rich enough: without rows {empty}; missing {missing}; no line for {verbs}.")


add_people()
discussed = add_articles(Path("tests/articles/wordpress.xml"))
add_lists()
add_discussion(discussed)
check_that_nothing_is_empty()
