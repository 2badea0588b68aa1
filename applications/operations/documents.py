import logging
from collections.abc import Iterable
from datetime import datetime
from typing import IO, Any

from django.conf import settings
from django.db import transaction
from django.db.models import Max, QuerySet

from accounts.models import User
from applications.documents import shelf, storing
from applications.documents.sealing import new_key
from applications.models import BroughtCopy, Document, DocumentVersion, JobApplication, StoredFile
from applications.operations.events import lock, tell

logger = logging.getLogger(__name__)


class NoRoom(Exception):
    """The files of this person would take more room than there is for one."""


class LastVersion(Exception):
    """A document without a version is none: delete the document."""


def keep_file(user: User, file: IO[bytes], *, size: int, now: datetime) -> StoredFile:
    """Encrypts a checked file and puts it into the storage, where it is loose until a version takes it.

    To be called outside a transaction: whatever happens afterwards, the row says that the file is there, and a loose
    file is thrown away an hour later. Raises `NoRoom`.
    """
    check_room(user, size)
    return put_away(user, file, size=size, now=now)


def put_away(user: User, file: IO[bytes], *, size: int, now: datetime) -> StoredFile:
    """The same, whatever room it takes."""
    stored = StoredFile.objects.create(name=storing.new_name(user.pk), key=new_key(), size=size, made_at=now)
    storing.put(file, stored)
    return stored


def check_room(user: User, size: int) -> None:
    if shelf.room_taken(user) + size > settings.DOCUMENT_ROOM:
        raise NoRoom


@transaction.atomic
def add_document(
    user: User,
    file: StoredFile,
    *,
    title: str,
    kind: str,
    now: datetime,
    applications: Iterable[JobApplication] = (),
    **version: Any,
) -> Document:
    """A new document with its first version, sent with these applications. Raises `NoRoom`."""
    chosen = sorted(applications, key=lambda application: application.pk)
    for application in chosen:
        lock(application)
    document = user.documents.create(title=title, kind=kind, created_at=now, changed_at=now)
    added = add_version(document, file, now=now, **version)
    for application in chosen:
        added.applications.add(application)
        tell(application, now=now)
    return document


@transaction.atomic
def add_version(
    document: Document, file: StoredFile, *, filename: str, type: str, now: datetime, label: str = ""
) -> DocumentVersion:
    """One more version; the earlier ones stay, with the applications they were sent with. Raises `NoRoom`."""
    # Two at once must not both find the last room.
    user = User.objects.select_for_update(no_key=True).get(pk=document.user_id)
    check_room(user, file.size)
    number = (document.versions.aggregate(last=Max("number"))["last"] or 0) + 1
    version = document.versions.create(
        file=file, number=number, label=label, filename=filename, type=type, added_at=now
    )
    document.changed_at = now
    document.save(update_fields=["changed_at"])
    return version


def edit_document(document: Document, *, title: str, kind: str) -> None:
    """Another title or kind; the files stay as they are."""
    document.title, document.kind = title, kind
    document.save(update_fields=["title", "kind"])


def edit_version(version: DocumentVersion, *, label: str) -> None:
    """Another word for which version it is."""
    version.label = label
    version.save(update_fields=["label"])


@transaction.atomic
def choose_documents(
    application: JobApplication,
    versions: Iterable[DocumentVersion],
    *,
    now: datetime,
    was: Iterable[int] | None = None,
) -> None:
    """Says which versions were sent with an application: these and no others. What is in the trash keeps its place.

    With `was`, the keys of those that were chosen when it was looked at, only the difference is done.
    """
    lock(application)
    if set_documents(application, versions, was=was):
        tell(application, now=now)


def set_documents(
    application: JobApplication, versions: Iterable[DocumentVersion], *, was: Iterable[int] | None = None
) -> bool:
    """The same within another operation. Answers whether anything changed."""
    wanted = {version.pk for version in versions}
    before = set(application.documents.kept().values_list("pk", flat=True))
    if was is not None:
        seen = set(was)
        wanted = before - (seen - wanted) | (wanted - seen)
    application.documents.remove(*before - wanted)
    application.documents.add(*wanted - before)
    return wanted != before


def trash_document(document: Document, *, now: datetime) -> None:
    """Puts a document with all its versions into the trash, out of every list. Its files go after `TRASH_DAYS`."""
    Document.objects.filter(pk=document.pk, trashed_at=None).update(trashed_at=now)


def restore_document(document: Document) -> None:
    """Takes it out of the trash again, as it was, with the applications it was sent with."""
    Document.objects.filter(pk=document.pk).update(trashed_at=None)


@transaction.atomic
def remove_version(version: DocumentVersion, *, now: datetime) -> None:
    """Deletes one version, restorable for `TRASH_DAYS`. Raises `LastVersion` where no other is left."""
    Document.objects.select_for_update().get(pk=version.document_id)
    if not version.document.versions.kept().exclude(pk=version.pk).exists():
        raise LastVersion
    DocumentVersion.objects.filter(pk=version.pk, removed_at=None).update(removed_at=now)


def restore_version(version: DocumentVersion) -> None:
    """Brings a deleted version back, with the applications it was sent with."""
    DocumentVersion.objects.filter(pk=version.pk).update(removed_at=None)


@transaction.atomic
def remove_document(document: Document) -> None:
    """Really deletes a document and, once that is certain, its files. There is no way back."""
    forget(document.versions.all())
    document.delete()


@transaction.atomic
def forget_documents(user: User) -> None:
    """Everything of a person who is leaving: rows now, files as soon as that is certain."""
    forget(DocumentVersion.objects.filter(document__user=user))
    user.documents.all().delete()
    forget_copies(BroughtCopy.objects.filter(user=user))


def forget(versions: Iterable[DocumentVersion]) -> None:
    """Within a transaction: their files are thrown away after it, or by the next sweep if we do not live to do it."""
    forget_files([version.file_id for version in versions])


def forget_copies(copies: QuerySet[BroughtCopy]) -> int:
    """Within a transaction: the same of copies that were brought. Returns how many."""
    keys = list(copies.values_list("file", flat=True))
    copies.delete()
    forget_files(keys)
    return len(keys)


def forget_files(keys: list[int]) -> None:
    transaction.on_commit(lambda: throw_away(StoredFile.objects.filter(pk__in=keys)))


def throw_away(files: Iterable[StoredFile]) -> int:
    """First the file, then the row that knows of it. One that cannot be thrown away is left for the next time."""
    count = 0
    for file in files:
        try:
            storing.throw_away(file)
            file.delete()
            count += 1
        except Exception:
            logger.exception("The file of StoredFile %s could not be thrown away.", file.pk)
    return count
