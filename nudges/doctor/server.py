"""The mail server: does it answer, is the way to it closed, may we send in our names? Sends nothing."""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Iterator
from email.utils import parseaddr

from django.conf import settings
from django.core.mail import get_connection
from django.core.mail.backends.smtp import EmailBackend

from nudges.doctor.findings import Finding, good, look, wrong

ABOUT = "Mail server"
HERE = ("localhost", "127.0.0.1", "::1")
OK = 250


def look_at_server() -> Iterator[Finding]:
    connection = get_connection()
    if not isinstance(connection, EmailBackend):
        yield look(ABOUT, "Mail does not leave by SMTP, so no server was asked.", "Look at your provider's own page.")
        return
    yield closed_way(connection)
    try:
        connection.open()
        yield good(
            ABOUT, f"{connection.host}:{connection.port} answers" + (" and knows us." if connection.username else ".")
        )
        if session := connection.connection:
            yield from (may_send(session, name) for name in ("NUDGES_FROM_EMAIL", "DEFAULT_FROM_EMAIL"))
    except smtplib.SMTPAuthenticationError as error:
        yield wrong(
            ABOUT, f"The server refuses the login ({error.smtp_code}).", "Look at user and password in EMAIL_URL."
        )
    except ssl.SSLError as error:
        yield wrong(
            ABOUT,
            f"No closed connection came about: {error.reason}.",
            "Look at port and host in EMAIL_URL; the certificate has to be valid for that host.",
        )
    except (OSError, smtplib.SMTPException) as error:
        yield wrong(
            ABOUT,
            f"{connection.host}:{connection.port} does not answer as a mail server: {error}.",
            "Look at host and port in EMAIL_URL, and whether a firewall lets this machine out.",
        )
    finally:
        connection.close()


def closed_way(connection: EmailBackend) -> Finding:
    about = "Way to the mail server"
    if connection.use_tls or connection.use_ssl:
        return good(about, "It is encrypted.")
    if connection.host in HERE:
        return good(about, "It does not leave this machine.")
    return wrong(
        about,
        "Mail and password travel in the open.",
        "Use smtp+tls:// (port 587) or smtp+ssl:// (port 465) in EMAIL_URL.",
    )


def may_send(session: smtplib.SMTP, name: str) -> Finding:
    """Says whom mail would come from, and takes it back: nothing is sent."""
    sender = parseaddr(getattr(settings, name))[1]
    session.ehlo_or_helo_if_needed()
    code, answer = session.mail(sender)
    session.rset()
    if code == OK:
        return good(name, f"The server takes mail from {sender}.")
    said = answer.decode("utf-8", "replace")
    return wrong(
        name,
        f"The server does not take mail from {sender}: {code} {said}",
        "Let your provider verify this sender, or set another one.",
    )
