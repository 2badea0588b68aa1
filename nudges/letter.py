"""A nudge's mail with its bytes: the same mail that Django's classes write, in a tenth of the time.

Every header has a name and a shape of ours (`nudges.mail.headers`), so nothing has to be asked that Python's `email`
asks of each line. What is not plain ASCII goes as quoted-printable, which every server on the way takes.
"""

from __future__ import annotations

import binascii
from email.header import Header
from email.utils import formatdate, parseaddr
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.core.mail.message import forbid_multi_line_headers, sanitize_address

LONGEST_LINE = 900  # of the 998 that RFC 5322 allows

PART = b"--%s\r\nContent-Type: %s; charset=utf-8\r\nContent-Transfer-Encoding: %s\r\n\r\n%s\r\n"


class Letter(EmailMultiAlternatives):
    """To one person, in plain text and in HTML."""

    def __init__(self, *, html: str, **fields: Any) -> None:
        super().__init__(**fields)
        self.attach_alternative(html, "text/html")

    @property
    def html(self) -> str:
        return str(self.alternatives[0][0])

    @property
    def envelope_from(self) -> str:
        return _sender(self.from_email)[0]

    @property
    def envelope_to(self) -> str:
        return _recipient(self.to[0])

    def wire(self) -> bytes:
        """What goes over the line, with CRLF. Raises BadHeaderError for a header that holds a line of its own."""
        heads = {
            "Subject": _worded(str(self.subject)),
            "From": _sender(self.from_email)[1],
            "To": self.envelope_to,
            "Date": formatdate(localtime=settings.EMAIL_USE_LOCALTIME),
            "MIME-Version": "1.0",
            **self.extra_headers,
        }
        for name, value in heads.items():
            if not value.isascii() or not value.isprintable():
                raise ValueError(f"a header {name} that cannot be written")
        boundary = b"=_" + binascii.hexlify(self.extra_headers["Message-ID"].encode())[2:50]
        lines = [f"{name}: {value}" for name, value in heads.items()]
        head = (
            "\r\n".join(lines).encode() + b'\r\nContent-Type: multipart/alternative; boundary="%s"\r\n\r\n' % boundary
        )
        parts = [_part(boundary, b"text/plain", str(self.body)), _part(boundary, b"text/html", self.html)]
        return head + b"".join(parts) + b"--%s--\r\n" % boundary


def _part(boundary: bytes, kind: bytes, text: str) -> bytes:
    data, encoding = text.replace("\r\n", "\n").encode(), b"7bit"
    if not text.isascii() or max(map(len, data.split(b"\n"))) > LONGEST_LINE:
        data, encoding = binascii.b2a_qp(data, istext=True), b"quoted-printable"
    return PART % (boundary, kind, encoding, data.replace(b"\n", b"\r\n"))


@lru_cache(maxsize=256)
def _worded(subject: str) -> str:
    forbid_multi_line_headers("Subject", subject, "utf-8")
    return subject if subject.isascii() else Header(subject, "utf-8").encode(linesep="\r\n").replace("\r\n", "")


@lru_cache(maxsize=16)
def _sender(address: str) -> tuple[str, str]:
    """For the envelope, and for the header."""
    written = forbid_multi_line_headers("From", address, "utf-8")[1]
    return parseaddr(sanitize_address(address, "utf-8"))[1], written


def _recipient(address: str) -> str:
    """Checked already where it comes from (`nudges.mail.recipient`); other scripts are written in ASCII."""
    return address if address.isascii() else sanitize_address(address, "utf-8")
