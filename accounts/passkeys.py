"""Where passkeys can work: a browser ties them to a name, over https; on one's own machine “localhost” will do."""

import ipaddress
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest

OWN_NAME = "localhost"


def domain_of(request: HttpRequest) -> str:
    """The name to which a passkey that is made here belongs: the host as the browser has it, without its port."""
    return urlsplit(f"//{request.get_host()}").hostname or ""


def can_work(request: HttpRequest) -> bool:
    name = domain_of(request)
    if name == OWN_NAME or name.endswith(f".{OWN_NAME}"):
        return True
    # A proxy that is not believed makes every request look like plain http.
    is_https = request.is_secure() or (settings.IS_HTTPS and name == settings.SITE_HOST)
    return bool(name) and not is_number(name) and is_https


def better_address(request: HttpRequest) -> str:
    """Where on this installation they would work instead; empty when nowhere, as on plain http at a name or number."""
    if settings.IS_HTTPS and not is_number(settings.SITE_HOST):
        return settings.SITE_URL
    port = urlsplit(f"//{request.get_host()}").port
    is_own_machine = domain_of(request) in {"127.0.0.1", "::1"} and OWN_NAME in settings.ALLOWED_HOSTS
    return f"{request.scheme}://{OWN_NAME}{f':{port}' if port else ''}" if is_own_machine else ""


def is_number(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True
