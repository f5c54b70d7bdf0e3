import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0010_pictures_for_authors'),
    ]

    operations = [
        migrations.CreateModel(
            name='Gist',
            fields=[
                ('article', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='gist', serialize=False, to='articles.article')),
                ('made_of', models.BigIntegerField()),
                ('weights', models.BinaryField()),
                ('words', models.BinaryField()),
            ],
        ),
        migrations.CreateModel(
            name='Likeness',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('score', models.FloatField()),
            ],
        ),
        migrations.CreateModel(
            name='TopicEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('published_at', models.DateTimeField()),
            ],
        ),
        migrations.RemoveIndex(
            model_name='article',
            name='newest_articles',
        ),
        migrations.AddField(
            model_name='topic',
            name='description',
            field=models.TextField(blank=True, help_text="Markdown; for the topic's own page.", verbose_name='description'),
        ),
        migrations.AddField(
            model_name='topic',
            name='description_html',
            field=models.TextField(default='', editable=False),
        ),
        migrations.AddIndex(
            model_name='article',
            index=models.Index(fields=['-published_at', '-id', 'state'], name='newest_articles'),
        ),
        migrations.AddField(
            model_name='likeness',
            name='article',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='likenesses', to='articles.article'),
        ),
        migrations.AddField(
            model_name='likeness',
            name='other',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='alike_to', to='articles.article'),
        ),
        migrations.AddField(
            model_name='topicentry',
            name='article',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='entries', to='articles.article'),
        ),
        migrations.AddField(
            model_name='topicentry',
            name='topic',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='entries', to='articles.topic'),
        ),
        migrations.AddIndex(
            model_name='likeness',
            index=models.Index(fields=['article', '-score', '-other'], name='best_of_an_article'),
        ),
        migrations.AddConstraint(
            model_name='likeness',
            constraint=models.UniqueConstraint(fields=('article', 'other'), name='alike_is_said_once'),
        ),
        migrations.AddIndex(
            model_name='topicentry',
            index=models.Index(fields=['topic', '-published_at', '-article'], name='newest_of_a_topic'),
        ),
        migrations.AddConstraint(
            model_name='topicentry',
            constraint=models.UniqueConstraint(fields=('article', 'topic'), name='one_entry_a_topic'),
        ),
    ]
