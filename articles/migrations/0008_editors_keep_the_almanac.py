"""Editors write facts and anniversaries, too."""

from django.db import migrations

from articles.migrations._permissions import create_permissions

GIVEN = [
    f"{verb}_{model}"
    for model in ("fact", "anniversary")
    for verb in ("add", "change", "delete", "view")
]


def give(apps, schema_editor):
    using = schema_editor.connection.alias
    create_permissions(apps, using=using)
    Group, Permission = (apps.get_model("auth", name) for name in ("Group", "Permission"))
    permissions = Permission.objects.using(using).filter(
        content_type__app_label="articles", codename__in=GIVEN
    )
    # Whoever has no such group any more has put the rights in order in another way.
    for editor in Group.objects.using(using).filter(name="editor"):
        editor.permissions.add(*permissions)


def leave_them(apps, schema_editor):
    """Rights that name nothing do no harm."""


class Migration(migrations.Migration):

    dependencies = [
        ("articles", "0007_almanac"),
    ]

    operations = [
        migrations.RunPython(give, leave_them),
    ]
