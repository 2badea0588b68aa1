"""A file is encrypted with a key of its own, piece by piece, so that a large one never lies in memory as a whole.

The key stands in the database, itself encrypted with `WRITING_KEYS`. Each piece is AES-256-GCM under a counter, which
also says whether it is the last: a file that was cut, or whose pieces were moved, does not open.
"""

import base64
import secrets
from collections.abc import Iterator
from typing import IO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

VERSION = b"\x01"
PIECE = 64 * 1024
TAG = 16


class Damaged(Exception):
    """What lies in the storage is not, or no longer, what was put there."""


def new_key() -> str:
    return base64.b64encode(secrets.token_bytes(32)).decode()


def sealed(file: IO[bytes], key: str) -> Iterator[bytes]:
    """The encrypted pieces of what the file holds."""
    cipher = AESGCM(base64.b64decode(key))
    yield VERSION
    for number, piece, is_last in pieces(file, PIECE):
        yield cipher.encrypt(nonce(number, is_last=is_last), piece, VERSION)


def unsealed(file: IO[bytes], key: str) -> Iterator[bytes]:
    """What was put in, piece by piece. Raises Damaged."""
    cipher = AESGCM(base64.b64decode(key))
    if file.read(1) != VERSION:
        raise Damaged
    for number, piece, is_last in pieces(file, PIECE + TAG):
        try:
            yield cipher.decrypt(nonce(number, is_last=is_last), piece, VERSION)
        except InvalidTag as error:
            raise Damaged from error


def pieces(file: IO[bytes], size: int) -> Iterator[tuple[int, bytes, bool]]:
    """Numbered, with a word whether it is the last one; an empty file has one, which is empty."""
    number, piece = 0, whole(file, size)
    while True:
        following = whole(file, size) if len(piece) == size else b""
        yield number, piece, not following
        if not following:
            return
        number, piece = number + 1, following


def whole(file: IO[bytes], size: int) -> bytes:
    """So many bytes unless the file ends before: what comes over a network may come in smaller portions."""
    found = b""
    while len(found) < size and (more := file.read(size - len(found))):
        found += more
    return found


def nonce(number: int, *, is_last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([is_last])
