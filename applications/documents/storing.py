"""Where files lie: a folder outside the web root, or a bucket (`DOCUMENT_STORAGE_URL`), by names that say nothing."""

import secrets
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO

from django.core.files import File
from django.core.files.storage import Storage, storages

from applications.documents.sealing import Damaged, sealed, unsealed
from applications.models.document import StoredFile


def storage() -> Storage:
    return storages["documents"]


def new_name(owner: int) -> str:
    """In the owner's folder, and otherwise chance."""
    return f"{owner}/{secrets.token_hex(20)}"


def put(file: IO[bytes], stored: StoredFile) -> None:
    """Encrypts the file and lays it down under the name of `stored`."""
    file.seek(0)
    with tempfile.TemporaryFile() as closed:
        for piece in sealed(file, stored.key):
            closed.write(piece)
        closed.seek(0)
        kept_as = storage().save(stored.name, File(closed, name=stored.name))
    if kept_as != stored.name:  # another file has this name: as likely as guessing a key
        raise FileExistsError(stored.name)


def read(stored: StoredFile) -> Iterator[bytes]:
    """What was put there, piece by piece. Raises OSError at once or on the way, and `sealing.Damaged` on the way."""
    with readable():
        file = storage().open(stored.name)
    return reading(file, stored.key)


def reading(file: File, key: str) -> Iterator[bytes]:
    with readable(), file:
        yield from unsealed(file, key)


@contextmanager
def readable() -> Iterator[None]:
    """A bucket has words of its own for what it cannot give; to those who ask it is the same as with a folder."""
    try:
        yield
    except (OSError, Damaged):
        raise
    except Exception as error:
        raise OSError(f"The storage did not give the file: {type(error).__name__}") from error


def throw_away(stored: StoredFile) -> None:
    """What is not there any more is no mistake."""
    storage().delete(stored.name)
