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
        self.broken_in_a_row = 0

    def open(self) -> BaseEmailBackend:
        """Raises ServerRefuses when nobody answers or our login is not taken."""
        if self.connection is None:
            connection = get_connection(fail_silently=False)
            try:
                connection.open()
            except (smtplib.SMTPException, OSError) as problem:
                raise ServerRefuses(words_of(problem)) from problem
            self.connection = connection
        return self.connection

    def send(self, mail: EmailMultiAlternatives) -> None:
        """Returns once the server has taken the message. Raises ServerRefuses, TryLater or NeverTaken.

        Whatever else is raised lies in the message itself, which could not be put together.
        """
        connection = self.open()
        try:
            taken = connection.send_messages([mail])
        except smtplib.SMTPRecipientsRefused as problem:
            codes = [code for code, _ in problem.recipients.values()]
            self._answered()
            raise _by_code(min(codes, default=450), problem) from problem
        except smtplib.SMTPSenderRefused as problem:
            # It is our own address that is not wanted: every other message would fare alike.
            self.close()
            raise ServerRefuses(words_of(problem)) from problem
        except smtplib.SMTPResponseException as problem:
            self._answered()
            if problem.smtp_code == 421:
                self.close()
                raise ServerRefuses(words_of(problem)) from problem
            raise _by_code(problem.smtp_code, problem) from problem
        except (smtplib.SMTPException, OSError) as problem:
            self.broken_in_a_row += 1
            self.close()
            raise TryLater(words_of(problem)) from problem
        self._answered()
        if taken != 1:
            raise TryLater("the mail backend took nothing")

    def _answered(self) -> None:
        self.broken_in_a_row = 0

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
