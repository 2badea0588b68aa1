"""A person's own copy from another Rebound: looked at, kept for a day, and brought in as a whole or not at all."""

import gc
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import IO

from django.conf import settings
from django.db import transaction

from accounts.copies import opening, parts
from accounts.copies.reading import Reading
from accounts.models import User
from applications.copies.tables import VERSIONS
from applications.documents import storing
from applications.documents.checking import LARGEST_FILE
from applications.models import BroughtCopy, StoredFile
from applications.operations.documents import check_room, forget_copies, keep_file, put_away, throw_away

KEPT = timedelta(days=1)


class NotEmpty(Exception):
    """There are things of the person's in this account already: nothing is mixed."""


@contextmanager
def without_collecting() -> Iterator[None]:
    """What is read stays until the end: to look through it for what is needed no more, again and again as it grows,
    takes a sixth of the time.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


@without_collecting()
def bring_copy(user: User, file: IO[bytes], *, now: datetime) -> BroughtCopy:
    """Looks through a copy and keeps it for a day, in place of an earlier one; nothing of it comes in yet.

    To be called outside a transaction, as `keep_file`. Raises `NotEmpty`, `Unfit` and `NoRoom`.
    """
    if not parts.is_empty(user):
        raise NotEmpty
    reading = read(user, file, now=now)
    look = {"counts": reading.counts(), "left": [[*about, count] for about, count in reading.left.items()]}
    size = file.seek(0, 2)
    stored = put_away(user, file, size=size, now=now)
    with transaction.atomic():
        User.objects.select_for_update(no_key=True).get(pk=user.pk)
        forget_copies(BroughtCopy.objects.filter(user=user))
        return BroughtCopy.objects.create(user=user, file=stored, look=look, brought_at=now)


def read(user: User, file: IO[bytes], *, now: datetime) -> Reading:
    reading = parts.read(Reading(opening.opened(file, room=settings.DOCUMENT_ROOM), now=now))
    check_room(user, sum(found.more["size"] for found in reading.found[VERSIONS]))
    return reading


@without_collecting()
def bring_copy_in(copy: BroughtCopy, *, now: datetime) -> bool:
    """Everything in one transaction, and no word of it to anybody but the plan: nothing begins (docs/adr/0014).

    To be called outside a transaction: files are put away first and loose, so that whatever happens none of them is
    left without an owner. Answers False, and does nothing, where the copy is not kept any more: another window was
    quicker to bring it in, or to throw it away. Raises `NotEmpty`, `Contradicts`, `Unfit`, `NoRoom`, and
    OSError where the storage does not give what was kept.
    """
    with unpacked(copy) as file:
        reading = read(copy.user, file, now=now)
        with loose_files(reading, copy.user, now=now), transaction.atomic():
            return store(copy, reading)


def store(copy: BroughtCopy, reading: Reading) -> bool:
    user = User.objects.select_for_update(no_key=True).get(pk=copy.user_id)
    if not BroughtCopy.objects.filter(pk=copy.pk).exists():
        return False
    if not parts.is_empty(user):
        raise NotEmpty
    parts.bring_in(reading, user)
    forget_copies(BroughtCopy.objects.filter(pk=copy.pk))
    return True


@contextmanager
def unpacked(copy: BroughtCopy) -> Iterator[IO[bytes]]:
    with tempfile.TemporaryFile() as file:
        for piece in storing.read(copy.file):
            file.write(piece)
        yield file


@contextmanager
def loose_files(reading: Reading, user: User, *, now: datetime) -> Iterator[None]:
    """The files of its documents, put away; those that no version has taken in the end are thrown away again."""
    keys = []
    try:
        for found in reading.found[VERSIONS]:
            with reading.opened.file(found.more["path"], largest=LARGEST_FILE) as file:
                found.more["stored"] = keep_file(user, file, size=found.more["size"], now=now)
                keys.append(found.more["stored"].pk)
        yield
    finally:
        throw_away(StoredFile.objects.filter(pk__in=keys, version=None))


@transaction.atomic
def throw_copy_away(user: User) -> None:
    """Forgets what was brought. What came of it stays."""
    forget_copies(BroughtCopy.objects.filter(user=user))


@transaction.atomic
def sweep_copies(*, now: datetime) -> int:
    """Forgets copies that were brought a day ago; returns how many."""
    return forget_copies(BroughtCopy.objects.filter(brought_at__lte=now - KEPT))
