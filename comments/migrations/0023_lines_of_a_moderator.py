from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("comments", "0022_places_of_help"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.AddIndex(
            model_name="decision",
            index=models.Index(
                condition=models.Q(("moderator__isnull", False)),
                fields=["moderator", "id"],
                name="lines_of_a_moderator",
            ),
        ),
    ]
