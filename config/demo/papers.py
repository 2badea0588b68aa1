"""The CV of the demo person, in two versions, and a letter: small files that a PDF reader opens."""

import io
from datetime import datetime
from typing import Any

from accounts.models import User
from applications import operations
from applications.models import Document, JobApplication

NAME = "CV"
FIRST = ["Robin Example", "Product designer", "", "Eight years of clinics, ferries and libraries."]
SECOND = ["Robin Example", "Product and service designer", "", "Three projects first, then the years."]
LETTER = ["Dear Ms Okafor,", "", "I have used your timetable every day for six years."]


def pdf(lines: list[str]) -> bytes:
    """One page with these lines on it."""
    shown = "".join(f"({line}) Tj T* " for line in lines)
    content = f"BT /F1 14 Tf 20 TL 72 760 Td {shown}ET".encode("latin-1")
    parts = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
        b"/Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    out, places = io.BytesIO(b"%PDF-1.4\n"), []
    out.seek(0, io.SEEK_END)
    for number, part in enumerate(parts, 1):
        places.append(out.tell())
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, part))
    start = out.tell()
    listed = b"".join(b"%010d 00000 n \n" % place for place in places)
    out.write(b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(parts) + 1, listed))
    out.write(b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(parts) + 1, start))
    return out.getvalue()


def keep(user: User, title: str, lines: list[str], *, kind: str, label: str, moment: datetime) -> None:
    """A document, or one more version of it."""
    content = pdf(lines)
    file = operations.keep_file(user, io.BytesIO(content), size=len(content), now=moment)
    facts: dict[str, Any] = {"filename": f"{title}.pdf", "type": "pdf", "label": label}
    document = user.documents.filter(title=title).first()
    if document:
        operations.add_version(document, file, now=moment, **facts)
    else:
        operations.add_document(user, file, title=title, kind=kind, now=moment, **facts)


def first_cv(user: User, moment: datetime) -> None:
    keep(user, NAME, FIRST, kind=Document.Kind.CV, label="in order of years", moment=moment)


def second_cv(user: User, moment: datetime) -> None:
    keep(user, NAME, SECOND, kind=Document.Kind.CV, label="projects first", moment=moment)


def letter(user: User, moment: datetime) -> None:
    keep(user, "Letter to the ferries", LETTER, kind=Document.Kind.COVER_LETTER, label="", moment=moment)


def send_cv(application: JobApplication, moment: datetime) -> None:
    """The CV goes along as it is at the time."""
    document = application.user.documents.filter(title=NAME).first()
    if document:
        operations.choose_documents(application, document.versions.kept()[:1], now=moment)
