import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import accounts.validators


class Migration(migrations.Migration):
    dependencies = [
        ("applications", "0006_archive_and_trash"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Tag",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "name",
                    models.CharField(
                        max_length=50, validators=[accounts.validators.no_control_characters], verbose_name="tag"
                    ),
                ),
                ("folded", models.CharField(editable=False, max_length=200)),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="tags", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={"ordering": ["folded", "pk"]},
        ),
        migrations.AddConstraint(
            model_name="tag",
            constraint=models.UniqueConstraint(fields=("user", "folded"), name="one_tag_per_name_and_person"),
        ),
        migrations.AddField(
            model_name="jobapplication",
            name="tags",
            field=models.ManyToManyField(
                blank=True, related_name="applications", to="applications.tag", verbose_name="tags"
            ),
        ),
    ]
