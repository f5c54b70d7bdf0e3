"""The skeletons of the names that are there already."""

from django.db import migrations

from mvforum.accounts.migrations._skeleton_0005 import skeleton

AT_ONCE = 1000


def read_names(apps, schema_editor):
    User = apps.get_model("accounts", "User")
    users = User.objects.using(schema_editor.connection.alias)
    some = []
    for user in users.only("pk", "username").iterator(AT_ONCE):
        user.name_skeleton = skeleton(user.username)
        some.append(user)
        if len(some) == AT_ONCE:
            users.bulk_update(some, ["name_skeleton"])
            some = []
    users.bulk_update(some, ["name_skeleton"])


class Migration(migrations.Migration):
    dependencies = [("accounts", "0004_names_that_read_alike")]
    operations = [migrations.RunPython(read_names, migrations.RunPython.noop)]
