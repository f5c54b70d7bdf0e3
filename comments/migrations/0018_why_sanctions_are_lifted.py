from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("comments", "0017_what_the_rules_say")]
    operations = [
        migrations.AddField(
            model_name="sanction",
            name="lift_reason",
            field=models.CharField(
                blank=True,
                db_default="",
                editable=False,
                max_length=200,
                verbose_name="why it was lifted",
            ),
        ),
        migrations.AlterField(
            model_name="sanction",
            name="reason",
            field=models.CharField(max_length=500, verbose_name="reason"),
        ),
    ]
