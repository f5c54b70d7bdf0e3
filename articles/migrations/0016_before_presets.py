"""The first revisions tell whether a discussion was open, as discussions told it then."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("articles", "0015_search")]
    run_before = [("comments", "0012_bans_are_sanctions")]
    operations = []
