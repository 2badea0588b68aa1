"""Files: known by what is in them, named harmlessly, closed with a key of their own."""

import io
import struct
import zipfile
from contextlib import suppress
from random import Random

import pytest
from django.core.exceptions import ValidationError

from applications.documents import checking
from applications.documents.naming import clean_name
from applications.documents.sealing import Damaged, new_key, sealed, unsealed
from tests.files import MACRO_TYPES, PDF, archive, docx, odt


def type_of(content: bytes) -> str:
    return checking.type_of(io.BytesIO(content))


@pytest.mark.parametrize(
    ("content", "type"),
    [
        (PDF, "pdf"),
        (b"\xef\xbb\xbf\n" + PDF + b"\n\n", "pdf"),
        (docx(), "docx"),
        (odt(), "odt"),
        ("Ada Lovelace\nمطوّرة\t👩‍💻\r\n".encode(), "txt"),
        ("\ufeffwith a mark".encode(), "txt"),
        (b"<script>alert(1)</script>", "txt"),  # given out as plain text, and never shown
    ],
)
def test_a_file_is_known_by_what_is_in_it(content, type):
    assert type_of(content) == type


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (PDF[:40], "damaged"),
        (b"x" * 500 + PDF, "type"),
        (docx()[:-30], "damaged"),
        (docx(**{"word/vbaProject.bin": b"x"}), "macros"),
        (docx(**{"[Content_Types].xml": MACRO_TYPES}), "macros"),
        (odt(**{"Basic/Standard/Module1.xml": "x"}), "macros"),
        (odt(**{"Scripts/python/x.py": "x"}), "macros"),
        (odt(mimetype="application/vnd.oasis.opendocument.spreadsheet"), "type"),
        (docx(**{"[Content_Types].xml": "<Types/>"}), "type"),
        (archive({"a.txt": "x"}), "type"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "old_word"),
        (b"{\\rtf1 words}", "rich_text"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 90, "type"),
        (b"MZ\x90\0\3", "type"),
        ("Grüße".encode("latin-1"), "type"),
        (b"words\0words", "type"),
        (b"words \x1b[2J", "type"),
        ("words".encode("utf-16"), "type"),
        ("words é".encode()[:-1], "type"),
    ],
)
def test_whatever_else_it_is_refused_with_a_sentence(content, code):
    with pytest.raises(ValidationError) as refused:
        type_of(content)

    assert refused.value.code == code
    assert refused.value.messages[0].endswith(".")


def test_an_archive_that_swells_is_refused_unpacked():
    bomb = docx(**{"word/media/zeros": b"\0" * (checking.LARGEST_UNPACKED + 1)})

    assert len(bomb) < checking.LARGEST_FILE
    with pytest.raises(ValidationError):
        type_of(bomb)


def test_a_list_of_types_that_swells_is_read_a_little_only():
    bomb = docx(**{"[Content_Types].xml": b" " * 50_000_000})

    with pytest.raises(ValidationError):
        type_of(bomb)


def test_an_archive_of_very_many_parts_is_refused_before_they_are_listed(monkeypatch):
    many = archive({f"word/{number}": "" for number in range(checking.MOST_PARTS + 1)} | {"[Content_Types].xml": "x"})
    monkeypatch.setattr(zipfile, "ZipFile", None)

    with pytest.raises(ValidationError):
        type_of(many)


def test_an_archive_that_says_its_list_is_long_is_refused_before_it_is_read(monkeypatch):
    content = bytearray(docx())
    place = content.rfind(b"PK\x05\x06")
    content[place + 12 : place + 16] = struct.pack("<L", 2**31)
    monkeypatch.setattr(zipfile, "ZipFile", None)

    with pytest.raises(ValidationError):
        type_of(bytes(content))


def test_the_signs_that_no_text_has_are_all_found():
    allowed = {sign for sign in map(chr, range(0x110)) if checking.is_readable(f"a{sign}b")}

    assert allowed == set("\t\n\f\r") | {chr(code) for code in range(0x110) if 32 <= code < 127 or code >= 160}


def test_rubbish_that_begins_like_a_file_of_ours_is_an_answer_and_no_error():
    chance = Random(7)
    for start in (b"%PDF-1.4", b"PK\x03\x04", b"PK\x03\x04" + b"\0" * 30 + b"PK\x05\x06", b""):
        for _ in range(60):
            broken = bytearray(docx())
            for _ in range(8):
                broken[chance.randrange(len(broken))] = chance.randrange(256)
            for content in (start + chance.randbytes(300), bytes(broken)):
                with suppress(ValidationError):
                    assert type_of(content) in checking.Type


@pytest.mark.parametrize(
    ("name", "clean"),
    [
        ("CV.pdf", "CV.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\Users\\ada\\My CV.docx", "My CV.pdf"),
        ('x"; filename="evil.exe', "x ; filename= evil.exe.pdf"),
        ("cv\r\nSet-Cookie: a=b.pdf", "cvSet-Cookie a=b.pdf"),
        ("cv\u202efdp.exe", "cvfdp.exe.pdf"),
        (".pdf", "pdf.pdf"),
        ("...", "document.pdf"),
        ("", "document.pdf"),
        ("السيرة الذاتية.pdf", "السيرة الذاتية.pdf"),
        ("👩‍💻 résumé.PDF", "👩‍💻 résumé.pdf"),
        ("x" * 300, "x" * 120 + ".pdf"),
        ("half \ud800 sign.pdf", "half sign.pdf"),
    ],
)
def test_a_name_is_harmless_and_ends_as_the_type_does(name, clean):
    assert clean_name(name, "pdf") == clean


@pytest.mark.parametrize("size", [0, 1, 65_535, 65_536, 65_537, 200_000])
def test_what_is_closed_opens_again_with_its_own_key_only(size):
    content, key = Random(size).randbytes(size), new_key()
    closed = b"".join(sealed(io.BytesIO(content), key))

    assert b"".join(unsealed(io.BytesIO(closed), key)) == content
    assert size < 20 or content not in closed
    with pytest.raises(Damaged):
        list(unsealed(io.BytesIO(closed), new_key()))


@pytest.mark.parametrize(
    "damage",
    [
        lambda closed: closed[:-1],
        lambda closed: closed[: 1 + 65_552],  # a whole piece is missing at the end
        lambda closed: closed + b"x",
        lambda closed: b"\x02" + closed[1:],
        lambda closed: closed[:1] + closed[1 + 65_552 :] + closed[1 : 1 + 65_552],
        lambda closed: closed[:50] + bytes([closed[50] ^ 1]) + closed[51:],
        lambda closed: b"",
    ],
)
def test_what_was_changed_or_cut_does_not_open(damage):
    key = new_key()
    closed = b"".join(sealed(io.BytesIO(b"a" * 131_072), key))

    with pytest.raises(Damaged):
        list(unsealed(io.BytesIO(damage(closed)), key))
