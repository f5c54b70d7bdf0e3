from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('comments', '0006_origins'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='comment',
            index=models.Index(condition=models.Q(('status', 'published')), fields=['-published_at', '-id'], name='the_newest_posts'),
        ),
    ]
