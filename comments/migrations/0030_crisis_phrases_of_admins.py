"""Leave in the table the crisis phrases that admins have added or changed: patterns have replaced the others.

A phrase that an admin deleted comes back, not in use, so that the patterns find nothing within it.
"""

from importlib import import_module

from django.db import migrations, models

SUPPLIED = import_module("comments.migrations.0021_phrases_of_danger")


def list_supplied_phrases():
    """Language and harmlessness of each. What two languages have in common is of the first."""
    supplied = {}
    for language, lines in SUPPLIED.PHRASES.items():
        for phrase, is_harmless in SUPPLIED.entries(lines).items():
            supplied.setdefault(phrase, (language, is_harmless))
    return supplied


def get_phrases(apps, schema_editor):
    return apps.get_model("comments", "CrisisPhrase")._base_manager.using(schema_editor.connection.alias)


def leave_changed_phrases(apps, schema_editor):
    phrases, supplied = get_phrases(apps, schema_editor), list_supplied_phrases()
    rows = {row.phrase: row for row in phrases.all()}
    unchanged = [
        row.pk
        for row in rows.values()
        if row.is_in_use and supplied.get(row.phrase) == (row.language, row.is_harmless)
    ]
    for start in range(0, len(unchanged), 500):
        phrases.filter(pk__in=unchanged[start : start + 500]).delete()
    phrases.bulk_create(
        phrases.model(phrase=phrase, language=language, is_harmless=is_harmless, is_in_use=False)
        for phrase, (language, is_harmless) in supplied.items()
        if phrase not in rows
    )


def bring_back_supplied_phrases(apps, schema_editor):
    phrases = get_phrases(apps, schema_editor)
    phrases.bulk_create(
        [
            phrases.model(phrase=phrase, language=language, is_harmless=is_harmless)
            for phrase, (language, is_harmless) in list_supplied_phrases().items()
        ],
        ignore_conflicts=True,
    )


class Migration(migrations.Migration):
    dependencies = [("comments", "0029_attempts")]
    operations = [
        migrations.RunPython(leave_changed_phrases, bring_back_supplied_phrases),
        migrations.AlterField(
            model_name="crisisphrase",
            name="is_in_use",
            field=models.BooleanField(
                default=True,
                help_text="If not, the patterns that come with the site find nothing within it, either.",
                verbose_name="in use",
            ),
        ),
    ]
