# Names in Python only: the columns stay, so that no table is rebuilt and no trigger is lost.

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("articles", "0018_terms_of_the_field")]

    operations = [
        migrations.AlterField(
            "article",
            "origin",
            models.CharField(
                db_column="origin", editable=False, max_length=300, null=True, unique=True
            ),
        ),
        migrations.RenameField("article", "origin", "import_key"),
        migrations.AlterField(
            "revision",
            "brought_back",
            models.PositiveIntegerField(db_column="brought_back", null=True),
        ),
        migrations.RenameField("revision", "brought_back", "restored_number"),
    ]
