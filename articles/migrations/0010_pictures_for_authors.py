"""Authors bring the pictures of their texts; editors may take pictures out of the library, too."""

from django.apps import apps as present_apps
from django.contrib.auth.management import create_permissions
from django.db import migrations

AUTHOR = ("add_picture", "change_picture", "view_picture")
EDITOR = (*AUTHOR, "delete_picture")


def let_them(apps, schema_editor):
    using = schema_editor.connection.alias
    # Otherwise they come into being only after all migrations.
    create_permissions(present_apps.get_app_config("articles"), verbosity=0, using=using)
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
