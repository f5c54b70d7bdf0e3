"""Admins may do with articles, and all that belongs to them, whatever editors may."""

from django.db import migrations

from articles.migrations._permissions import create_permissions


def let_them(apps, schema_editor):
    using = schema_editor.connection.alias
    create_permissions(apps, using=using)
    Group, Permission = (apps.get_model("auth", name) for name in ("Group", "Permission"))
    group, _ = Group.objects.using(using).get_or_create(name="admin")
    articles = Permission.objects.using(using).filter(content_type__app_label="articles")
    group.permissions.add(*articles)


def leave_them(apps, schema_editor):
    """People may be in the group."""


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0016_before_presets"),
        ("comments", "0013_moderators_and_admins"),
    ]
    operations = [migrations.RunPython(let_them, leave_them)]
