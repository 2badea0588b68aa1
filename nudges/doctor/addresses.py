"""The settings alone: who mail comes from, and where its links lead."""

from __future__ import annotations

from collections.abc import Iterator
from email.utils import parseaddr

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from nudges import parts
from nudges.doctor.asking import organisation
from nudges.doctor.findings import Finding, good, look, wrong

# Mail in their names is only taken from their own servers.
OTHER_PEOPLES = {
    *("gmail.com", "googlemail.com", "yahoo.com", "ymail.com", "aol.com"),
    *("outlook.com", "hotmail.com", "live.com", "msn.com", "icloud.com", "me.com"),
    *("proton.me", "protonmail.com", "gmx.de", "gmx.net", "web.de", "t-online.de", "qq.com", "yandex.ru", "mail.ru"),
}


def look_at_addresses() -> Iterator[Finding]:
    for name in ("DEFAULT_FROM_EMAIL", "NUDGES_FROM_EMAIL"):
        yield sender(name, getattr(settings, name))
    if from_domain(settings.NUDGES_FROM_EMAIL) and settings.NUDGES_FROM_EMAIL == settings.DEFAULT_FROM_EMAIL:
        yield look(
            "Two senders",
            "Account mail and nudges come from the same address.",
            "Give nudges an address of their own (NUDGES_FROM_EMAIL), so that one cannot spoil the other's name.",
        )
    yield unsubscribing()


def sender(name: str, value: str) -> Finding:
    address, domain = parseaddr(value)[1], from_domain(value)
    try:
        validate_email(address)
    except ValidationError:
        return wrong(name, f"“{value}” is no address that can receive an answer.", f"Set {name} to a real address.")
    if domain in OTHER_PEOPLES:
        return wrong(
            name,
            f"Mail in the name of {domain} is only accepted from the servers of {domain}.",
            f"Set {name} to an address of a domain that is yours.",
        )
    if not is_kin(domain, settings.SITE_HOST):
        return look(
            name,
            f"Mail comes from {domain}, and its links lead to {settings.SITE_HOST}.",
            "Use one domain for both where you can: a mail whose links lead elsewhere looks like a fraud.",
        )
    return good(name, f"Mail comes from {domain}, where its links lead too.")


def unsubscribing() -> Finding:
    link = parts.address("/u/…/")
    if link.startswith("https://"):
        return good("One-click unsubscribe", f"List-Unsubscribe leads to {link}")
    return wrong(
        "One-click unsubscribe",
        f"List-Unsubscribe leads to {link}, and mail programs take https only.",
        "Set SITE_URL to the https address that people use.",
    )


def from_domain(value: str) -> str:
    return parseaddr(value)[1].rpartition("@")[2].lower()


def is_kin(one: str, other: str) -> bool:
    """Of the same owner, near enough: receivers ask for no more than that (relaxed alignment)."""
    return organisation(one) == organisation(other)


def domains() -> list[str]:
    """Of all senders, each once."""
    senders = (settings.NUDGES_FROM_EMAIL, settings.DEFAULT_FROM_EMAIL)
    return [domain for domain in dict.fromkeys(map(from_domain, senders)) if domain]
