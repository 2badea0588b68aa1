"""What a file is, judged by what is in it: its name and what the browser says about it count for nothing.

Nothing here unpacks a whole file: of an archive only the list of its parts is read, and a bounded piece of one of them.
"""

import codecs
import io
import re
import struct
import zipfile
import zlib
from collections.abc import Callable
from typing import IO, Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from applications.models.document import DocumentVersion

Type = DocumentVersion.Type
MEGABYTE = 1024 * 1024
LARGEST_FILE = 10 * MEGABYTE
A_PIECE = 64 * 1024
LARGEST_LIST_OF_PARTS = MEGABYTE
MOST_PARTS = 5_000
LARGEST_UNPACKED = 300 * MEGABYTE
LARGEST_CONTENT_TYPES = 256 * 1024
WORD = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
OPEN_TEXT = b"application/vnd.oasis.opendocument.text"
END_OF_LIST = b"PK\x05\x06"
LARGE_ARCHIVE = b"PK\x06\x07"
CONTROLS = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f]")  # all but tab, new line, form feed and return

NOT_KEPT = _("Please choose a PDF, a Word document (.docx), an OpenDocument text (.odt) or a plain text (.txt).")
WITH_MACROS = _("That document has macros in it, small programs that are not kept here. Please save it without them.")
DAMAGED = _("That file seems to be damaged or cut off. Please save it once more and try again.")
OLD_WORD = _("That looks like a file of an older Word. Please save it as .docx or as PDF.")
RICH_TEXT = _("That is a rich text file. Please save it as .docx or as PDF.")
NOT_UTF_8 = _("That text is not in UTF-8, or not a text at all. Please save it as UTF-8, or as PDF.")


def refusal(sentence: Any, code: str) -> ValidationError:
    return ValidationError(sentence, code=code)


def type_of(file: IO[bytes]) -> str:
    """One of `DocumentVersion.Type`. Raises a ValidationError with what to do instead; leaves the file at its start."""
    file.seek(0)
    start = file.read(1024)
    try:
        return judge(start)(file)
    finally:
        file.seek(0)


def judge(start: bytes) -> Callable[[IO[bytes]], str]:
    if b"%PDF-" in start:
        return pdf
    if start.startswith(b"PK\x03\x04"):
        return archive
    if start.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        raise refusal(OLD_WORD, "old_word")
    if start.startswith(b"{\\rtf"):
        raise refusal(RICH_TEXT, "rich_text")
    if b"\0" in start and not start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise refusal(NOT_KEPT, "type")
    return plain_text


def pdf(file: IO[bytes]) -> str:
    """Its sign stands at the beginning, after at most some white space, and its end has not been lost."""
    file.seek(0)
    if not file.read(1024).lstrip(b"\xef\xbb\xbf\x00\t\r\n \x0c").startswith(b"%PDF-"):
        raise refusal(NOT_KEPT, "type")
    size = file.seek(0, io.SEEK_END)
    file.seek(max(0, size - 4096))
    if b"%%EOF" not in file.read():
        raise refusal(DAMAGED, "damaged")
    return Type.PDF


def archive(file: IO[bytes]) -> str:
    """A Word or OpenDocument text is an archive with certain parts."""
    look_at_the_list(file)
    try:
        with zipfile.ZipFile(file) as parts:
            return office(parts)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, ValueError, NotImplementedError) as error:
        raise refusal(DAMAGED, "damaged") from error


def look_at_the_list(file: IO[bytes]) -> None:
    """The list of parts stands at the end and says how long it is: one too long to be read is refused unread."""
    size = file.seek(0, io.SEEK_END)
    file.seek(max(0, size - A_PIECE - 64))
    tail = file.read()
    place = tail.rfind(END_OF_LIST)
    if place < 0 or len(tail) < place + 22:
        raise refusal(DAMAGED, "damaged")
    count, length = struct.unpack("<HL", tail[place + 10 : place + 16])
    if LARGE_ARCHIVE in tail[max(0, place - 20) : place] or count > MOST_PARTS or length > LARGEST_LIST_OF_PARTS:
        raise refusal(NOT_KEPT, "type")


def office(parts: zipfile.ZipFile) -> str:
    entries = parts.infolist()
    names = {entry.filename for entry in entries}
    if len(entries) > MOST_PARTS or sum(entry.file_size for entry in entries) > LARGEST_UNPACKED:
        raise refusal(NOT_KEPT, "type")
    if any(has_macros(name) for name in names):
        raise refusal(WITH_MACROS, "macros")
    if "[Content_Types].xml" in names:
        return word(parts, names)
    if "mimetype" in names and "content.xml" in names and piece_of(parts, "mimetype", 256).strip() == OPEN_TEXT:
        return Type.ODT
    raise refusal(NOT_KEPT, "type")


def has_macros(name: str) -> bool:
    """Where Word and OpenDocument keep their programs."""
    folded = name.casefold()
    return folded.endswith(("vbaproject.bin", "vbadata.xml")) or folded.startswith(("basic/", "scripts/"))


def word(parts: zipfile.ZipFile, names: set[str]) -> str:
    types = piece_of(parts, "[Content_Types].xml", LARGEST_CONTENT_TYPES)
    if b"macroenabled" in types.lower():
        raise refusal(WITH_MACROS, "macros")
    if WORD not in types or not any(name.startswith("word/") for name in names):
        raise refusal(NOT_KEPT, "type")
    return Type.DOCX


def piece_of(parts: zipfile.ZipFile, name: str, size: int) -> bytes:
    """At most so much of a part, whatever it says of its own length."""
    with parts.open(name) as part:
        return part.read(size)


def plain_text(file: IO[bytes]) -> str:
    """UTF-8 without control characters; read in pieces."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    file.seek(0)
    try:
        while piece := file.read(A_PIECE):
            if not is_readable(decoder.decode(piece)):
                raise refusal(NOT_KEPT, "type")
        decoder.decode(b"", final=True)
    except UnicodeDecodeError as error:
        raise refusal(NOT_UTF_8, "type") from error
    return Type.TXT


def is_readable(text: str) -> bool:
    return not CONTROLS.search(text)
