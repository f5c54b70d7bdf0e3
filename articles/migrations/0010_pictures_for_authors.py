"""Authors bring the pictures of their texts; editors may take pictures out of the library, too."""

from django.db import migrations

from articles.migrations._permissions import create_permissions

AUTHOR = ("add_picture", "change_picture", "view_picture")
EDITOR = (*AUTHOR, "delete_picture")


def let_them(apps, schema_editor):
    using = schema_editor.connection.alias
    create_permissions(apps, using=using)
    Group, Permission = (apps.get_model("auth", name) for name in ("Group", "Permission"))
    for name, codenames in (("author", AUTHOR), ("editor", EDITOR)):
        for group in Group.objects.using(using).filter(name=name):
            group.permissions.add(
                *Permission.objects.using(using).filter(
                    content_type__app_label="articles", codename__in=codenames
                )
            )


def leave_them(apps, schema_editor):
    """Admins may have given them to others, too."""


class Migration(migrations.Migration):

    dependencies = [
        ("articles", "0009_pictures"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [
        migrations.RunPython(let_them, leave_them),
    ]
