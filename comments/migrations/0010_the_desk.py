"""All that the moderation desk keeps: sanctions, flags, appeals, claims, notes, reasons for
refusing, lists of words, the house rules' numbers, and what a post is sorted by in a queue.

Two tables are rebuilt in SQLite, which loses their triggers: those of the log, and those by
which posts are found, are made again last.
"""

from importlib import import_module

import django.core.validators
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

log = import_module("comments.migrations.0002_the_log_only_grows")
posts = import_module("comments.migrations.0009_search")
guard, unguard, keep_posts_found = log.guard, log.unguard, posts.keep_posts_found


class Migration(migrations.Migration):
    dependencies = [
        ("comments", "0009_search"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunPython(migrations.RunPython.noop, keep_posts_found),
        migrations.RunPython(unguard, guard),
        migrations.AlterField(
            model_name="decision",
            name="reason",
            field=models.CharField(
                blank=True, max_length=1000, verbose_name="what the moderator says"
            ),
        ),
        migrations.CreateModel(
            name="Appeal",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("words", models.TextField(max_length=2000, verbose_name="what the author says")),
                (
                    "made_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, verbose_name="made"
                    ),
                ),
            ],
            options={
                "verbose_name": "appeal",
                "verbose_name_plural": "appeals",
            },
        ),
        migrations.CreateModel(
            name="Claim",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("until", models.DateTimeField(verbose_name="until")),
            ],
            options={
                "verbose_name": "claim",
                "verbose_name_plural": "claims",
            },
        ),
        migrations.CreateModel(
            name="DangerPhrase",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("phrase", models.CharField(max_length=100, unique=True, verbose_name="phrase")),
                (
                    "language",
                    models.CharField(default="en", max_length=10, verbose_name="language"),
                ),
                ("is_in_use", models.BooleanField(default=True, verbose_name="in use")),
            ],
            options={
                "verbose_name": "phrase of danger",
                "verbose_name_plural": "phrases of danger",
                "ordering": ("language", "phrase"),
            },
        ),
        migrations.CreateModel(
            name="Flag",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("author_key", models.CharField(editable=False, max_length=64)),
                (
                    "why",
                    models.CharField(
                        choices=[
                            ("spam", "Advertising or spam"),
                            ("insult", "Insulting or threatening"),
                            ("private", "Gives away who somebody is"),
                            ("harmful", "Could harm somebody’s health"),
                            ("other", "Something else"),
                        ],
                        max_length=10,
                        verbose_name="why",
                    ),
                ),
                (
                    "words",
                    models.CharField(
                        blank=True, max_length=500, verbose_name="in the reader’s words"
                    ),
                ),
                ("weight", models.FloatField(default=1.0, editable=False, verbose_name="weight")),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("open", "not looked at yet"),
                            ("upheld", "agreed"),
                            ("dismissed", "not agreed"),
                        ],
                        default="open",
                        max_length=10,
                        verbose_name="outcome",
                    ),
                ),
                (
                    "made_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, verbose_name="made"
                    ),
                ),
                (
                    "settled_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="settled"),
                ),
            ],
            options={
                "verbose_name": "flag",
                "verbose_name_plural": "flags",
            },
        ),
        migrations.CreateModel(
            name="Ground",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("title", models.CharField(max_length=80, unique=True, verbose_name="title")),
                (
                    "text",
                    models.TextField(
                        help_text="Plain and kind: what was wrong, and what the author can do now.",
                        max_length=1000,
                        verbose_name="text to the author",
                    ),
                ),
                (
                    "position",
                    models.PositiveSmallIntegerField(default=0, verbose_name="place in the list"),
                ),
                (
                    "is_offered",
                    models.BooleanField(
                        default=True,
                        help_text="Take it off the list here; the log keeps it.",
                        verbose_name="offered",
                    ),
                ),
            ],
            options={
                "verbose_name": "reason for refusing",
                "verbose_name_plural": "reasons for refusing",
                "ordering": ("position", "title"),
            },
        ),
        migrations.CreateModel(
            name="HelpLine",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=100, verbose_name="name")),
                (
                    "place",
                    models.CharField(blank=True, max_length=100, verbose_name="country or region"),
                ),
                (
                    "text",
                    models.CharField(
                        blank=True, max_length=300, verbose_name="what it is for, and when"
                    ),
                ),
                ("phone", models.CharField(blank=True, max_length=40, verbose_name="telephone")),
                ("url", models.URLField(blank=True, verbose_name="web address")),
                ("language", models.CharField(blank=True, max_length=10, verbose_name="language")),
                (
                    "position",
                    models.PositiveSmallIntegerField(default=0, verbose_name="place in the list"),
                ),
                ("is_shown", models.BooleanField(default=True, verbose_name="shown")),
            ],
            options={
                "verbose_name": "place of help",
                "verbose_name_plural": "places of help",
                "ordering": ("position", "place", "name"),
            },
        ),
        migrations.CreateModel(
            name="HouseRules",
            fields=[
                (
                    "id",
                    models.PositiveSmallIntegerField(
                        default=1, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "guests_may_post",
                    models.BooleanField(
                        default=True,
                        help_text="Without this, only members can.",
                        verbose_name="guests may post",
                    ),
                ),
                (
                    "trusted_after",
                    models.PositiveSmallIntegerField(
                        default=2,
                        help_text="Approved posts since the last refusal. Until then, moderators read first.",
                        verbose_name="members are trusted after",
                    ),
                ),
                (
                    "max_links",
                    models.PositiveSmallIntegerField(
                        default=1,
                        help_text="Posts with more of them are held.",
                        verbose_name="links in a post",
                    ),
                ),
                (
                    "seconds_between_posts",
                    models.PositiveIntegerField(
                        default=20,
                        help_text="Of a guest. Members may post twice as often. 0 is no limit.",
                        verbose_name="seconds between posts",
                    ),
                ),
                (
                    "posts_per_ten_minutes",
                    models.PositiveSmallIntegerField(
                        default=5,
                        help_text="By a guest; by a member twice as many. 0 is no limit.",
                        verbose_name="posts in ten minutes",
                    ),
                ),
                (
                    "posts_per_day",
                    models.PositiveSmallIntegerField(
                        default=20,
                        help_text="By a guest; by a member twice as many. 0 is no limit.",
                        verbose_name="posts in a day",
                    ),
                ),
                (
                    "refused_share",
                    models.PositiveSmallIntegerField(
                        default=30,
                        help_text="Of an author’s posts decided lately. If it was more, the next one is held.",
                        validators=[
                            django.core.validators.MinValueValidator(0),
                            django.core.validators.MaxValueValidator(100),
                        ],
                        verbose_name="share of refused posts, in per cent",
                    ),
                ),
                (
                    "refused_days",
                    models.PositiveSmallIntegerField(
                        default=7,
                        validators=[django.core.validators.MaxValueValidator(365)],
                        verbose_name="“lately”, in days",
                    ),
                ),
                (
                    "refused_of",
                    models.PositiveSmallIntegerField(
                        default=5, verbose_name="posts decided before the share counts"
                    ),
                ),
                (
                    "asks_about_personal_details",
                    models.BooleanField(default=True, verbose_name="ask about personal details"),
                ),
                (
                    "looks_for_danger",
                    models.BooleanField(default=True, verbose_name="look for people in danger"),
                ),
                (
                    "spam_threshold",
                    models.PositiveSmallIntegerField(
                        default=90,
                        help_text="Also for known authors, once enough decisions have been learnt from.",
                        validators=[
                            django.core.validators.MinValueValidator(0),
                            django.core.validators.MaxValueValidator(100),
                        ],
                        verbose_name="spam score that holds, in per cent",
                    ),
                ),
                (
                    "flags_to_hold",
                    models.PositiveSmallIntegerField(
                        default=3,
                        help_text="Of independent readers, since a moderator last approved it. 0 is never.",
                        verbose_name="flags that hold a post",
                    ),
                ),
                (
                    "flags_per_day",
                    models.PositiveSmallIntegerField(
                        default=20, help_text="By one reader.", verbose_name="flags in a day"
                    ),
                ),
                (
                    "log_is_public",
                    models.BooleanField(
                        default=True,
                        help_text="Show everybody what was decided, without texts and names.",
                        verbose_name="public log",
                    ),
                ),
            ],
            options={
                "verbose_name": "house rules",
                "verbose_name_plural": "house rules",
            },
        ),
        migrations.CreateModel(
            name="Note",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("author_key", models.CharField(blank=True, editable=False, max_length=64)),
                ("words", models.TextField(max_length=2000, verbose_name="note")),
                (
                    "written_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, verbose_name="written"
                    ),
                ),
            ],
            options={
                "verbose_name": "note",
                "verbose_name_plural": "notes",
                "ordering": ("pk",),
            },
        ),
        migrations.CreateModel(
            name="Sanction",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("warning", "warning"),
                            ("premoderate", "pre-moderation"),
                            ("suspension", "suspension"),
                            ("ban", "ban"),
                        ],
                        default="ban",
                        max_length=12,
                        verbose_name="kind",
                    ),
                ),
                (
                    "author_key",
                    models.CharField(
                        blank=True, max_length=64, null=True, verbose_name="author key"
                    ),
                ),
                ("reason", models.CharField(max_length=200, verbose_name="reason")),
                ("until", models.DateTimeField(blank=True, null=True, verbose_name="until")),
                (
                    "created_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, verbose_name="since"
                    ),
                ),
                ("act", models.UUIDField(editable=False, null=True)),
                (
                    "acknowledged_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="acknowledged"),
                ),
                (
                    "lifted_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="lifted"),
                ),
            ],
            options={
                "verbose_name": "sanction",
                "verbose_name_plural": "sanctions",
            },
        ),
        migrations.CreateModel(
            name="WatchedWord",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "word",
                    models.CharField(max_length=100, unique=True, verbose_name="word or phrase"),
                ),
                (
                    "action",
                    models.CharField(
                        choices=[
                            ("ask", "ask the author"),
                            ("hold", "hold"),
                            ("reject", "reject"),
                            ("allow", "allow: never matched by the others"),
                        ],
                        default="hold",
                        max_length=6,
                        verbose_name="action",
                    ),
                ),
                ("expires_at", models.DateTimeField(blank=True, null=True, verbose_name="expires")),
                ("note", models.CharField(blank=True, max_length=200, verbose_name="note")),
                (
                    "created_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, verbose_name="added"
                    ),
                ),
            ],
            options={
                "verbose_name": "watched word",
                "verbose_name_plural": "watched words",
                "ordering": ("word",),
            },
        ),
        migrations.AlterModelOptions(
            name="comment",
            options={
                "permissions": (
                    ("moderate", "Can moderate comments"),
                    ("undo_others", "Can undo what other moderators have decided"),
                    ("sanction_moderators", "Can sanction moderators"),
                ),
                "verbose_name": "comment",
                "verbose_name_plural": "comments",
            },
        ),
        migrations.AddField(
            model_name="comment",
            name="checks",
            field=models.CharField(editable=False, max_length=500, null=True),
        ),
        migrations.AddField(
            model_name="comment",
            name="decided_at",
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name="comment",
            name="flag_count",
            field=models.PositiveSmallIntegerField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name="comment",
            name="held_since",
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name="comment",
            name="score",
            field=models.FloatField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name="comment",
            name="turn",
            field=models.PositiveSmallIntegerField(db_default=6, default=6, editable=False),
        ),
        migrations.AddField(
            model_name="decision",
            name="act",
            field=models.UUIDField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name="decision",
            name="undoes",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="undoings",
                to="comments.decision",
            ),
        ),
        migrations.AddField(
            model_name="decision",
            name="waited",
            field=models.PositiveIntegerField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name="letter",
            name="decision",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="letters",
                to="comments.decision",
            ),
        ),
        migrations.AddField(
            model_name="thread",
            name="closes_after",
            field=models.PositiveSmallIntegerField(
                blank=True,
                help_text="Since the page is shown.",
                null=True,
                verbose_name="closes after (days)",
            ),
        ),
        migrations.AddField(
            model_name="thread",
            name="closes_after_silence",
            field=models.PositiveSmallIntegerField(
                blank=True,
                help_text="Since the last post, or since the page is shown.",
                null=True,
                verbose_name="closes after silence (days)",
            ),
        ),
        migrations.AddField(
            model_name="thread",
            name="last_post_at",
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name="thread",
            name="preset",
            field=models.CharField(
                choices=[
                    ("usual", "by the house rules"),
                    ("open", "open: strangers do not wait"),
                    ("premoderated", "pre-moderated: everybody waits"),
                    ("sensitive", "sensitive: everybody waits, no links, not for search engines"),
                    ("closed", "closed: nothing new"),
                    ("archived", "archived: nothing new, and nothing changes"),
                ],
                default="usual",
                max_length=12,
                verbose_name="how it is moderated",
            ),
        ),
        migrations.AddField(
            model_name="thread",
            name="reopens_as",
            field=models.CharField(
                choices=[
                    ("usual", "by the house rules"),
                    ("open", "open: strangers do not wait"),
                    ("premoderated", "pre-moderated: everybody waits"),
                    ("sensitive", "sensitive: everybody waits, no links, not for search engines"),
                    ("closed", "closed: nothing new"),
                    ("archived", "archived: nothing new, and nothing changes"),
                ],
                default="usual",
                editable=False,
                max_length=12,
            ),
        ),
        migrations.AlterField(
            model_name="decision",
            name="verb",
            field=models.CharField(
                choices=[
                    ("accept", "accept"),
                    ("hold", "hold"),
                    ("approve", "approve"),
                    ("reject", "reject"),
                    ("spam", "spam"),
                    ("remove", "remove"),
                    ("uphold", "uphold"),
                    ("undo", "undo"),
                    ("withdraw", "withdraw"),
                ],
                max_length=10,
                verbose_name="verb",
            ),
        ),
        migrations.AddIndex(
            model_name="comment",
            index=models.Index(
                condition=models.Q(("status", "held")), fields=["turn", "id"], name="in_turn"
            ),
        ),
        migrations.AddIndex(
            model_name="comment",
            index=models.Index(
                condition=models.Q(("status", "held")), fields=["held_since"], name="by_wait"
            ),
        ),
        migrations.AddIndex(
            model_name="comment",
            index=models.Index(
                condition=models.Q(("flag_count__gt", 0)), fields=["id"], name="flagged_posts"
            ),
        ),
        migrations.AddIndex(
            model_name="comment",
            index=models.Index(
                condition=models.Q(("status", "spam")), fields=["id"], name="spam_posts"
            ),
        ),
        migrations.AddIndex(
            model_name="comment",
            index=models.Index(
                condition=models.Q(("status", "rejected")), fields=["id"], name="rejected_posts"
            ),
        ),
        migrations.AddIndex(
            model_name="comment",
            index=models.Index(
                condition=models.Q(("status__in", ["rejected", "removed", "spam"])),
                fields=["author", "decided_at"],
                name="refusals_of_an_account",
            ),
        ),
        migrations.AddIndex(
            model_name="comment",
            index=models.Index(
                condition=models.Q(("decided_at__isnull", False)),
                fields=["author_key", "decided_at"],
                name="decided_of_an_author",
            ),
        ),
        migrations.AddIndex(
            model_name="comment",
            index=models.Index(fields=["author_key", "id"], name="words_of_an_author"),
        ),
        migrations.AddField(
            model_name="appeal",
            name="answer",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="appeals_answered",
                to="comments.decision",
            ),
        ),
        migrations.AddField(
            model_name="appeal",
            name="comment",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="appeal",
                to="comments.comment",
            ),
        ),
        migrations.AddField(
            model_name="appeal",
            name="decision",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="appeals",
                to="comments.decision",
            ),
        ),
        migrations.AddField(
            model_name="claim",
            name="comment",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="claim",
                to="comments.comment",
            ),
        ),
        migrations.AddField(
            model_name="claim",
            name="moderator",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="claims",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="flag",
            name="comment",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="flags",
                to="comments.comment",
            ),
        ),
        migrations.AddField(
            model_name="decision",
            name="ground",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="decisions",
                to="comments.ground",
            ),
        ),
        migrations.AddIndex(
            model_name="decision",
            index=models.Index(
                condition=models.Q(("act__isnull", False)), fields=["act"], name="lines_of_an_act"
            ),
        ),
        migrations.AddIndex(
            model_name="decision",
            index=models.Index(fields=["decided_at"], name="lines_by_day"),
        ),
        migrations.AddConstraint(
            model_name="decision",
            constraint=models.UniqueConstraint(
                condition=models.Q(("undoes__isnull", False)),
                fields=("undoes",),
                name="a_decision_is_undone_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="helpline",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("phone", ""), _negated=True),
                    models.Q(("url", ""), _negated=True),
                    _connector="OR",
                ),
                name="help_can_be_reached",
                violation_error_message="Give a telephone number or a web address.",
            ),
        ),
        migrations.AddConstraint(
            model_name="houserules",
            constraint=models.CheckConstraint(
                condition=models.Q(("id", 1)), name="there_is_one_set_of_house_rules"
            ),
        ),
        migrations.AddField(
            model_name="note",
            name="by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="moderation_notes",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="note",
            name="comment",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="notes",
                to="comments.comment",
            ),
        ),
        migrations.AddField(
            model_name="sanction",
            name="by",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="sanctions_given",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="sanction",
            name="comment",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="sanctions",
                to="comments.comment",
                verbose_name="occasion",
            ),
        ),
        migrations.AddField(
            model_name="sanction",
            name="lifted_by",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="sanctions_lifted",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="sanction",
            name="user",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="sanctions",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddIndex(
            model_name="appeal",
            index=models.Index(
                condition=models.Q(("answer", None)), fields=["id"], name="waiting_appeals"
            ),
        ),
        migrations.AddIndex(
            model_name="flag",
            index=models.Index(fields=["author_key", "made_at"], name="flags_of_a_reader"),
        ),
        migrations.AddIndex(
            model_name="flag",
            index=models.Index(
                condition=models.Q(("outcome", "open")), fields=["comment"], name="open_flags"
            ),
        ),
        migrations.AddConstraint(
            model_name="flag",
            constraint=models.UniqueConstraint(
                fields=("comment", "author_key"), name="one_flag_per_person_and_post"
            ),
        ),
        migrations.AddIndex(
            model_name="note",
            index=models.Index(
                condition=models.Q(("author_key", ""), _negated=True),
                fields=["author_key"],
                name="notes_on_an_author",
            ),
        ),
        migrations.AddConstraint(
            model_name="note",
            constraint=models.CheckConstraint(
                condition=models.Q(("comment__isnull", True), ("author_key", ""), _connector="XOR"),
                name="a_note_is_about_a_post_or_an_author",
            ),
        ),
        migrations.AddIndex(
            model_name="sanction",
            index=models.Index(fields=["author_key"], name="sanctions_of_a_key"),
        ),
        migrations.AddIndex(
            model_name="sanction",
            index=models.Index(
                condition=models.Q(("user__isnull", False)),
                fields=["user"],
                name="sanctions_of_an_account",
            ),
        ),
        migrations.AddIndex(
            model_name="sanction",
            index=models.Index(
                condition=models.Q(("act__isnull", False)),
                fields=["act"],
                name="sanctions_of_an_act",
            ),
        ),
        migrations.AddConstraint(
            model_name="sanction",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("user__isnull", True), ("author_key__isnull", True), _connector="XOR"
                ),
                name="a_sanction_has_one_target",
                violation_error_message="Name either an account or an author key, not both.",
            ),
        ),
        migrations.AddConstraint(
            model_name="sanction",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "suspension"), _negated=True),
                    ("until__isnull", False),
                    _connector="OR",
                ),
                name="a_suspension_ends",
                violation_error_message="Say until when the suspension lasts.",
            ),
        ),
        migrations.RunPython(guard, unguard),
        migrations.RunPython(keep_posts_found, migrations.RunPython.noop),
    ]
