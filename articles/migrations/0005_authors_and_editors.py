"""Two groups to put people in: authors write, editors publish. Admins may change what they may."""

from django.db import migrations

from articles.migrations._permissions import create_permissions

AUTHOR = ("add_article", "change_article", "view_article", "view_topic", "view_person")
EDITOR = (
    *("add_article", "change_article", "delete_article", "view_article", "publish"),
    *(f"{verb}_{model}" for model in ("topic", "person") for verb in ("add", "change", "view")),
)


def make_groups(apps, schema_editor):
    using = schema_editor.connection.alias
    create_permissions(apps, using=using)
    Group, Permission = (apps.get_model("auth", name) for name in ("Group", "Permission"))
    for name, codenames in (("author", AUTHOR), ("editor", EDITOR)):
        group, _ = Group.objects.using(using).get_or_create(name=name)
        group.permissions.add(
            *Permission.objects.using(using).filter(
                content_type__app_label="articles", codename__in=codenames
            )
        )


def leave_them(apps, schema_editor):
    """People may be in them."""


class Migration(migrations.Migration):

    dependencies = [
        ("articles", "0004_what_is_shown_has_a_date"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [
        migrations.RunPython(make_groups, leave_them),
    ]
