from django.db import migrations, models


class Migration(migrations.Migration):
    # SQLite rebuilds the table for this. No trigger stands on it yet; the next migration makes those.
    dependencies = [("comments", "0007_newest_posts")]
    operations = [
        migrations.AddField(
            model_name="comment",
            name="is_unlisted",
            field=models.BooleanField(
                db_default=False,
                default=False,
                editable=False,
                verbose_name="not for search engines",
            ),
        ),
    ]
