"""Two groups to put people in, and reasons to begin with. Admins may change both."""

from django.contrib.auth.management import create_permissions
from django.db import migrations

MODERATOR = ("moderate",)
ADMIN = (
    *("moderate", "undo_others", "sanction_moderators"),
    *("view_comment", "view_decision", "view_letter", "view_flag", "view_appeal"),
    *("view_thread", "change_thread"),
    *("view_houserules", "change_houserules"),
    *(
        f"{verb}_{model}"
        for model in ("ground", "watchedword", "dangerphrase", "helpline", "sanction")
        for verb in ("add", "change", "delete", "view")
    ),
)
GROUNDS = (
    (
        "Advertising",
        "We do not publish advertising, or links that lead to shops and services. You are welcome"
        " to tell of your own experience without them.",
    ),
    (
        "Insulting",
        "It attacks a person. Please disagree with what was said, and say it so that the other"
        " can go on reading.",
    ),
    (
        "Personal details",
        "It tells who somebody is: a name, a number, an address or a place. Please leave that out"
        " and send it again; the rest is welcome.",
    ),
    (
        "Medical advice",
        "It tells others what to take, to change or to leave off. Nobody here can examine them:"
        " please tell what you did yourself, and what came of it.",
    ),
    (
        "Could do harm",
        "Followed by somebody else, it could do harm. Please ask those who treat you, and tell"
        " your own story without recommending it.",
    ),
    (
        "Off topic",
        "It has little to do with this article. There may be another one here under which it"
        " fits.",
    ),
    (
        "Said already",
        "The same has been said here before, and a second time does not help those who read.",
    ),
    (
        "Not understandable",
        "We could not make out what you want to say. Please try again in your own words.",
    ),
)


def make_them(apps, schema_editor):
    using = schema_editor.connection.alias
    # Otherwise Django creates them after all migrations. The models, and so the names of the
    # permissions, are those of this migration; Django skips an app that has no `models_module`.
    app_config = apps.get_app_config("comments")
    app_config.models_module = True
    create_permissions(app_config, verbosity=0, using=using, apps=apps)
    app_config.models_module = None
    Group, Permission = (apps.get_model("auth", name) for name in ("Group", "Permission"))
    for name, codenames in (("moderator", MODERATOR), ("admin", ADMIN)):
        group, _ = Group.objects.using(using).get_or_create(name=name)
        group.permissions.add(
            *Permission.objects.using(using).filter(
                content_type__app_label="comments", codename__in=codenames
            )
        )
    Ground = apps.get_model("comments", "Ground")
    for position, (title, text) in enumerate(GROUNDS, start=1):
        Ground.objects.using(using).get_or_create(
            title=title, defaults={"text": text, "position": position}
        )


def leave_them(apps, schema_editor):
    """People may be in the groups, and decisions name the reasons."""


class Migration(migrations.Migration):
    dependencies = [
        ("comments", "0012_bans_are_sanctions"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]
    operations = [migrations.RunPython(make_them, leave_them)]
