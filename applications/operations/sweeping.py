import logging
from datetime import datetime, timedelta

from django.db import transaction

from applications.models import Document, DocumentVersion, Event, SentForm, StoredFile
from applications.models.application import TRASH_DAYS
from applications.operations.documents import forget, remove_document, throw_away

logger = logging.getLogger(__name__)
LOOSE_FOR = timedelta(hours=1)
REMEMBERED_FOR = timedelta(days=1)


def sweep_documents(*, now: datetime) -> int:
    """Really deletes documents, versions and notes whose time in the trash is over, and every file that is loose.

    A file is loose when the process died between writing it and saying whose it is, or between deleting its rows and
    throwing it away. Returns how many files went.
    """
    over = now - timedelta(days=TRASH_DAYS)
    for key in Document.objects.filter(trashed_at__lte=over).values_list("pk", flat=True):
        sweep_document(key, over)
    sweep_versions(over)
    for event in Event.objects.filter(removed_at__lte=over):
        first_wording(event).delete()  # and with it those that corrected it
    SentForm.objects.filter(sent_at__lt=now - REMEMBERED_FOR).delete()
    return throw_away(StoredFile.objects.filter(version=None, brought_copy=None, made_at__lt=now - LOOSE_FOR))


def sweep_document(key: int, over: datetime) -> None:
    """Unless it was restored since the list was read. One that cannot be deleted is left for the next time."""
    try:
        with transaction.atomic():
            document = Document.objects.select_for_update().filter(pk=key, trashed_at__lte=over).first()
            if document:
                remove_document(document)
    except Exception:
        logger.exception("Document %s could not be swept.", key)


@transaction.atomic
def sweep_versions(over: datetime) -> None:
    """Those that are locked and no others: one that is restored meanwhile stays, and its file too."""
    removed = list(DocumentVersion.objects.select_for_update().filter(removed_at__lte=over))
    forget(removed)
    DocumentVersion.objects.filter(pk__in=[version.pk for version in removed]).delete()


def first_wording(event: Event) -> Event:
    while event.corrects:
        event = event.corrects
    return event
