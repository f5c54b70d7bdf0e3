"""Where help is, to begin with: numbers that are publicly known and free. Admins may change it."""

from django.db import migrations

LINES = (
    # place, name, text, phone, url, language
    ("European Union", "Emergency", "Ambulance, fire brigade, police. Free, day and night.", "112", "", ""),
    ("United Kingdom", "Emergency", "Ambulance. Free, day and night; 112 works as well.", "999", "", "en"),
    ("United States, Canada", "Emergency", "Ambulance. Free, day and night.", "911", "", "en"),
    ("Australia", "Emergency", "Ambulance. Free, day and night.", "000", "", "en"),
    ("United States, Canada", "Suicide and crisis line", "Call or text, day and night.", "988", "", "en"),
    ("United Kingdom, Ireland", "Samaritans", "Somebody listens, day and night. Free.", "116 123", "https://www.samaritans.org/", "en"),
    ("Australia", "Lifeline", "Crisis support, day and night.", "13 11 14", "https://www.lifeline.org.au/", "en"),
    ("Deutschland", "TelefonSeelsorge", "Tag und Nacht, anonym und kostenlos.", "0800 111 0 111", "https://www.telefonseelsorge.de/", "de"),
    ("France", "Prévention du suicide", "Numéro national, jour et nuit, gratuit.", "3114", "https://3114.fr/", "fr"),
    ("", "Find a Helpline", "Crisis lines of all other countries.", "", "https://findahelpline.com/", ""),
)  # fmt: skip


def write_down(apps, schema_editor):
    HelpLine = apps.get_model("comments", "HelpLine")
    using = schema_editor.connection.alias
    if HelpLine.objects.using(using).exists():
        return
    for position, (place, name, text, phone, url, language) in enumerate(LINES, start=1):
        HelpLine.objects.using(using).create(
            place=place,
            name=name,
            text=text,
            phone=phone,
            url=url,
            language=language,
            position=position,
        )


def leave_them(apps, schema_editor):
    """Admins may have changed them."""


class Migration(migrations.Migration):
    dependencies = [("comments", "0021_phrases_of_danger")]
    operations = [migrations.RunPython(write_down, leave_them)]
