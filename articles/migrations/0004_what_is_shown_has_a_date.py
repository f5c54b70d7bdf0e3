from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0003_by_lines_name_people'),
    ]

    operations = [
        migrations.RemoveField(
            model_name='article',
            name='edited_by',
        ),
        migrations.RemoveField(
            model_name='article',
            name='written_by',
        ),
        migrations.AddConstraint(
            model_name='article',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('published_at__isnull', True), ('state__in', ['draft', 'review'])), models.Q(models.Q(('state__in', ['draft', 'review']), _negated=True), ('published_at__isnull', False)), _connector='OR'), name='only_what_is_shown_has_a_date'),
        ),
        migrations.AddConstraint(
            model_name='article',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'retired'), _negated=True), models.Q(('retired_because', ''), _negated=True), _connector='OR'), name='what_is_retired_says_why'),
        ),
    ]
