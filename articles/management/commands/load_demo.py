"""Load demo content and accounts with known passwords. Only for a site that this machine alone
reaches."""

from pathlib import Path

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractUser, Group
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from articles.daily_entry_files import load_anniversaries, load_facts
from articles.importing import import_files
from articles.models import Article
from articles.publication import after_change
from comments.models import Comment
from comments.submission.author_keys import get_account_key

DEMO = Path(__file__).parents[2] / "demo"
PASSWORD = "mvforum-demo"  # noqa: S105  Known to everybody: see handle().


class Command(BaseCommand):
    help = "Load six articles, a discussion and three log-ins. Run again, it changes nothing."

    @transaction.atomic
    def handle(self, **options: object) -> None:
        if not settings.PLAIN_HTTP:
            raise CommandError("The demo log-ins have a known password: not on a real site.")
        users = get_user_model().objects
        if users.filter(username="reader").exists():
            self.stdout.write("The demo is there already.")
            return
        _person("admin", is_staff=True, is_superuser=True)
        _person("moderator").groups.add(Group.objects.get(name="moderator"))
        reader = _person("reader")
        reports = import_files(sorted(DEMO.glob("*.md")))
        facts = load_facts(DEMO / "facts.yaml")
        anniversaries = load_anniversaries(DEMO / "anniversaries.yaml")
        # Posts under the name "reader" get this account as their author.
        Comment.objects.filter(author_name="reader", author=None).update(
            author=reader, author_key=get_account_key(reader.pk)
        )
        for article in Article.objects.all():
            after_change(article)
        loaded = f"{len(reports)} articles, {facts} facts, {anniversaries} anniversaries"
        self.stdout.write(f"The demo is loaded: {loaded}.")


def _person(name: str, **rights: bool) -> AbstractUser:
    email = f"{name}@example.org"
    user = get_user_model().objects.create_user(name, email, PASSWORD, **rights)
    EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    return user
