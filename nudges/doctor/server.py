"""The mail server: does it answer, is the way to it closed, may we send in our names? Sends nothing."""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Iterator
from email.utils import parseaddr

from django.conf import settings
from django.core.mail import get_connection
from django.core.mail.backends.smtp import EmailBackend

from nudges.doctor.findings import Finding, good, in_words, look, wrong

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
    except (OSError, smtplib.SMTPException) as error:
        yield wrong(ABOUT, *what_failed(error, f"{connection.host}:{connection.port}"))
    finally:
        connection.close()


def what_failed(error: Exception, server: str) -> tuple[str, str]:
    """What is so, and what to do about it."""
    if isinstance(error, smtplib.SMTPAuthenticationError):
        return f"The server refuses the login: {in_words(error)}.", "Look at user and password in EMAIL_URL."
    if isinstance(error, ssl.SSLCertVerificationError):
        return (
            f"The certificate of {server} is not trusted: {in_words(error)}.",
            "Name the host in EMAIL_URL as its certificate does. Where it is signed by an authority of your own, let "
            "SSL_CERT_FILE name the file of that authority.",
        )
    if isinstance(error, ssl.SSLError):
        return (
            f"No closed connection with {server} came about: {in_words(error)}.",
            "Look at the port in EMAIL_URL: smtp+ssl:// goes with 465, smtp+tls:// with 587.",
        )
    if isinstance(error, smtplib.SMTPNotSupportedError) and "STARTTLS" in str(error).upper():
        return (
            f"{server} offers no encryption (STARTTLS), so nothing was sent there, not even the password.",
            "Use the port on which your provider does: 587, or smtp+ssl:// with 465.",
        )
    if isinstance(error, smtplib.SMTPNotSupportedError):
        return (
            f"{server} knows no login here: {in_words(error)}.",
            "Many servers offer it only on an encrypted way: use smtp+tls:// (587) or smtp+ssl:// (465).",
        )
    return (
        f"{server} does not answer as a mail server: {in_words(error)}.",
        "Look at host and port in EMAIL_URL, and whether a firewall lets this machine out.",
    )


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
    said = " ".join(answer.decode("utf-8", "replace").split())
    return wrong(
        name,
        f"The server does not take mail from {sender}: {code} {said}",
        "Let your provider verify this sender, or set another one.",
    )
