from typing import Any

from django.contrib import admin
from django.utils.functional import lazy
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from advice import markdown, merge
from advice.admin.curated import CuratedAdmin
from advice.admin.forms import ArticleForm, CardForm, CuratedForm, LetterForm, NudgeTextForm, ReframeForm
from advice.admin.helped import HelpedAdmin
from advice.models import Article, Card, Letter, NudgeText, Reframe, Source
from advice.vocabulary import MERGE_FIELDS


def merge_fields(about: Any, *groups: str) -> SafeString:
    """What may stand in braces, with what comes of it; to be copied from above the form."""
    names = [name for group in groups for name in MERGE_FIELDS[group]]
    lines = format_html_join(
        "", "<li><code>{{{{ {} }}}}</code> {}</li>", ((name, merge.LABELS[name]) for name in names)
    )
    return format_html('<details class="merge-fields" open><summary>{}</summary><ul>{}</ul></details>', about, lines)


LETTER_FIELDS = lazy(merge_fields, str)(_("Merge fields for subject and text"), "application", "user", "network")
NUDGE_FIELDS = lazy(merge_fields, str)(
    _("Merge fields for the text (the subject has none)"), "application", "user", "app"
)


def as_markdown(texts: dict[str, str]) -> SafeString:
    return markdown.as_html(texts["body"])


def as_letter(texts: dict[str, str]) -> SafeString:
    """Subject and text with their gaps marked, and what is wrong with the fields."""
    problems = [*merge.problems_in(texts["subject"]), *merge.problems_in(texts["body"])]
    return format_html(
        '{}<p><strong>{}</strong></p><div class="preview-lines">{}</div>',
        format_html_join("", '<p class="errornote">{}</p>', ((problem,) for problem in problems)),
        merge.as_html(texts["subject"], {}),
        merge.as_html(texts["body"], {}),
    )


@admin.register(Source)
class SourceAdmin(CuratedAdmin):
    form = CuratedForm
    list_display = ["key", "cite", "grade", "seen"]
    list_filter = ["grade", "seen", *CuratedAdmin.list_filter]
    search_fields = ["key", "cite", "note"]
    fieldsets = [
        (None, {"fields": ["key", "cite", "url", "also", ("grade", "seen"), "note"]}),
        (_("State"), {"fields": CuratedAdmin.about_fields}),
    ]


@admin.register(Article)
class ArticleAdmin(HelpedAdmin):
    form = ArticleForm
    previewed = as_markdown
    list_display = ["title"]
    list_filter = ["is_health", "is_legal", *CuratedAdmin.list_filter]
    search_fields = ["title", "key", "body"]
    autocomplete_fields = ["sources"]
    fieldsets = [
        (None, {"fields": ["key", "slug", "title", "body", "sources"]}),
        (_("Where it is shown"), {"fields": ["tags", "stages", "reasons"]}),
        (_("Care"), {"fields": [("is_health", "is_legal"), "review_note", "editor_note"]}),
        (_("State"), {"fields": [*CuratedAdmin.about_fields, "helped"]}),
    ]


@admin.register(Letter)
class LetterAdmin(CuratedAdmin):
    form = LetterForm
    previewed = as_letter
    list_display = ["title", "when_to_send"]
    list_filter = ["is_legal", *CuratedAdmin.list_filter]
    search_fields = ["title", "key", "subject", "body"]
    autocomplete_fields = ["sources"]
    fieldsets = [
        (
            None,
            {
                "fields": [
                    "key",
                    "title",
                    "when_to_send",
                    "to_whom",
                    "subject",
                    "body",
                    "sources",
                ],
                "description": LETTER_FIELDS,
            },
        ),
        (
            _("A paragraph that depends on an answer"),
            {
                "classes": ["collapse"],
                "fields": ["paragraph_text", ("paragraph_prompt", "paragraph_when", "paragraph_value")],
            },
        ),
        (_("Where it is shown"), {"fields": ["stages"]}),
        (_("Care"), {"fields": ["is_legal"]}),
        (_("State"), {"fields": CuratedAdmin.about_fields}),
    ]


@admin.register(NudgeText)
class NudgeTextAdmin(CuratedAdmin):
    form = NudgeTextForm
    is_previewed_above = True
    list_display = ["rule", "subject"]
    search_fields = ["rule", "subject", "body"]
    autocomplete_fields = ["sources"]
    fieldsets = [
        (
            None,
            {
                "fields": ["rule", "subject", "body", "required", "sources", "editor_note"],
                "description": NUDGE_FIELDS,
            },
        ),
        (_("State"), {"fields": CuratedAdmin.about_fields}),
    ]


@admin.register(Reframe)
class ReframeAdmin(CuratedAdmin):
    form = ReframeForm
    list_display = ["thought", "question"]
    search_fields = ["thought", "reframe", "question", "key"]
    autocomplete_fields = ["sources"]
    fieldsets = [
        (None, {"fields": ["key", "thought", "reframe", "question", "stages", "sources"]}),
        (_("State"), {"fields": CuratedAdmin.about_fields}),
    ]


@admin.register(Card)
class CardAdmin(CuratedAdmin):
    form = CardForm
    previewed = as_markdown
    list_display = ["title", "where"]
    list_filter = ["is_health", *CuratedAdmin.list_filter]
    search_fields = ["title", "key", "body"]
    autocomplete_fields = ["sources"]
    fieldsets = [
        (None, {"fields": ["key", "title", "where", "trigger", "body", "labels", "buttons", "note", "sources"]}),
        (_("Care"), {"fields": ["is_health", "review_note"]}),
        (_("State"), {"fields": CuratedAdmin.about_fields}),
    ]
