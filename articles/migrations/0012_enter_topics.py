"""What has been published stands in the lists of its topics. What is alike is found later, by
`note_due_articles` or `relate_articles`: that takes too long here."""

from django.db import migrations

ENTER = """
INSERT INTO articles_topicentry (topic_id, article_id, published_at)
SELECT chosen.topic_id, article.id, article.published_at
FROM articles_article AS article
JOIN articles_article_topics AS chosen ON chosen.article_id = article.id
WHERE article.published_at IS NOT NULL AND article.state <> 'retired'
"""


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0011_finding'),
    ]

    operations = [
        migrations.RunSQL(ENTER, migrations.RunSQL.noop),
    ]
