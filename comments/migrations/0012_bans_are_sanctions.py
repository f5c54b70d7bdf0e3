from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("comments", "0011_what_the_desk_knows")]
    operations = [
        migrations.RemoveField(model_name="thread", name="is_open"),
        migrations.DeleteModel(name="Ban"),
    ]
