from datetime import datetime, timedelta

from django.db import transaction

from applications.models import Document, DocumentVersion, Event, SentForm, StoredFile
from applications.models.application import TRASH_DAYS
from applications.operations.documents import forget, remove_document, throw_away

LOOSE_FOR = timedelta(hours=1)
REMEMBERED_FOR = timedelta(days=1)


def sweep_documents(*, now: datetime) -> int:
    """Really deletes documents, versions and notes whose time in the trash is over, and every file that is loose.

    A file is loose when the process died between writing it and saying whose it is, or between deleting its rows and
    throwing it away. Returns how many files went.
    """
    over = now - timedelta(days=TRASH_DAYS)
    for document in Document.objects.filter(trashed_at__lte=over):
        remove_document(document)
    with transaction.atomic():
        removed = DocumentVersion.objects.filter(removed_at__lte=over)
        forget(removed)
        removed.delete()
    for event in Event.objects.filter(removed_at__lte=over):
        first_wording(event).delete()  # and with it those that corrected it
    SentForm.objects.filter(sent_at__lt=now - REMEMBERED_FOR).delete()
    return throw_away(StoredFile.objects.filter(version=None, made_at__lt=now - LOOSE_FOR))


def first_wording(event: Event) -> Event:
    while event.corrects:
        event = event.corrects
    return event
