import logging
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet

from applications.models import Act, JobApplication, Removal
from applications.models.act import UNDO_DAYS
from applications.models.application import TRASH_DAYS
from applications.operations.applications import delete_application

logger = logging.getLogger(__name__)


def empty_trash(*, now: datetime) -> int:
    """Really deletes what has lain in the trash for `TRASH_DAYS`, and forgets acts that nobody takes back any more.

    Returns how many applications went. One that cannot be deleted is logged and left for the next time.
    """
    for model in (Act, Removal):
        model._default_manager.filter(done_at__lt=now - timedelta(days=UNDO_DAYS)).delete()
    over = JobApplication.with_trash.filter(trashed_at__lte=now - timedelta(days=TRASH_DAYS))
    count = 0
    for key in over.order_by("pk").values_list("pk", flat=True):
        try:
            count += remove_from_trash(over, key, now=now)
        except Exception:
            logger.exception("Application %s could not be removed from the trash.", key)
    return count


@transaction.atomic
def remove_from_trash(trash: QuerySet[JobApplication], key: int, *, now: datetime) -> bool:
    """Really deletes one, if it still lies there: somebody may have restored it a moment ago."""
    application = trash.select_for_update(of=("self",), no_key=True).filter(pk=key).first()
    if application is None:
        return False
    delete_application(application, now=now)
    return True
