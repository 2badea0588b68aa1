"""The address that stands in every mail: can it be reached, by https, and does one-click unsubscribing get through?"""

from __future__ import annotations

import http.client
import ssl
from collections.abc import Iterator
from urllib.parse import urlsplit

from django.conf import settings

from nudges.doctor.findings import Finding, good, in_words, look, wrong

ABOUT = "SITE_URL"
SECONDS = 10
FOUND_NOTHING = 404  # what our own page says to a token that is none


def look_at_site() -> Iterator[Finding]:
    if settings.SITE_HOST in ("localhost", "127.0.0.1"):
        yield look(
            ABOUT,
            f"{settings.SITE_URL} is this machine: links in mails lead nowhere for anybody else.",
            "Set SITE_URL to the address that people use.",
        )
        return
    if not settings.IS_HTTPS:
        yield wrong(
            ABOUT,
            f"{settings.SITE_URL} is not https.",
            "Put a certificate before it, and set SITE_URL to the https address.",
        )
    try:
        status, _ = ask("GET", "/health/")
        unsubscribed, moved = ask("POST", "/u/doctor/")
    except ssl.SSLError as error:
        yield wrong(
            ABOUT,
            f"{settings.SITE_URL} has no valid certificate: {in_words(error)}.",
            "Renew it; mail programs do not follow a link that warns.",
        )
    except (OSError, http.client.HTTPException) as error:
        yield wrong(
            ABOUT,
            f"{settings.SITE_URL} cannot be reached from here: {in_words(error)}.",
            "See that name, proxy and firewall lead to Rebound (from the outside, too).",
        )
    else:
        yield reachable(status)
        yield one_click(unsubscribed, moved)


def reachable(status: int) -> Finding:
    if status in (http.client.OK, http.client.SERVICE_UNAVAILABLE):  # well, or honest about what is not
        return good(ABOUT, f"{settings.SITE_URL} answers.")
    return wrong(
        ABOUT,
        f"{settings.SITE_URL}/health/ answers with {status}.",
        "See that the proxy leads every address to Rebound.",
    )


def one_click(status: int, moved: str) -> Finding:
    about = "One-click unsubscribe"
    if status == FOUND_NOTHING:
        return good(about, "Mail programs get through to it, without a redirect and without a login.")
    if moved:
        return wrong(
            about,
            f"A POST to it is sent on to {moved}.",
            "Let SITE_URL be the final address: RFC 8058 allows no redirect.",
        )
    return wrong(
        about,
        f"A POST to it is answered with {status} by something before Rebound.",
        "Let the proxy pass POST to /u/ without login, cookie or challenge.",
    )


def ask(method: str, path: str) -> tuple[int, str]:
    """The status, and where it would send us on."""
    parts = urlsplit(settings.SITE_URL)
    kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
    connection = kind(parts.netloc, timeout=SECONDS)
    try:
        body = "List-Unsubscribe=One-Click" if method == "POST" else None
        headers = {"Content-Type": "application/x-www-form-urlencoded"} if body else {}
        connection.request(method, path, body, headers)
        answer = connection.getresponse()
        return answer.status, answer.getheader("Location", "")
    finally:
        connection.close()
