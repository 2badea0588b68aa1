from __future__ import annotations

from collections.abc import Iterable
from copy import copy
from datetime import date, datetime
from typing import Any, ClassVar, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from accounts.models import User
from advice.vocabulary import Grade


class CuratedQuerySet(models.QuerySet):
    def published(self) -> Self:
        """What people may see: published, its moment come, and not retired. See also its twin, `Curated.is_shown`."""
        return self.filter(
            Q(publish_at=None) | Q(publish_at__lte=Now()), state=Curated.State.PUBLISHED, retired_at=None
        )

    def in_languages(self, languages: Iterable[str]) -> Self:
        return self.filter(language__in=list(languages))

    def in_language_of(self, user: User) -> Self:
        """In a language this person can be given; `queries.best` then picks one row for each key."""
        return self.in_languages(user.curated_languages)

    def review_due(self, today: date) -> Self:
        """Rows in use whose review-by date has passed."""
        return self.filter(review_by__lte=today, retired_at=None)


class LiveManager(models.Manager.from_queryset(CuratedQuerySet)):  # type: ignore[misc]
    """The rows themselves, without the new versions that wait beside them: so nobody meets those by accident."""

    def get_queryset(self) -> Any:
        return super().get_queryset().filter(replaces=None)


class EveryManager(models.Manager.from_queryset(CuratedQuerySet)):  # type: ignore[misc]
    """The rows and their new versions."""

    def versions(self) -> Any:
        return self.exclude(replaces=None).select_related("replaces")


ONCE: dict[str, Any] = {  # among the rows themselves; a new version bears the key of what it is to replace
    "condition": Q(replaces=None),
    "violation_error_code": "unique",
}


class Curated(models.Model):
    """A piece of content that curators write: in one language, in one state, with a date to look at it again."""

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        REVIEW = "review", _("in review")
        PUBLISHED = "published", _("published")

    # The field that names one row for all languages; a row in another language bears the same.
    identity: ClassVar[str] = "key"

    language = models.CharField(_("language"), max_length=10, default="en")
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.DRAFT, db_index=True)
    publish_at = models.DateTimeField(
        _("shown from"),
        null=True,
        blank=True,
        help_text=_("Empty: as soon as the state is published. With a moment: published then, by itself."),
    )
    review_by = models.DateField(_("look at it again by"), null=True, blank=True)
    reviewed_by = models.CharField(
        _("professionally reviewed by"),
        max_length=200,
        blank=True,
        help_text=_("Name and profession. Needed for health and legal texts; until then people see that nobody has."),
    )
    reviewed_on = models.DateField(_("professionally reviewed on"), null=True, blank=True)
    retired_at = models.DateTimeField(_("retired"), null=True, blank=True, editable=False)
    # A row that replaces another is a new version of it, out of sight until it is published (`advice.versions`).
    replaces = models.OneToOneField(
        "self", on_delete=models.CASCADE, related_name="version", null=True, blank=True, editable=False
    )
    # What the other said when this one was begun, or last looked at beside it: tells whether it was changed meanwhile.
    began_from = models.JSONField(null=True, blank=True, editable=False)
    # What the pack last wrote here (`advice.content`); empty where a curator made the row. Not part of the history:
    # a row that was reverted must still count as edited.
    pack_fingerprint = models.CharField(max_length=80, blank=True, editable=False)
    updated_at = models.DateTimeField(_("changed"), auto_now=True)

    objects = LiveManager()
    everything = EveryManager()
    history = HistoricalRecords(inherit=True, excluded_fields=["pack_fingerprint", "updated_at"])

    class Meta:
        abstract = True
        constraints = [
            models.UniqueConstraint(
                fields=["key", "language"],
                name="one_%(class)s_per_key_and_language",
                violation_error_message=_("This key is taken in this language."),
                **ONCE,
            ),
            models.CheckConstraint(
                condition=models.Q(reviewed_by="", reviewed_on=None)
                | (~models.Q(reviewed_by="") & models.Q(reviewed_on__isnull=False)),
                name="%(class)s_review_has_name_and_date",
                violation_error_message=_("A professional review needs both a name and a date."),
            ),
        ]

    @property
    def name_in_pack(self) -> str:
        return str(getattr(self, self.identity))

    @property
    def is_version(self) -> bool:
        """A new version that waits beside the row it is to replace."""
        return self.replaces_id is not None  # type: ignore[attr-defined]

    @property
    def needs_professional_review(self) -> bool:
        """True where pages must say that no professional has looked at this health or legal text yet."""
        is_professional_matter = getattr(self, "is_health", False) or getattr(self, "is_legal", False)
        return bool(is_professional_matter) and self.reviewed_on is None

    def is_shown(self, now: datetime) -> bool:
        """See also its twin, the word `.published()` on the QuerySet."""
        return self.state == self.State.PUBLISHED and not self.is_retired and not self.is_scheduled(now)

    def is_scheduled(self, now: datetime) -> bool:
        """Published, but not yet: it is shown by itself once its moment comes."""
        return self.state == self.State.PUBLISHED and self.publish_at is not None and self.publish_at > now

    @property
    def is_retired(self) -> bool:
        return self.retired_at is not None

    def clean_fields(self, exclude: Any = None) -> None:
        for field in self._meta.concrete_fields:
            if isinstance(field, models.CharField | models.TextField):
                # Browsers send CRLF: it would reach mails, and make every row a curator saves look changed.
                text = getattr(self, field.attname)
                if isinstance(text, str):
                    setattr(self, field.attname, text.replace("\r\n", "\n"))
        super().clean_fields(exclude=exclude)

    def validate_constraints(self, exclude: Any = None) -> None:
        """A new version is held to what holds where it is to go."""
        there = copy(self)
        if self.is_version:
            there.pk, there.replaces_id = self.replaces_id, None  # type: ignore[attr-defined]
        # No form holds these two, but what is taken depends on them; without them nothing would be looked up.
        super(Curated, there).validate_constraints(exclude=set(exclude or ()) - {"language", "replaces"})

    def clean(self) -> None:
        super().clean()
        if self.reviewed_by and not self.reviewed_on:
            raise ValidationError({"reviewed_on": _("Please add the day of the review.")})
        if self.reviewed_on and not self.reviewed_by:
            raise ValidationError({"reviewed_by": _("Please add who reviewed it.")})


class Source(Curated):
    """Something we have read and rest a claim on, with how much of it was read and how strong it is."""

    class Seen(models.TextChoices):
        FULL = "full", _("read in full")
        ABSTRACT = "abstract", _("read as an abstract")
        EXCERPT = "excerpt", _("read in excerpts")
        TITLE = "title", _("only the title seen")

    key = models.SlugField(_("key"), max_length=60)
    grade = models.CharField(_("grade"), max_length=1, choices=Grade.choices)
    seen = models.CharField(_("how much was read"), max_length=10, choices=Seen.choices)
    cite = models.TextField(_("citation"))
    url = models.CharField(_("address"), max_length=500)
    also = models.TextField(_("other addresses"), blank=True)
    note = models.TextField(_("note for curators"), blank=True)

    class Meta(Curated.Meta):
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        ordering = ["key"]
        constraints = [
            models.UniqueConstraint(
                fields=["key"], name="one_source_per_key", violation_error_message=_("This key is taken."), **ONCE
            ),
            *Curated.Meta.constraints,
        ]

    def __str__(self) -> str:
        return self.key

    @property
    def link(self) -> str:
        """The bare web address; the register may add a remark behind it."""
        first = self.url.split(" ")[0]
        return first if first.startswith(("https://", "http://")) else ""
