from __future__ import annotations

from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from advice import merge, parameters
from advice.models.curated import Curated, Source
from advice.models.texts import Article
from advice.vocabulary import Grade, Input, Stage, Test


class Step(Curated):
    """One thing worth doing after a no: why, how long it takes, and when it comes. Recoveries keep a snapshot of it."""

    _history_m2m_fields = ["sources", "articles"]

    key = models.SlugField(_("key"), max_length=60)
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    title = models.CharField(_("title"), max_length=120)
    why = models.TextField(_("why"), help_text=_("One sentence, as careful as the sources allow."))
    caution = models.TextField(_("word of caution"), blank=True)
    grade = models.CharField(_("grade"), max_length=1, choices=Grade.choices)
    minutes = models.PositiveSmallIntegerField(_("minutes"), validators=[MinValueValidator(1)])
    day_offset = models.PositiveSmallIntegerField(_("day"), default=0, help_text=_("Days after the no came."))
    latest_day = models.PositiveSmallIntegerField(_("latest day"), null=True, blank=True)
    window_days = models.PositiveSmallIntegerField(_("spread over days"), null=True, blank=True)
    sessions = models.PositiveSmallIntegerField(_("sessions"), null=True, blank=True)
    batch_every = models.PositiveSmallIntegerField(
        _("every so many early noes"), null=True, blank=True, help_text=_("Early-noes page only; empty = weekly.")
    )
    is_health = models.BooleanField(_("health text"), default=False)
    editor_note = models.TextField(_("note for curators"), blank=True)
    sources = models.ManyToManyField(Source, verbose_name=_("sources"), blank=True, related_name="steps")
    articles = models.ManyToManyField(Article, verbose_name=_("articles"), blank=True, related_name="steps")

    class Meta(Curated.Meta):
        verbose_name = _("step")
        verbose_name_plural = _("steps")
        ordering = ["order", "key"]

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        super().clean()
        merge.check_times(self, "why", "caution")


class Prompt(models.Model):
    """One question of a step and the control that takes its answer."""

    step = models.ForeignKey(Step, on_delete=models.CASCADE, related_name="prompts")
    key = models.SlugField(_("key"), max_length=60, help_text=_("Answers are kept under it: do not change it later."))
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    label = models.TextField(_("question"))
    input = models.CharField(_("answered by"), max_length=20, choices=Input.choices, default=Input.TEXT)
    options = models.JSONField(_("options"), default=dict, blank=True)
    is_required = models.BooleanField(_("needed to finish the step"), default=False)
    max_chars = models.PositiveSmallIntegerField(_("longest answer"), null=True, blank=True)
    timer_minutes = models.PositiveSmallIntegerField(_("timer, minutes"), null=True, blank=True)
    in_short_form = models.BooleanField(_("in the short form"), default=False)

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("prompt")
        verbose_name_plural = _("prompts")
        ordering = ["order", "pk"]
        constraints = [models.UniqueConstraint(fields=["step", "key"], name="one_prompt_per_key")]

    def __str__(self) -> str:
        return self.key

    def clean(self) -> None:
        super().clean()
        self.label = self.label.replace("\r\n", "\n")
        merge.check_times(self, "label")
        problems = parameters.problems_of_options(self.input, self.options)
        if problems:
            raise ValidationError(problems)


class StepVariant(models.Model):
    """An extra question that a step asks at one stage only."""

    step = models.ForeignKey(Step, on_delete=models.CASCADE, related_name="variants")
    stage = models.CharField(_("stage"), max_length=20, choices=Stage.choices)
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    label = models.TextField(_("question"))

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("extra question")
        verbose_name_plural = _("extra questions")
        ordering = ["stage", "order", "pk"]

    def __str__(self) -> str:
        return self.label

    def clean(self) -> None:
        super().clean()
        merge.check_times(self, "label")


class StepRule(models.Model):
    """Whether a step is on or only offered after a no at this stage. No row: it is not shown there."""

    class Mode(models.TextChoices):
        ON = "on", _("on")
        OFFERED = "offered", _("offered")

    step = models.ForeignKey(Step, on_delete=models.CASCADE, related_name="rules")
    stage = models.CharField(_("stage"), max_length=20, choices=Stage.choices)
    mode = models.CharField(_("mode"), max_length=10, choices=Mode.choices, default=Mode.OFFERED)
    minutes = models.PositiveSmallIntegerField(
        _("minutes here"), null=True, blank=True, help_text=_("Where they differ from the step's own.")
    )
    is_short = models.BooleanField(_("short form"), default=False)
    is_batch = models.BooleanField(_("on the early-noes page"), default=False)

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("stage rule")
        verbose_name_plural = _("stage rules")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["step", "stage"], name="one_rule_per_stage")]

    def __str__(self) -> str:
        return f"{self.get_stage_display()}: {self.get_mode_display()}"


class StepCondition(models.Model):
    """Something that hides, offers, guards or branches a step, chosen from a closed list of tests."""

    class Effect(models.TextChoices):
        HIDE = "hide", _("hide the step if")
        OFFER = "offer", _("offer the step if")
        GUARD = "guard", _("show a word before it if")
        BRANCH = "branch", _("show reframes if")

    step = models.ForeignKey(Step, on_delete=models.CASCADE, related_name="conditions")
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    effect = models.CharField(_("effect"), max_length=10, choices=Effect.choices)
    test = models.CharField(_("test"), max_length=30, choices=Test.choices)
    at_stage = models.CharField(_("only at"), max_length=20, choices=Stage.choices, blank=True)
    unless = models.CharField(_("unless"), max_length=30, choices=Test.choices, blank=True)
    parameters = models.JSONField(_("parameters"), default=dict, blank=True)
    shown_text = models.TextField(_("text shown"), blank=True)

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("condition")
        verbose_name_plural = _("conditions")
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return f"{self.get_effect_display()} {self.get_test_display()}"

    def clean(self) -> None:
        """Raises where a parameter is missing, unknown, or of the wrong kind."""
        super().clean()
        self.shown_text = self.shown_text.replace("\r\n", "\n")
        problems: dict[str, Any] = {}
        wrong = parameters.problems_of_condition(self.effect, self.test, self.parameters)
        if wrong:
            problems[NON_FIELD_ERRORS] = wrong
        if self.unless and parameters.needed_by(self.unless):
            problems["unless"] = _("This test needs parameters of its own and cannot stand behind “unless”.")
        if self.effect == self.Effect.GUARD and not self.shown_text.strip():
            problems["shown_text"] = _("A guard needs the words it shows.")
        if problems:
            raise ValidationError(problems)
