"""A person's own copy as one ZIP file, written while it is sent: never held as a whole, but file by file."""

import io
import logging
import tempfile
import zipfile
from collections.abc import Iterator
from typing import IO

from accounts.exports import OwnFile

logger = logging.getLogger(__name__)
HELD_IN_MEMORY = 1024 * 1024
A_PIECE = 64 * 1024


class Outgoing(io.RawIOBase):
    """What the archive writes, until it is sent on."""

    def __init__(self) -> None:
        self.written: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, piece: bytes) -> int:  # type: ignore[override]
        self.written.append(bytes(piece))
        return len(piece)

    def sent(self) -> bytes:
        piece = b"".join(self.written)
        self.written.clear()
        return piece


def packed(data: bytes, files: Iterator[OwnFile]) -> Iterator[bytes]:
    """The pieces of an archive: `rebound-export.json` and the files. One that cannot be read is named at the end."""
    out, missing = Outgoing(), []
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("rebound-export.json", data)
        yield out.sent()
        for file in files:
            with tempfile.SpooledTemporaryFile(HELD_IN_MEMORY) as whole:
                if not read_whole(file, whole):
                    missing.append(file.path)
                    continue
                with archive.open(file.path, "w") as entry:
                    while piece := whole.read(A_PIECE):
                        entry.write(piece)
                        yield out.sent()
        if missing:
            archive.writestr("could-not-be-read.txt", "\n".join([*missing, ""]))
    yield out.sent()


def read_whole(file: OwnFile, into: IO[bytes]) -> bool:
    """Before an entry is begun: one that turns out to be damaged half way cannot be taken out of an archive again."""
    try:
        for piece in file.read():
            into.write(piece)
    except Exception:
        logger.exception("A file could not be read for a person's own copy.")
        return False
    into.seek(0)
    return True
