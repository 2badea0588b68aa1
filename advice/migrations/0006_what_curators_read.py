from django.db import migrations, models


class Migration(migrations.Migration):
    """Sureness is asked in five words, and a letter may say what stands in an empty field. Changes no table."""

    dependencies = [
        ("advice", "0005_keys_are_taken_once"),
    ]

    operations = [
        migrations.AlterField(
            model_name="historicalletter",
            name="body",
            field=models.TextField(
                help_text="Plain text with merge fields: {{ contact_name }}. Words behind a bar stand there while nothing is known: {{ question | what would you study first? }}.",
                verbose_name="text",
            ),
        ),
        migrations.AlterField(
            model_name="historicalprompt",
            name="input",
            field=models.CharField(
                choices=[
                    ("text", "a few lines"),
                    ("private_long_text", "long private text"),
                    ("choice", "one choice"),
                    ("multi_choice", "several choices"),
                    ("checkbox", "a box to tick"),
                    ("toggle", "a switch"),
                    ("date", "a date"),
                    ("date_optional", "a date, or none"),
                    ("number", "a number"),
                    ("slider", "how sure, in five words"),
                    ("mood", "a mood"),
                    ("contact", "a person"),
                    ("contact_and_titles", "a person and two job titles"),
                    ("text_per_contact", "a line for each person"),
                    ("letter", "a letter"),
                    ("star_card", "an evidence card"),
                    ("matrix", "a table of causes"),
                    ("pick_from_matrix", "a choice from that table"),
                    ("pattern_view", "what came up before"),
                    ("if_then", "an if–then sentence"),
                ],
                default="text",
                max_length=20,
                verbose_name="answered by",
            ),
        ),
        migrations.AlterField(
            model_name="letter",
            name="body",
            field=models.TextField(
                help_text="Plain text with merge fields: {{ contact_name }}. Words behind a bar stand there while nothing is known: {{ question | what would you study first? }}.",
                verbose_name="text",
            ),
        ),
        migrations.AlterField(
            model_name="prompt",
            name="input",
            field=models.CharField(
                choices=[
                    ("text", "a few lines"),
                    ("private_long_text", "long private text"),
                    ("choice", "one choice"),
                    ("multi_choice", "several choices"),
                    ("checkbox", "a box to tick"),
                    ("toggle", "a switch"),
                    ("date", "a date"),
                    ("date_optional", "a date, or none"),
                    ("number", "a number"),
                    ("slider", "how sure, in five words"),
                    ("mood", "a mood"),
                    ("contact", "a person"),
                    ("contact_and_titles", "a person and two job titles"),
                    ("text_per_contact", "a line for each person"),
                    ("letter", "a letter"),
                    ("star_card", "an evidence card"),
                    ("matrix", "a table of causes"),
                    ("pick_from_matrix", "a choice from that table"),
                    ("pattern_view", "what came up before"),
                    ("if_then", "an if–then sentence"),
                ],
                default="text",
                max_length=20,
                verbose_name="answered by",
            ),
        ),
    ]
