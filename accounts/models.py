from __future__ import annotations

import zoneinfo
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.validators import no_control_characters


def check_time_zone(name: str) -> None:
    if name not in zoneinfo.available_timezones():
        raise ValidationError(_("“%(name)s” is not a time zone we know."), params={"name": name})


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        """A person who can sign in. The e-mail is the login and is kept in lower case."""
        if not email:
            raise ValueError("An e-mail address is needed.")
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> User:
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(email__iexact=username)


class User(AbstractBaseUser, PermissionsMixin):
    """A person who uses this installation: a job seeker, and perhaps a curator or operator too."""

    class RejectionWord(models.TextChoices):
        REJECTED = "rejected", _("Rejected")
        NOT_SELECTED = "not_selected", _("Not selected")
        CLOSED = "closed", pgettext_lazy("an application that was turned down", "Closed")

    class Theme(models.TextChoices):
        SYSTEM = "system", _("As this device")
        LIGHT = "light", pgettext_lazy("theme", "Light")
        DARK = "dark", _("Dark")

    class Contrast(models.TextChoices):
        SYSTEM = "system", _("As this device")
        MORE = "more", _("More contrast")

    email = models.EmailField(_("e-mail"), unique=True)
    name = models.CharField(_("name"), max_length=150, blank=True, validators=[no_control_characters])
    phone = models.CharField(_("phone"), max_length=40, blank=True, validators=[no_control_characters])
    time_zone = models.CharField(_("time zone"), max_length=64, default="UTC", validators=[check_time_zone])
    language = models.CharField(_("language"), max_length=10, default="en")
    # Two letters, for the page of support services; empty: it guesses.
    country = models.CharField(_("country"), max_length=2, blank=True)
    rejection_word = models.CharField(
        _("word for a no"), max_length=20, choices=RejectionWord.choices, default=RejectionWord.REJECTED
    )
    has_checkins = models.BooleanField(_("mood check-ins"), default=False)
    theme = models.CharField(_("theme"), max_length=10, choices=Theme.choices, default=Theme.SYSTEM)
    contrast = models.CharField(_("contrast"), max_length=10, choices=Contrast.choices, default=Contrast.SYSTEM)
    has_shortcuts = models.BooleanField(_("keyboard shortcuts"), default=True)
    is_active = models.BooleanField(_("active"), default=True)
    is_staff = models.BooleanField(_("staff"), default=False)
    joined_at = models.DateTimeField(_("joined"), default=timezone.now, editable=False)
    welcomed_at = models.DateTimeField(_("answered the welcome page"), null=True, blank=True, editable=False)
    last_visit_at = models.DateTimeField(_("last visit"), null=True, blank=True, editable=False)

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = []

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        constraints = [
            models.UniqueConstraint(Lower("email"), name="one_person_per_email"),
            models.CheckConstraint(condition=~models.Q(email=""), name="every_person_has_an_email"),
        ]

    def __str__(self) -> str:
        return self.email

    def clean(self) -> None:
        super().clean()
        self.email = self.email.strip().lower()

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.first_name

    @property
    def first_name(self) -> str:
        """What letters and mails call the person; empty when no name was given."""
        return self.name.split(" ")[0] if self.name else ""

    @property
    def zone(self) -> zoneinfo.ZoneInfo:
        """The person's time zone; UTC when this machine no longer knows the name."""
        try:
            return zoneinfo.ZoneInfo(self.time_zone)
        except (zoneinfo.ZoneInfoNotFoundError, ValueError):
            return zoneinfo.ZoneInfo("UTC")

    def local_day(self, moment: datetime) -> date:
        """The person's own calendar day at this moment."""
        return moment.astimezone(self.zone).date()

    @property
    def spoken_language(self) -> str:
        """The language in which pages and mails speak with this person; another one where theirs is no longer here."""
        wanted = [self.language, self.language.partition("-")[0]]
        return next((code for code in wanted if code in dict(settings.LANGUAGES)), settings.LANGUAGE_CODE)

    @property
    def curated_languages(self) -> list[str]:
        """Languages in which this person can be given curated content, best first: “en” serves those of “en-us” too."""
        return list(dict.fromkeys([self.language, self.language.partition("-")[0], settings.LANGUAGE_CODE]))
