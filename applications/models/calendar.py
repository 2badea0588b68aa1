import hashlib

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.writing import EncryptedTextField


def hash_of(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


class CalendarFeed(models.Model):
    """The private address under which a person's own calendar reads what is ahead, and what it may read there.

    Whoever has the address can read along, so it is found by a hash and kept encrypted, to be shown to its owner only.
    """

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="calendar_feed")
    token = EncryptedTextField()
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    is_busy_only = models.BooleanField(_("show only that I am busy"), default=False)
    has_deadlines = models.BooleanField(_("deadlines"), default=True)
    has_nudges = models.BooleanField(_("planned nudges"), default=False)
    made_at = models.DateTimeField(editable=False)

    def __str__(self) -> str:
        return str(self.user_id)

    @property
    def address(self) -> str:
        return settings.SITE_URL + reverse("applications:calendar-feed", args=[self.token])

    @property
    def webcal_address(self) -> str:
        """The same for a calendar program, which opens by itself at such an address."""
        return "webcal://" + self.address.partition("://")[2]
