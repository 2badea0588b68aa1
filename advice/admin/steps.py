from typing import Any

from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.forms import BaseInlineFormSet, all_valid
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from advice.admin.curated import PLAIN_TEXT, CuratedAdmin, HistoryAdmin
from advice.admin.forms import CuratedForm, PromptForm, StepConditionForm
from advice.admin.helped import HelpedAdmin
from advice.models import Prompt, Step, StepCondition, StepRule, StepVariant
from advice.pack_rows import REASON

PARTS = [Prompt, StepRule, StepCondition, StepVariant]
PARTS_SHOWN = 60


class ConditionFormSet(BaseInlineFormSet):
    """Tells every form which prompts the step has, with one query for all of them."""

    def get_form_kwargs(self, index: int | None) -> dict[str, Any]:
        if not hasattr(self, "_prompt_keys"):
            step = self.instance
            self._prompt_keys = list(step.prompts.values_list("key", flat=True)) if step.pk else []
        return {**super().get_form_kwargs(index), "prompt_keys": self._prompt_keys}


def problems_of(given: Any) -> list[str]:
    """What is wrong with a form, or with a set of them, in sentences that name the field."""
    if isinstance(given, BaseInlineFormSet):
        own = [str(text) for text in given.non_form_errors()]
        return own + [problem for one in given.forms for problem in problems_of(one)]
    return [
        f"{given.fields[name].label}: {text}" if name in given.fields else str(text)
        for name, texts in given.errors.items()
        for text in texts
    ]


class RuleInline(admin.TabularInline):
    model = StepRule
    extra = 0
    show_change_link = True


class PromptInline(admin.StackedInline):
    model = Prompt
    form = PromptForm
    formfield_overrides = PLAIN_TEXT
    extra = 0
    show_change_link = True
    classes = ["collapse"]
    fieldsets = [
        (None, {"fields": ["label", ("input", "key", "order"), "choices", ("is_required", "in_short_form")]}),
        (
            _("Limits and defaults"),
            {
                "classes": ["collapse"],
                "fields": [
                    ("max_chars", "timer_minutes"),
                    "rows",
                    ("min", "max", "default", "own"),
                    ("default_offset_days", "default_offset_business_days"),
                ],
            },
        ),
    ]


class VariantInline(admin.TabularInline):
    model = StepVariant
    formfield_overrides = PLAIN_TEXT
    extra = 0
    show_change_link = True
    classes = ["collapse"]


class ConditionInline(admin.StackedInline):
    model = StepCondition
    form = StepConditionForm
    formset = ConditionFormSet
    formfield_overrides = PLAIN_TEXT
    extra = 0
    show_change_link = True
    classes = ["collapse"]
    fields = [
        ("order", "effect", "test", "at_stage", "unless"),
        ("days", "n", "no_kind", "limit"),
        ("prompt", "values", "starts_with"),
        ("then", "place", "reframes"),
        "shown_text",
    ]


@admin.register(Step)
class StepAdmin(HelpedAdmin):
    form = CuratedForm
    is_previewed_above = True
    list_display = ["title", "order", "day_offset", "minutes"]
    list_editable = ["order", "day_offset", "minutes"]
    list_filter = ["is_health", *CuratedAdmin.list_filter]
    search_fields = ["title", "key", "why"]
    autocomplete_fields = ["sources", "articles"]
    inlines = [RuleInline, PromptInline, VariantInline, ConditionInline]
    ordering = ["order"]
    fieldsets = [
        (None, {"fields": ["key", ("title", "order"), "why", "caution", "grade", "sources", "articles"]}),
        (
            _("When and how long"),
            {
                "fields": [
                    ("minutes", "sessions"),
                    ("day_offset", "latest_day"),
                    ("window_days", "batch_every"),
                ]
            },
        ),
        (_("Care"), {"fields": ["is_health", "editor_note"]}),
        (_("State"), {"fields": [*CuratedAdmin.about_fields, "helped"]}),
    ]

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        for part in formset.save(commit=False):
            part._history_user = request.user
            part.save()
        for part in formset.deleted_objects:
            part._history_user = request.user
            part.delete()
        formset.save_m2m()

    def rehearse(self, request: HttpRequest, step: Step | None) -> list[str]:
        """Saves what the posted form holds; for a transaction that is taken back. Says what is wrong with it, if so."""
        is_old = step is not None and step.pk is not None
        form = self.get_form(request, step, change=is_old)(request.POST, instance=step)
        is_valid = form.is_valid()
        row = self.save_form(request, form, change=is_old) if is_valid else form.instance
        formsets, _inlines = self._create_formsets(request, row, change=is_old)
        if not (all_valid(formsets) and is_valid):
            return [problem for one in [form, *formsets] for problem in problems_of(one)]
        self.save_model(request, row, form, change=is_old)
        self.save_related(request, form, formsets, change=is_old)
        return []

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Adds what happened to the step's prompts, rules, conditions and extra questions, removed ones included."""
        changes = [change for model in PARTS for change in self._changes_of(model, unquote(object_id))]
        changes.sort(key=lambda change: change["record"].history_date, reverse=True)
        return super().history_view(request, object_id, {**(extra_context or {}), "parts": changes[:PARTS_SHOWN]})

    def _changes_of(self, model: Any, step_id: str) -> list[dict[str, Any]]:
        if not step_id.isdecimal():
            return []
        # That the pack brought them is no news: what was changed, added and removed since then is.
        records = model.history.filter(step_id=step_id).exclude(history_type="+", history_change_reason=REASON)
        records = records.select_related("history_user")[:PARTS_SHOWN]
        address = f"{self.admin_site.name}:advice_{model._meta.model_name}_simple_history"
        return [
            {
                "record": record,
                "kind": model._meta.verbose_name,
                "label": str(record.instance),
                "url": reverse(address, args=[record.id, record.history_id]),
            }
            for record in records
        ]


class PartAdmin(HistoryAdmin):
    """A part of a step: reached from there, with a history of its own; added and removed only there."""

    change_form_template = "admin/advice/curated.html"
    readonly_fields = ["step"]

    def has_module_permission(self, request: HttpRequest) -> bool:
        return False

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False


@admin.register(Prompt)
class PromptAdmin(PartAdmin):
    form = PromptForm
    search_fields = ["key", "label"]


@admin.register(StepCondition)
class StepConditionAdmin(PartAdmin):
    form = StepConditionForm


admin.site.register([StepRule, StepVariant], PartAdmin)
