"""A person's own copy as one ZIP file, written while it is sent: neither memory nor a disk ever holds it as a whole."""

import io
import zipfile
from collections.abc import Iterator

from accounts.exports import OwnFile


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
            try:
                pieces = file.read()
                first = next(pieces, b"")
            except Exception:
                missing.append(file.path)
                continue
            with archive.open(file.path, "w") as entry:
                entry.write(first)
                for piece in pieces:
                    entry.write(piece)
                    yield out.sent()
        if missing:
            archive.writestr("could-not-be-read.txt", "\n".join([*missing, ""]))
    yield out.sent()
