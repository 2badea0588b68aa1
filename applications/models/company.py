from django.conf import settings
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from accounts.validators import no_control_characters
from applications.validators import in_living_memory, web_address


class Company(models.Model):
    """An employer in one person's search. Two people who apply to the same firm have two rows: nothing is shared."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="companies")
    name = models.CharField(_("company"), max_length=200, validators=[no_control_characters])
    website = models.URLField(_("website"), max_length=500, blank=True, validators=[web_address])
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = [Lower("name"), "pk"]
        constraints = [models.UniqueConstraint("user", Lower("name"), name="one_company_per_name_and_person")]

    def __str__(self) -> str:
        return self.name


class Contact(models.Model):
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
    last_touch_on = models.DateField(_("last in touch"), null=True, blank=True, validators=[in_living_memory])
    notes = models.TextField(_("notes"), max_length=5000, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = [Lower("name"), "pk"]

    def __str__(self) -> str:
        return self.name
