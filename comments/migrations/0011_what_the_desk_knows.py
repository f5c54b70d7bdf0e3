"""What was there before the desk: bans, closed discussions, and when posts were decided."""

from django.db import migrations
from django.db.models import Max, OuterRef, Subquery
from django.db.models.functions import Coalesce


def take_over(apps, schema_editor):
    Ban, Sanction, Thread, Comment, Decision = (
        apps.get_model("comments", name)
        for name in ("Ban", "Sanction", "Thread", "Comment", "Decision")
    )
    for ban in Ban.objects.all():
        Sanction.objects.create(
            kind="ban",
            user_id=ban.user_id,
            author_key=ban.author_key,
            reason=ban.reason,
            until=ban.until,
            created_at=ban.created_at,
        )
    Thread.objects.filter(is_open=False).update(preset="closed")
    latest = (
        Comment.objects.filter(thread=OuterRef("pk"), number__isnull=False)
        .order_by()
        .values("thread")
        .annotate(latest=Max("published_at"))
        .values("latest")
    )
    Thread.objects.update(last_post_at=Subquery(latest))
    lines = Decision.objects.filter(comment=OuterRef("pk")).order_by("-pk")
    Comment.objects.filter(status="held").update(
        held_since=Coalesce(Subquery(lines.values("decided_at")[:1]), "created_at")
    )
    by_moderators = lines.filter(moderator__isnull=False)
    decided = Decision.objects.filter(moderator__isnull=False).values("comment")
    Comment.objects.filter(pk__in=decided).update(
        decided_at=Subquery(by_moderators.values("decided_at")[:1])
    )
    for comment in Comment.objects.filter(status="held").only("pk").iterator():
        line = lines_of(Decision, comment)
        against = [r["check"] for r in line.reasons if r["outcome"] != "accept"] if line else []
        Comment.objects.filter(pk=comment.pk).update(checks=f" {' '.join(against)} "[:500])


def lines_of(Decision, comment):
    return Decision.objects.filter(comment=comment.pk).order_by("pk").last()


def give_back(apps, schema_editor):
    """As far as it had a place before."""
    Ban, Sanction, Thread = (
        apps.get_model("comments", name) for name in ("Ban", "Sanction", "Thread")
    )
    Ban.objects.all().delete()
    standing = Sanction.objects.filter(kind__in=["ban", "suspension"], lifted_at=None)
    for sanction in standing:
        Ban.objects.create(
            user_id=sanction.user_id,
            author_key=sanction.author_key,
            reason=sanction.reason,
            until=sanction.until,
        )
    Sanction.objects.all().delete()
    Thread.objects.filter(preset__in=["closed", "archived"]).update(is_open=False)


class Migration(migrations.Migration):
    dependencies = [("comments", "0010_the_desk")]
    operations = [migrations.RunPython(take_over, give_back)]
