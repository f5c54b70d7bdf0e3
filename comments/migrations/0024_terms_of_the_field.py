"""Give models and fields the terms of the field.

Tables and columns stay, so the database does nothing but rename permissions: Django
renames content types by itself, but not the permissions that belong to them.
"""

from uuid import uuid4

from django.db import migrations, models
from django.db.models import PROTECT, Q
from django.utils.timezone import now

RENAMED_MODELS = (
    ("Ground", "RejectionReason", "comments_ground"),
    ("Footprint", "ActivityRecord", "comments_footprint"),
    ("Letter", "OutgoingEmail", "comments_letter"),
    ("Edition", "ListVersion", "comments_edition"),
    ("Lesson", "TrainingExample", "comments_lesson"),
    ("SpamMemory", "SpamModel", "comments_spammemory"),
    ("Origin", "ImportRecord", "comments_origin"),
    ("Note", "ModeratorNote", "comments_note"),
    ("DangerPhrase", "CrisisPhrase", "comments_dangerphrase"),
)

# Titles that Django derived from the old names: titles of permissions have them in them.
TITLES = (
    ("listversion", "edition"),
    ("activityrecord", "footprint"),
    ("importrecord", "origin"),
)


def rename_permissions(apps, names):
    permissions = apps.get_model("auth", "Permission").objects.filter(
        content_type__app_label="comments"
    )
    for old, new in names:
        for verb in ("add", "change", "delete", "view"):
            renamed = permissions.filter(codename=f"{verb}_{old}".lower())
            renamed.update(codename=f"{verb}_{new}".lower())


def forwards(apps, schema_editor):
    rename_permissions(apps, [(old, new) for old, new, table in RENAMED_MODELS])


def backwards(apps, schema_editor):
    rename_permissions(apps, [(new, old) for old, new, table in RENAMED_MODELS])


def rename_model(old, new, table):
    """Name the table first: on SQLite, a renamed table loses the triggers that refer to it."""
    return [
        migrations.AlterModelTable(old.lower(), table),
        migrations.RenameModel(old, new),
    ]


def rename_field(model, old, new, field):
    """Name the column first; then neither step asks anything of the database."""
    return [
        migrations.AlterField(model, old, field),
        migrations.RenameField(model, old, new),
    ]


FLAG_REASONS = [
    ('spam', 'Advertising or spam'),
    ('insult', 'Insulting or threatening'),
    ('private', 'Gives away who somebody is'),
    ('harmful', 'Could harm somebody’s health'),
    ('other', 'Something else'),
]
PRESETS = [
    ("usual", "usual"),
    ("open", "open"),
    ("premoderated", "pre-moderated"),
    ("sensitive", "sensitive"),
    ("closed", "closed"),
    ("archived", "archived"),
]


class Migration(migrations.Migration):
    dependencies = [("comments", "0023_lines_of_a_moderator")]

    operations = [
        *(step for model in RENAMED_MODELS for step in rename_model(*model)),
        *(migrations.AlterModelOptions(model, {"verbose_name": title}) for model, title in TITLES),
        migrations.AlterModelTable("helpline", "comments_helpline"),
        # Indexes and constraints keep their names and columns; only the model says it otherwise.
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.RemoveConstraint("flag", "flags_are_settled_by_a_decision"),
                migrations.RemoveIndex("comment", "in_turn"),
                migrations.RemoveIndex("comment", "in_turn_in_a_thread"),
                migrations.RemoveIndex("decision", "lines_of_an_act"),
                migrations.RemoveIndex("sanction", "sanctions_of_an_act"),
            ]
        ),
        *rename_field(
            "comment",
            "checks",
            "failed_checks",
            models.CharField(db_column="checks", editable=False, max_length=500, null=True),
        ),
        *rename_field(
            "comment",
            "link_is_used",
            "manage_link_seen",
            models.BooleanField(db_column="link_is_used", default=False, editable=False),
        ),
        *rename_field(
            "comment",
            "turn",
            "priority",
            models.PositiveSmallIntegerField(
                db_column="turn", db_default=6, default=6, editable=False
            ),
        ),
        *rename_field(
            "comment",
            "signs",
            "score_explanation",
            models.JSONField(db_column="signs", editable=False, null=True),
        ),
        *rename_field(
            "decision",
            "act",
            "action_id",
            models.UUIDField(db_column="act", editable=False, null=True),
        ),
        *rename_field(
            "decision",
            "ground",
            "rejection_reason",
            models.ForeignKey(
                "comments.rejectionreason",
                PROTECT,
                blank=True,
                db_column="ground_id",
                null=True,
                related_name="decisions",
                verbose_name="ground",
            ),
        ),
        *rename_field(
            "flag",
            "why",
            "reason",
            models.CharField(
                choices=FLAG_REASONS, db_column="why", max_length=10, verbose_name="why"
            ),
        ),
        *rename_field(
            "flag",
            "settled_at",
            "resolved_at",
            models.DateTimeField(
                db_column="settled_at", editable=False, null=True, verbose_name="settled"
            ),
        ),
        *rename_field(
            "flag",
            "settled_by",
            "resolved_by",
            models.ForeignKey(
                "comments.decision",
                PROTECT,
                db_column="settled_by_id",
                editable=False,
                null=True,
                related_name="flags_resolved",
            ),
        ),
        *rename_field(
            "sanction",
            "act",
            "action_id",
            models.UUIDField(db_column="act", editable=False, null=True),
        ),
        *rename_field(
            "thread",
            "reopens_as",
            "preset_if_reopened",
            models.CharField(
                choices=PRESETS,
                db_column="reopens_as",
                default="usual",
                editable=False,
                max_length=12,
            ),
        ),
        *rename_field(
            "thread",
            "shown_from",
            "visible_from",
            models.DateTimeField(
                db_column="shown_from", default=now, editable=False, null=True
            ),
        ),
        *rename_field(
            "listversion",
            "mark",
            "version",
            models.CharField(db_column="mark", max_length=16),
        ),
        *rename_field(
            "spammodel",
            "stamp",
            "version",
            models.UUIDField(db_column="stamp", default=uuid4),
        ),
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.AddIndex(
                    "comment",
                    models.Index(
                        condition=Q(status="held"), fields=["priority", "id"], name="in_turn"
                    ),
                ),
                migrations.AddIndex(
                    "comment",
                    models.Index(
                        condition=Q(status="held"),
                        fields=["thread", "priority", "id"],
                        name="in_turn_in_a_thread",
                    ),
                ),
                migrations.AddIndex(
                    "decision",
                    models.Index(
                        condition=Q(action_id__isnull=False),
                        fields=["action_id"],
                        name="lines_of_an_act",
                    ),
                ),
                migrations.AddIndex(
                    "sanction",
                    models.Index(
                        condition=Q(action_id__isnull=False),
                        fields=["action_id"],
                        name="sanctions_of_an_act",
                    ),
                ),
                migrations.AddConstraint(
                    "flag",
                    models.CheckConstraint(
                        condition=Q(outcome="open", resolved_by__isnull=True)
                        | (~Q(outcome="open") & Q(resolved_by__isnull=False)),
                        name="flags_are_settled_by_a_decision",
                    ),
                ),
            ]
        ),
        migrations.RunPython(forwards, backwards),
    ]
