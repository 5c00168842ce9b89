from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('connectors', '0003_handover'),
    ]

    operations = [
        migrations.CreateModel(
            name='RateBucket',
            fields=[
                ('key', models.CharField(max_length=150, primary_key=True, serialize=False)),
                ('tokens', models.FloatField()),
                ('at', models.DateTimeField()),
            ],
        ),
        # Written with every message, and worth nothing after a crash: a full bucket is a safe beginning.
        migrations.RunSQL('ALTER TABLE connectors_ratebucket SET UNLOGGED', 'ALTER TABLE connectors_ratebucket SET LOGGED'),
    ]
