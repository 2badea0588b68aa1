from django.db import migrations, models


class Migration(migrations.Migration):
    """A key is taken once among the rows themselves; a new version bears the key of its row."""

    dependencies = [
        ("advice", "0004_new_versions"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="article",
            name="one_article_per_key_and_language",
        ),
        migrations.RemoveConstraint(
            model_name="article",
            name="one_article_per_address_and_language",
        ),
        migrations.RemoveConstraint(
            model_name="card",
            name="one_card_per_key_and_language",
        ),
        migrations.RemoveConstraint(
            model_name="letter",
            name="one_letter_per_key_and_language",
        ),
        migrations.RemoveConstraint(
            model_name="nudgetext",
            name="one_nudge_text_per_rule_and_language",
        ),
        migrations.RemoveConstraint(
            model_name="reframe",
            name="one_reframe_per_key_and_language",
        ),
        migrations.RemoveConstraint(
            model_name="source",
            name="one_source_per_key_and_language",
        ),
        migrations.RemoveConstraint(
            model_name="step",
            name="one_step_per_key_and_language",
        ),
        migrations.RemoveConstraint(
            model_name="supportservice",
            name="one_supportservice_per_key_and_language",
        ),
        migrations.AlterField(
            model_name="source",
            name="key",
            field=models.SlugField(max_length=60, verbose_name="key"),
        ),
        migrations.AddConstraint(
            model_name="article",
            constraint=models.UniqueConstraint(
                condition=models.Q(("replaces", None)),
                fields=("key", "language"),
                name="one_article_per_key_and_language",
                violation_error_code="unique",
                violation_error_message="This key is taken in this language.",
            ),
        ),
        migrations.AddConstraint(
            model_name="article",
            constraint=models.UniqueConstraint(
                condition=models.Q(("replaces", None)),
                fields=("slug", "language"),
                name="one_article_per_address_and_language",
                violation_error_code="unique",
                violation_error_message="Another article in this language has this address.",
            ),
        ),
        migrations.AddConstraint(
            model_name="card",
            constraint=models.UniqueConstraint(
                condition=models.Q(("replaces", None)),
                fields=("key", "language"),
                name="one_card_per_key_and_language",
                violation_error_code="unique",
                violation_error_message="This key is taken in this language.",
            ),
        ),
        migrations.AddConstraint(
            model_name="letter",
            constraint=models.UniqueConstraint(
                condition=models.Q(("replaces", None)),
                fields=("key", "language"),
                name="one_letter_per_key_and_language",
                violation_error_code="unique",
                violation_error_message="This key is taken in this language.",
            ),
        ),
        migrations.AddConstraint(
            model_name="nudgetext",
            constraint=models.UniqueConstraint(
                condition=models.Q(("replaces", None)),
                fields=("rule", "language"),
                name="one_nudge_text_per_rule_and_language",
                violation_error_code="unique",
                violation_error_message="This rule has words in this language.",
            ),
        ),
        migrations.AddConstraint(
            model_name="reframe",
            constraint=models.UniqueConstraint(
                condition=models.Q(("replaces", None)),
                fields=("key", "language"),
                name="one_reframe_per_key_and_language",
                violation_error_code="unique",
                violation_error_message="This key is taken in this language.",
            ),
        ),
        migrations.AddConstraint(
            model_name="source",
            constraint=models.UniqueConstraint(
                condition=models.Q(("replaces", None)),
                fields=("key",),
                name="one_source_per_key",
                violation_error_code="unique",
                violation_error_message="This key is taken.",
            ),
        ),
        migrations.AddConstraint(
            model_name="source",
            constraint=models.UniqueConstraint(
                condition=models.Q(("replaces", None)),
                fields=("key", "language"),
                name="one_source_per_key_and_language",
                violation_error_code="unique",
                violation_error_message="This key is taken in this language.",
            ),
        ),
        migrations.AddConstraint(
            model_name="step",
            constraint=models.UniqueConstraint(
                condition=models.Q(("replaces", None)),
                fields=("key", "language"),
                name="one_step_per_key_and_language",
                violation_error_code="unique",
                violation_error_message="This key is taken in this language.",
            ),
        ),
        migrations.AddConstraint(
            model_name="supportservice",
            constraint=models.UniqueConstraint(
                condition=models.Q(("replaces", None)),
                fields=("key", "language"),
                name="one_supportservice_per_key_and_language",
                violation_error_code="unique",
                violation_error_message="This key is taken in this language.",
            ),
        ),
    ]
