from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.validators import no_control_characters
from applications.folding import fold
from applications.validators import in_living_memory, web_address

NAME_KEPT = 200


class Named(models.Model):
    """Something with a name, by which it is looked up and sorted whatever its capitals and accents."""

    folded_name = models.CharField(max_length=NAME_KEPT, editable=False, default="")

    class Meta:
        abstract = True

    def save(self, *args: Any, update_fields: Iterable[str] | None = None, **kwargs: Any) -> None:
        self.folded_name = fold(self.name)[:NAME_KEPT]  # type: ignore[attr-defined]
        if update_fields is not None and "name" in update_fields:
            update_fields = {*update_fields, "folded_name"}
        super().save(*args, update_fields=update_fields, **kwargs)


class Company(Named):
    """An employer in one person's search. Two people who apply to the same firm have two rows: nothing is shared."""

    class Again(models.TextChoices):
        """Whether the person would apply there again: their own choice, asked by nobody."""

        YES = "yes", pgettext_lazy("apply there again", "Yes")
        NO = "no", pgettext_lazy("apply there again", "No")
        LATER = "later", pgettext_lazy("apply there again", "Later")

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="companies")
    name = models.CharField(_("company"), max_length=200, validators=[no_control_characters])
    website = models.URLField(_("website"), max_length=500, blank=True, validators=[web_address])
    notes = models.TextField(_("notes"), max_length=20_000, blank=True)
    apply_again = models.CharField(_("apply again?"), max_length=10, choices=Again.choices, blank=True)
    apply_again_on = models.DateField(_("from when on"), null=True, blank=True, validators=[in_living_memory])
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = [Lower("name"), "pk"]
        indexes = [models.Index(fields=["user", "folded_name", "id"], name="company_by_name")]
        constraints = [models.UniqueConstraint("user", Lower("name"), name="one_company_per_name_and_person")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("applications:company-detail", args=[self.pk])

    @property
    def has_words(self) -> bool:
        """Whether the person said something about it that is nowhere else."""
        return bool(self.website or self.notes or self.apply_again)


class Contact(Named):
    """Somebody the person knows or met: a recruiter, an interviewer, a former colleague."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="contacts")
    company = models.ForeignKey(
        Company, models.SET_NULL, null=True, blank=True, related_name="contacts", verbose_name=_("company")
    )
    applications = models.ManyToManyField(
        "applications.JobApplication", blank=True, related_name="contacts", verbose_name=_("applications")
    )
    name = models.CharField(_("name"), max_length=150, validators=[no_control_characters])
    job_title = models.CharField(_("what they do"), max_length=150, blank=True, validators=[no_control_characters])
    email = models.EmailField(_("e-mail"), blank=True)
    phone = models.CharField(_("phone"), max_length=40, blank=True, validators=[no_control_characters])
    how_known = models.CharField(
        _("how you know each other"), max_length=200, blank=True, validators=[no_control_characters]
    )
    shared_context = models.CharField(
        _("what connects you"), max_length=300, blank=True, validators=[no_control_characters]
    )
    # What the person said themselves, beside what stands in histories and letters.
    touched_on = models.DateField(_("last in touch"), null=True, blank=True, validators=[in_living_memory])
    # The latest of all of these. Kept by operations.
    last_touch_on = models.DateField(null=True, blank=True, editable=False)
    keep_warm_on = models.DateField(_("write again on"), null=True, blank=True, validators=[in_living_memory])
    notes = models.TextField(_("notes"), max_length=20_000, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = [Lower("name"), "pk"]
        indexes = [
            models.Index(fields=["user", "folded_name", "id"], name="contact_by_name"),
            models.Index(fields=["user", "last_touch_on"], name="contact_by_touch"),
            models.Index(fields=["user", "keep_warm_on"], name="contact_by_keep_warm"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("applications:contact-detail", args=[self.pk])
