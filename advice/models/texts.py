from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from advice import merge
from advice.models.curated import ONCE, Curated, Source


class Article(Curated):
    """A page of the advice library, in Markdown."""

    _history_m2m_fields = ["sources"]

    key = models.SlugField(_("key"), max_length=60)
    slug = models.SlugField(_("address"), max_length=80, help_text=_("The last part of the page's address."))
    title = models.CharField(_("title"), max_length=160)
    tags = models.JSONField(_("tags"), default=list, blank=True)
    stages = models.JSONField(_("stages"), default=list, blank=True)
    reasons = models.JSONField(_("reasons"), default=list, blank=True)
    is_health = models.BooleanField(_("health text"), default=False)
    is_legal = models.BooleanField(_("legal text"), default=False)
    review_note = models.TextField(_("what a reviewer must look at"), blank=True)
    editor_note = models.TextField(_("note for curators"), blank=True)
    body = models.TextField(_("text"), help_text=_("Markdown: **bold**, *italic*, lists, headings, links."))
    sources = models.ManyToManyField(Source, verbose_name=_("sources"), blank=True, related_name="articles")

    class Meta(Curated.Meta):
        verbose_name = _("article")
        verbose_name_plural = _("articles")
        ordering = ["pk"]
        constraints = [
            *Curated.Meta.constraints,
            models.UniqueConstraint(
                fields=["slug", "language"],
                name="one_article_per_address_and_language",
                violation_error_message=_("Another article in this language has this address."),
                **ONCE,
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("advice:article-detail", args=[self.slug])

    def clean(self) -> None:
        super().clean()
        merge.check_times(self, "body")


class Letter(Curated):
    """The text of something the person may write to an employer or a contact; they fill its gaps and send it."""

    _history_m2m_fields = ["sources"]

    key = models.SlugField(_("key"), max_length=60)
    title = models.CharField(_("title"), max_length=160)
    stages = models.JSONField(_("stages"), default=list, blank=True)
    when_to_send = models.CharField(_("when to send"), max_length=300, blank=True)
    to_whom = models.CharField(_("to whom"), max_length=300, blank=True)
    subject = models.CharField(_("subject"), max_length=200, help_text=_("May hold merge fields: {{ role }}."))
    body = models.TextField(
        _("text"),
        help_text=_(
            "Plain text with merge fields: {{ contact_name }}. Words behind a bar stand there while nothing is known: "
            "{{ question | what would you study first? }}."
        ),
    )
    is_legal = models.BooleanField(_("legal text"), default=False)
    optional_paragraphs = models.JSONField(
        _("paragraphs that depend on an answer"),
        default=dict,
        blank=True,
        help_text=_("By merge field: when (a test), prompt, value and the text that then stands there."),
    )
    sources = models.ManyToManyField(Source, verbose_name=_("sources"), blank=True, related_name="letters")

    class Meta(Curated.Meta):
        verbose_name = _("letter")
        verbose_name_plural = _("letters")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("advice:letter-detail", args=[self.key])

    @property
    def fields(self) -> list[str]:
        """The merge fields of subject and text, in reading order, each once."""
        return merge.fields_in(f"{self.subject}\n{self.body}")

    def clean(self) -> None:
        super().clean()
        merge.check(self, "subject", "body")
        problem = merge.problem_of_paragraphs(self.optional_paragraphs)
        if problem:
            raise ValidationError(problem)


class NudgeText(Curated):
    """The words of one nudge; the rule of the same name in `nudges.rules` decides when they are sent."""

    identity = "rule"
    _history_m2m_fields = ["sources"]

    rule = models.SlugField(_("rule"), max_length=60, help_text=_("The name of the rule that sends it."))
    required = models.JSONField(
        _("fields without which it is not sent"), default=list, blank=True, help_text=_("All others have a fallback.")
    )
    subject = models.CharField(
        _("subject"), max_length=120, help_text=_("Shows no company, no rejection and no mood: lock screens are read.")
    )
    body = models.TextField(_("text"), help_text=_("Plain text with merge fields: {{ first_name }}."))
    editor_note = models.TextField(_("note for curators"), blank=True)
    sources = models.ManyToManyField(Source, verbose_name=_("sources"), blank=True, related_name="nudge_texts")

    class Meta(Curated.Meta):
        verbose_name = _("nudge text")
        verbose_name_plural = _("nudge texts")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["rule", "language"],
                name="one_nudge_text_per_rule_and_language",
                violation_error_message=_("This rule has words in this language."),
                **ONCE,
            ),
            *Curated.Meta.constraints[1:],
        ]

    def __str__(self) -> str:
        return self.rule

    def clean(self) -> None:
        super().clean()
        merge.check(self, "subject", "body")
        self._check_subject_and_required()

    def _check_subject_and_required(self) -> None:
        problems: dict[str, Any] = {}
        if merge.fields_in(self.subject):
            problems["subject"] = _("The subject of a nudge holds no merge fields: it must reveal nothing.")
        unused = [name for name in self.required if name not in merge.fields_in(self.body)]
        if unused:
            problems["required"] = _("Not in the text: %(names)s.") % {"names": ", ".join(map(str, unused))}
        if problems:
            raise ValidationError(problems)


class Reframe(Curated):
    """A hard thought after a no, another way to look at it, and a question to ask oneself."""

    _history_m2m_fields = ["sources"]

    key = models.SlugField(_("key"), max_length=60)
    thought = models.CharField(_("thought"), max_length=200)
    reframe = models.TextField(_("another way to look at it"))
    question = models.CharField(_("question"), max_length=300)
    stages = models.JSONField(_("stages"), default=list, blank=True)
    sources = models.ManyToManyField(Source, verbose_name=_("sources"), blank=True, related_name="reframes")

    class Meta(Curated.Meta):
        verbose_name = _("reframe")
        verbose_name_plural = _("reframes")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.thought


class Card(Curated):
    """A short text with buttons or labels that the app shows at one place, for example beside a mood check-in."""

    _history_m2m_fields = ["sources"]

    key = models.SlugField(_("key"), max_length=60)
    title = models.CharField(_("title"), max_length=160)
    where = models.CharField(_("where it is shown"), max_length=200, blank=True)
    trigger = models.CharField(_("what shows it"), max_length=60, blank=True)
    body = models.TextField(_("text"), blank=True, help_text=_("Markdown."))
    labels = models.JSONField(_("labels"), default=dict, blank=True)
    buttons = models.JSONField(_("buttons"), default=list, blank=True)
    is_health = models.BooleanField(_("health text"), default=False)
    review_note = models.TextField(_("what a reviewer must look at"), blank=True)
    note = models.TextField(_("small print"), blank=True)
    sources = models.ManyToManyField(Source, verbose_name=_("sources"), blank=True, related_name="cards")

    class Meta(Curated.Meta):
        verbose_name = _("card")
        verbose_name_plural = _("cards")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        super().clean()
        merge.check_times(self, "body")
