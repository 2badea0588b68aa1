"""One connection to the mail server, used again and again, and what its answers mean for a message."""

from __future__ import annotations

import contextlib
import smtplib

from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend


class ServerRefuses(Exception):
    """The server takes nothing from us just now: no message is to blame, and the rest of the batch waits unharmed."""


class TryLater(Exception):
    """The server put this message off (4xx), or the connection broke while it was going out."""


class NeverTaken(Exception):
    """The server will not take this message (5xx), however often it is asked."""


class Outbox:
    """Opened with the first message, reused for all, opened anew after it broke."""

    def __init__(self) -> None:
        self.connection: BaseEmailBackend | None = None
        self.has_taken = False  # this connection has taken a message
        self.broken_in_a_row = 0

    def open(self) -> BaseEmailBackend:
        """Raises ServerRefuses when nobody answers or our login is not taken."""
        if self.connection is None:
            try:
                connection = get_connection(fail_silently=False)
                connection.open()
            except Exception as problem:  # whatever it is, it lies in no message
                raise ServerRefuses(words_of(problem)) from problem
            self.connection, self.has_taken = connection, False
        return self.connection

    def send(self, mail: EmailMultiAlternatives) -> None:
        """Returns once the server has taken the message. Raises ServerRefuses, TryLater or NeverTaken.

        Whatever else is raised lies in the message itself, which could not be put together.
        """
        is_used = self.connection is not None and self.has_taken
        try:
            self._send(mail)
        except ServerRefuses:
            if not is_used:
                raise
            self._send(mail)  # many servers take only so many messages on one connection

    def _send(self, mail: EmailMultiAlternatives) -> None:
        connection = self.open()
        try:
            taken = connection.send_messages([mail])
        except smtplib.SMTPRecipientsRefused as problem:
            code = min((code for code, _ in problem.recipients.values()), default=450)
            self._answered(code, problem)
            raise _by_code(code, problem) from problem
        except smtplib.SMTPSenderRefused as problem:
            # It is our own address that is not wanted: every other message would fare alike.
            self.close()
            raise ServerRefuses(words_of(problem)) from problem
        except smtplib.SMTPResponseException as problem:
            self._answered(problem.smtp_code, problem)
            raise _by_code(problem.smtp_code, problem) from problem
        except smtplib.SMTPNotSupportedError as problem:
            raise NeverTaken(words_of(problem)) from problem
        except (smtplib.SMTPException, OSError) as problem:
            self.broken_in_a_row += 1
            self.close()
            raise TryLater(words_of(problem)) from problem
        self.broken_in_a_row = 0
        if taken != 1:
            raise TryLater("the mail backend took nothing")
        self.has_taken = True

    def _answered(self, code: int, problem: Exception) -> None:
        """The connection is sound, unless the answer is that it ends here (421)."""
        self.broken_in_a_row = 0
        if code == 421:
            self.close()
            raise ServerRefuses(words_of(problem)) from problem

    def close(self) -> None:
        """Forgets the connection; a server that is gone already is no problem."""
        connection, self.connection = self.connection, None
        if connection is not None:
            with contextlib.suppress(smtplib.SMTPException, OSError):
                connection.close()


def words_of(problem: BaseException) -> str:
    """What happened, for operators. Addresses stay out: the server's answers may quote them."""
    code = getattr(problem, "smtp_code", None)
    if isinstance(problem, smtplib.SMTPRecipientsRefused):
        code = min((code for code, _ in problem.recipients.values()), default=None)
    return f"{type(problem).__name__} {code}" if code else type(problem).__name__


def _by_code(code: int, problem: Exception) -> Exception:
    return NeverTaken(words_of(problem)) if 500 <= code < 600 else TryLater(words_of(problem))
