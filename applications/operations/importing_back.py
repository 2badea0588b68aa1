"""Takes back that applications came in with a spreadsheet: those go again with which nothing was done since."""

from datetime import datetime
from typing import Any

from django.db.models import Exists, F, OuterRef, Q

from accounts.models import User
from applications.models import Company, Event, JobApplication, Outcome, SearchText, Tag
from applications.operations.importing import with_tags
from applications.operations.many import Rows, taken
from applications.operations.tags import forget_unused
from applications.signals import applications_imported

BORN_WITH = (Event, Outcome, SearchText)  # what each of them has from the beginning


def import_back(user: User, before: dict[int, Any], now: datetime) -> int:
    """They go for good, with companies and tags that nothing else needs: the spreadsheet still has them."""
    rows = untouched(user, before)
    keys = [row.pk for row in rows]
    tags = list(Tag.objects.filter(applications__in=keys).distinct())
    companies = {row.company_id for row in rows}
    JobApplication.objects.filter(pk__in=keys).delete()
    forget_unused(tags)
    forget_companies(user, companies)
    applications_imported.send(sender=JobApplication, user=user, now=now)
    return len(rows)


def untouched(user: User, before: dict[int, Any]) -> Rows:
    """Neither changed, moved, tagged, archived nor trashed since, and nothing of any floor hangs on them."""
    since = Event.objects.filter(application=OuterRef("pk"), recorded_at__gt=OuterRef("imported_at"))
    rows = taken(user, before).filter(updated_at=F("imported_at"))
    rows = rows.filter(Q(archived_at=None) | Q(archived_at=F("imported_at"))).exclude(Exists(since))
    left = with_something(list(before))
    found = [row for row in rows if row.pk not in left and row.period_id == before[row.pk]["period"]]
    return [row for row, tags in with_tags(found) if tags == before[row.pk]["tags"]]


def with_something(keys: list[int]) -> set[int]:
    """Those of them to which a row of any table belongs besides: an interview, a letter, a contact, a recovery."""
    found: set[int] = set()
    for relation in JobApplication._meta.related_objects:
        if relation.related_model not in BORN_WITH:
            name = relation.field.name
            rows = relation.related_model._base_manager.filter(**{f"{name}__in": keys}).order_by()
            found.update(rows.values_list(name, flat=True))
    return found


def forget_companies(user: User, keys: set[int]) -> None:
    """Of these the ones that nothing needs, and about which the person said nothing."""
    used = Exists(JobApplication.with_trash.filter(company=OuterRef("pk")))
    rows = Company.objects.filter(user=user, pk__in=keys, contacts=None).exclude(used)
    Company.objects.filter(pk__in=[row.pk for row in rows if not row.has_words]).delete()
