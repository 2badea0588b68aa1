"""A copy as a file: JSON, or a ZIP with the files of documents. It is not trusted: everything has a bound.

Nothing of an archive is laid down under a name that stands in it; its entries are read by the names in the JSON.
"""

from __future__ import annotations

import json
import math
import stat
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from typing import IO, Any

from django.utils.translation import gettext_lazy as _

from accounts.copies.values import NO_FILE, Odd
from accounts.exports import FORMAT, VERSION

MEGABYTE = 1024 * 1024
LARGEST_DATA = 64 * MEGABYTE  # of the JSON
MOST_VALUES = 4_000_000  # in it, roughly: what it takes in memory goes by that
DEEPEST = 24
MOST_ENTRIES = 5_000
MOST_SQUEEZED = 200  # how many times an entry may be longer than it is in the archive
SMALL = MEGABYTE  # below that any ratio is harmless
HELD_IN_MEMORY = MEGABYTE
A_PIECE = 64 * 1024
NAME = "rebound-export.json"
BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, ValueError, NotImplementedError)

NO_COPY = _("That is not a copy from Rebound. It is called rebound-export.json or rebound-export.zip.")
DAMAGED = _("That file is damaged or was changed. Please download your copy once more and bring that file.")
TOO_LARGE = _("There is more in that file than can be brought in at once. Please ask those who run this Rebound.")
NEWER = _("That copy comes from a newer Rebound than this one. Please ask those who run it to update it.")
LOCKED = _("That ZIP file is locked with a password. Please bring it as it was downloaded.")


class Unfit(Exception):
    """The file cannot be read at all; says why in words for its owner."""


class Opened:
    """A copy that can be read: its data, and the files beside it."""

    def __init__(self, data: dict[str, Any], archive: zipfile.ZipFile | None = None, *, folder: str = "") -> None:
        self.data, self.archive, self.folder = data, archive, folder

    def file(self, path: str, *, largest: int) -> IO[bytes]:
        """One file beside the data, as a temporary one at its start. Raises `Odd` where it cannot be read."""
        if self.archive is None:
            raise Odd(NO_FILE)
        whole: IO[bytes] = tempfile.SpooledTemporaryFile(HELD_IN_MEMORY)  # noqa: SIM115 - the caller closes it
        try:
            with self.archive.open(self.folder + path) as entry:
                left = largest
                while piece := entry.read(min(A_PIECE, left + 1)):
                    left -= len(piece)
                    if left < 0:
                        raise ValueError
                    whole.write(piece)
        except (KeyError, *BROKEN) as error:
            whole.close()
            raise Odd(NO_FILE) from error
        whole.seek(0)
        return whole


def opened(file: IO[bytes], *, room: int) -> Opened:
    """What was brought. `room`: how many bytes the files of documents may take. Raises `Unfit`."""
    file.seek(0)
    start = file.read(4)
    file.seek(0)
    if not start.startswith(b"PK"):
        return Opened(data_in(file.read(LARGEST_DATA + 1)))
    try:
        archive = zipfile.ZipFile(file)
        folder = checked(archive.infolist(), room=room)
        with archive.open(folder + NAME) as entry:
            data = entry.read(LARGEST_DATA + 1)
    except BROKEN as error:
        raise Unfit(DAMAGED) from error
    return Opened(data_in(data), archive, folder=folder)


def checked(entries: list[zipfile.ZipInfo], *, room: int) -> str:
    """In which folder of the archive the copy lies: some systems pack it anew in one of its own. Raises `Unfit`."""
    if len(entries) > MOST_ENTRIES or sum(entry.file_size for entry in entries) > LARGEST_DATA + room:
        raise Unfit(TOO_LARGE)
    for entry in entries:
        check(entry)
    places = [entry.filename for entry in entries if entry.filename.rpartition("/")[2] == NAME]
    if not places:
        raise Unfit(NO_COPY)
    return min(places, key=len).removesuffix(NAME)


def check(entry: zipfile.ZipInfo) -> None:
    if entry.flag_bits & 0x1:
        raise Unfit(LOCKED)
    steps = entry.filename.split("/")
    is_link = stat.S_ISLNK(entry.external_attr >> 16)
    if is_link or entry.filename.startswith("/") or ".." in steps or "\\" in entry.filename or ":" in steps[0]:
        raise Unfit(DAMAGED)
    if entry.file_size > SMALL and entry.file_size > MOST_SQUEEZED * max(entry.compress_size, 1):
        raise Unfit(TOO_LARGE)


def data_in(content: bytes) -> dict[str, Any]:
    """The copy itself. Raises `Unfit`."""
    marks = sum(map(content.count, (b",", b"[", b"{")))
    if len(content) > LARGEST_DATA or marks > MOST_VALUES:
        raise Unfit(TOO_LARGE)
    try:
        data = json.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise Unfit(NO_COPY if not content.lstrip().startswith(b"{") else DAMAGED) from error
    if not isinstance(data, dict) or not isinstance(data.get("person"), dict) or "exported_at" not in data:
        raise Unfit(NO_COPY)
    if data.get("format", FORMAT) != FORMAT:
        raise Unfit(NO_COPY)
    version = data.get("version", 1)  # before there were any, it said nothing
    if not isinstance(version, int) or version > VERSION:
        raise Unfit(NEWER)
    check_values(data, has_escapes=b"\\u" in content)
    return data


def check_values(data: dict[str, Any], *, has_escapes: bool) -> None:
    """No text that a database refuses, no number that is none, and no deeper than a copy is. Raises `Unfit`."""
    layer: list[Any] = [data]
    for _depth in range(DEEPEST):
        layer = [one for several in layer for one in within(several)]
        for one in layer:
            if (has_escapes and isinstance(one, str) and not is_storable(one)) or is_no_number(one):
                raise Unfit(DAMAGED)
        layer = [one for one in layer if isinstance(one, dict | list)]
        if not layer:
            return
    raise Unfit(DAMAGED)


def within(several: dict[str, Any] | list[Any]) -> Iterator[Any]:
    if isinstance(several, dict):
        yield from several.keys()
        yield from several.values()
    else:
        yield from several


def is_storable(text: str) -> bool:
    """Neither the sign that ends a text elsewhere, nor half of one."""
    return "\0" not in text and not any("\ud800" <= sign <= "\udfff" for sign in text)


def is_no_number(one: Any) -> bool:
    if isinstance(one, float):
        return not math.isfinite(one)
    return isinstance(one, int) and abs(one) >= 2**63
