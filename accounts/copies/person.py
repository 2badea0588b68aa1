"""What is kept about a person on their own row, in their copy. Their address and every yes stay where they are."""

from typing import Any

from allauth.account.models import EmailAddress
from django.conf import settings

from accounts.copies.parts import SETTINGS, Part, Raw
from accounts.copies.reading import Reading
from accounts.copies.values import EMPTIED, Odd, value_in
from accounts.models import User

OWN_FIELDS = [
    "email",
    "name",
    "phone",
    "time_zone",
    "language",
    "country",
    "rejection_word",
    "has_checkins",
    "theme",
    "contrast",
    "has_shortcuts",
    "joined_at",
    "welcomed_at",
    "last_visit_at",
]
STAYS = {"email", "has_checkins", "joined_at", "welcomed_at", "last_visit_at"}
COMES_ALONG = [name for name in OWN_FIELDS if name not in STAYS]


def said_of(person: User) -> dict[str, Any]:
    addresses = EmailAddress.objects.filter(user=person).order_by("pk")
    own = {name: getattr(person, name) for name in OWN_FIELDS}
    return own | {"addresses": [{"email": address.email, "is_confirmed": address.verified} for address in addresses]}


def prepare(raw: Raw, reading: Reading) -> None:
    reading.settings["person"] = understood(User, COMES_ALONG, raw, reading)
    language = reading.settings["person"].get("language")
    if language not in dict(settings.LANGUAGES):
        reading.settings["person"].pop("language", None)


def understood(model: Any, names: list[str], raw: Raw, reading: Reading) -> dict[str, Any]:
    """Of these columns what fits; what does not is as it is here."""
    found = {}
    for name in names:
        try:
            if name in raw:
                found[name] = value_in(model._meta.get_field(name), raw[name])
        except Odd:
            reading.left[SETTINGS, EMPTIED] += 1
    return found


def finish(reading: Reading, user: User) -> None:
    values = reading.settings["person"]
    for name, value in values.items():
        setattr(user, name, value)
    user.save(update_fields=list(values))


PART = Part("person", (), also=said_of, prepare=prepare, finish=finish)
