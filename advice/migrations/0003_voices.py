from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("advice", "0002_shown_from"),
    ]

    operations = [
        migrations.CreateModel(
            name="Voice",
            fields=[
                ("voter", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("kind", models.CharField(choices=[("article", "article"), ("step", "step")], max_length=10)),
                ("key", models.CharField(max_length=60)),
                (
                    "answer",
                    models.CharField(choices=[("yes", "Yes"), ("little", "A little"), ("no", "No")], max_length=10),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["kind", "key"], name="voices_about_a_text")],
            },
        ),
    ]
