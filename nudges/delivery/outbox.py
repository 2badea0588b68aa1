"""Connections to the mail server, used again and again, and what its answers mean for a message."""

from __future__ import annotations

import contextlib
import re
import smtplib
import threading
from concurrent.futures import Future, ThreadPoolExecutor

from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.backends.smtp import EmailBackend

from nudges.letter import Letter

LEADING_DOT = re.compile(rb"(?m)^\.")


class ServerRefuses(Exception):
    """The server takes nothing from us just now: no message is to blame, and the rest of the batch waits unharmed."""


class TryLater(Exception):
    """The server put this message off (4xx)."""


class Broken(TryLater):
    """The connection broke while this message was going out, or nothing came back in time."""


class NeverTaken(Exception):
    """The server will not take this message (5xx), however often it is asked."""


class NobodyThere(NeverTaken):
    """There is nobody at this address."""


class Outbox:
    """One connection: opened with the first message, reused for all, opened anew after it broke."""

    def __init__(self) -> None:
        self.connection: BaseEmailBackend | None = None
        self.has_taken = False  # this connection has taken a message

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

    def send(self, letter: EmailMultiAlternatives) -> None:
        """Returns once the server has taken it. Raises ServerRefuses, TryLater or NeverTaken.

        Whatever else is raised lies in the message itself, which could not be put together.
        """
        is_used = self.connection is not None and self.has_taken
        try:
            self._send(letter)
        except ServerRefuses:
            if not is_used:
                raise
            self._send(letter)  # many servers take only so many messages on one connection

    def _send(self, letter: EmailMultiAlternatives) -> None:
        connection = self.open()
        try:
            taken = hand_over(connection, letter)
        except smtplib.SMTPRecipientsRefused as problem:
            code = min((code for code, _ in problem.recipients.values()), default=450)
            self._answered(code, problem)
            raise _of_address(code, problem) from problem
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
            self.close()
            raise Broken(words_of(problem)) from problem
        if taken != 1:
            raise TryLater("the mail backend took nothing")
        self.has_taken = True

    def _answered(self, code: int, problem: Exception) -> None:
        """The connection is sound, unless the answer is that it ends here (421)."""
        if code == 421:
            self.close()
            raise ServerRefuses(words_of(problem)) from problem

    def close(self) -> None:
        """Forgets the connection; a server that is gone already is no problem."""
        connection, self.connection = self.connection, None
        if connection is not None:
            with contextlib.suppress(smtplib.SMTPException, OSError):
                connection.close()


def hand_over(connection: BaseEmailBackend, letter: EmailMultiAlternatives) -> int:
    """By Django's backend, whichever it is. Its own SMTP one is spared building what a letter writes by itself."""
    if isinstance(letter, Letter) and type(connection) is EmailBackend and connection.connection is not None:
        speak(connection.connection, letter.envelope_from, letter.envelope_to, letter.wire())
        return 1
    return connection.send_messages([letter]) or 0


def speak(server: smtplib.SMTP, sender: str, recipient: str, wire: bytes) -> None:
    """Like `server.sendmail`, with two waits in place of four where the server takes commands in a row (RFC 2920)."""
    server.ehlo_or_helo_if_needed()
    if not (server.has_extn("pipelining") and recipient.isascii()):
        server.sendmail(sender, [recipient], wire)
        return
    size = f" size={len(wire)}" if server.has_extn("size") else ""
    server.send(f"MAIL FROM:<{sender}>{size}\r\nRCPT TO:<{recipient}>\r\nDATA\r\n".encode("ascii"))
    of_sender, of_recipient, of_data = server.getreply(), server.getreply(), server.getreply()
    if of_data[0] == 354 and (of_sender[0] != 250 or of_recipient[0] not in (250, 251)):
        server.send(b".\r\n")  # it waits for a mail that nobody is to get, and refuses it
        server.getreply()
    for answer, is_good in ((of_sender, (250,)), (of_recipient, (250, 251)), (of_data, (354,))):
        if answer[0] not in is_good:
            server.rset()
            if answer is of_sender:
                raise smtplib.SMTPSenderRefused(*answer, sender)
            if answer is of_recipient:
                raise smtplib.SMTPRecipientsRefused({recipient: answer})
            raise smtplib.SMTPDataError(*answer)
    end = b"" if wire.endswith(b"\r\n") else b"\r\n"
    server.send(LEADING_DOT.sub(b"..", wire) + end + b".\r\n")
    code, words = server.getreply()
    if code != 250:
        server.rset()
        raise smtplib.SMTPDataError(code, words)


class Lines:
    """As many connections as we may hold at once. Threads only speak with the server, none with the database."""

    def __init__(self, size: int, outbox: Outbox | None = None) -> None:
        self.size = size
        self.own = outbox or Outbox()
        self.outboxes = [self.own]
        self.threads = ThreadPoolExecutor(size, thread_name_prefix="mail") if size > 1 else None
        self.local = threading.local()

    def __enter__(self) -> Lines:
        return self

    def __exit__(self, *problem: object) -> None:
        if self.threads:
            self.threads.shutdown()
        for outbox in self.outboxes:
            outbox.close()

    def send(self, letter: Letter) -> Future[None]:
        """Done when the server has answered; at once where there is one connection only."""
        if self.threads:
            return self.threads.submit(self._send, letter)
        done: Future[None] = Future()
        try:
            self.own.send(letter)
        except Exception as problem:
            done.set_exception(problem)
        else:
            done.set_result(None)
        return done

    def _send(self, letter: Letter) -> None:
        if not hasattr(self.local, "outbox"):
            self.local.outbox = Outbox()
            self.outboxes.append(self.local.outbox)
        self.local.outbox.send(letter)


def words_of(problem: BaseException) -> str:
    """What happened, for operators. Addresses stay out: the server's answers may quote them."""
    code = getattr(problem, "smtp_code", None)
    if isinstance(problem, smtplib.SMTPRecipientsRefused):
        code = min((code for code, _ in problem.recipients.values()), default=None)
    return f"{type(problem).__name__} {code}" if code else type(problem).__name__


def _by_code(code: int, problem: Exception) -> Exception:
    return NeverTaken(words_of(problem)) if 500 <= code < 600 else TryLater(words_of(problem))


def _of_address(code: int, problem: smtplib.SMTPRecipientsRefused) -> Exception:
    """A refused recipient: nobody there (RFC 3463 5.1.x and 5.2.1), or a matter of policy, size or time."""
    words = b" ".join(bytes(said) for _, said in problem.recipients.values())
    known = re.search(rb"\b5\.(\d+)\.(\d+)\b", words)
    is_nobody = known[1] == b"1" or known.groups() == (b"2", b"1") if known else code in {550, 551, 553}
    return NobodyThere(words_of(problem)) if is_nobody and 500 <= code < 600 else _by_code(code, problem)
