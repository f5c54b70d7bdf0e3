from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("comments", "0015_flags")]
    operations = [
        migrations.AddIndex(
            model_name="comment",
            index=models.Index(fields=["id"], condition=Q(status="removed"), name="removed_posts"),
        ),
        migrations.AddIndex(
            model_name="comment",
            index=models.Index(
                fields=["thread", "turn", "id"],
                condition=Q(status="held"),
                name="in_turn_in_a_thread",
            ),
        ),
    ]
