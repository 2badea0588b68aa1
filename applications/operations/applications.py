from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q

from accounts.models import User
from applications import queries
from applications.models import Company, Contact, Event, JobApplication
from applications.operations.documents import set_documents
from applications.operations.events import lock, tell, write_event
from applications.operations.outcomes import AlreadyClosed
from applications.operations.searching import keep_search_text, keep_search_texts
from applications.operations.tags import put_tags
from applications.operations.touches import in_touch_through, keep_last_touch
from applications.periods import current_period

Stage = JobApplication.Stage


@transaction.atomic
def add_application(
    user: User, *, company: str, role: str, now: datetime, tags: Iterable[str] = (), **fields: Any
) -> JobApplication:
    """Takes an application into the person's search. The company is found by name whatever its capitals, or made.

    An application at stage *applied* was sent today (in the person's zone) if `applied_on` does not say otherwise.
    It belongs to the current period of the search, if there is one.
    """
    today = user.local_day(now)
    fields.setdefault("period", current_period(user))
    if fields.get("stage") == Stage.APPLIED and not fields.get("applied_on"):
        fields["applied_on"] = today
    application = JobApplication.objects.create(
        user=user, company=find_or_make_company(user, company), role=role, last_event_at=now, created_at=now, **fields
    )
    write_event(application, kind=Event.Kind.ADDED, happened_on=today, now=now, data={"stage": application.stage})
    if application.applied_on:
        write_event(application, kind=Event.Kind.APPLIED, happened_on=application.applied_on, now=now)
    if tags:
        put_tags(application, tags)
    keep_search_text(application)
    tell(application, now=now)
    return application


def find_or_make_company(user: User, name: str) -> Company:
    name = " ".join(name.split())
    found = queries.company_named(user, name)
    if found:
        return found
    try:
        with transaction.atomic():
            return user.companies.create(name=name)
    except IntegrityError:
        # Another request made it in between, or the database knows more capitals than we do.
        return user.companies.get(name__iexact=name)


@transaction.atomic
def edit_application(application: JobApplication, *, now: datetime, **changes: Any) -> JobApplication:
    """Changes facts of an application. `company` is a name; a new spelling of the same name is taken over. `tags` are
    all the names it bears from now on.

    A changed `stage` counts as a move today (raises `AlreadyClosed` on a closed one); a changed `applied_on`
    corrects the day in the history too. `documents` are the versions that were sent with it: these and no others.
    """
    lock(application)
    stage, tags = changes.pop("stage", application.stage), changes.pop("tags", None)
    documents = changes.pop("documents", None)
    old_company, old_applied_on = application.company, application.applied_on
    if "company" in changes:
        changes["company"] = rename_or_find(application, changes["company"])
    for name, value in changes.items():
        setattr(application, name, value)
    application.save()
    if application.applied_on and application.applied_on != old_applied_on:
        keep_applied_event(application, application.applied_on, now=now)
    if application.company != old_company:
        forget_if_unused(old_company)
    move(application, stage, now=now)
    if documents is not None:
        set_documents(application, documents)
    if tags is not None:
        put_tags(application, tags)
    keep_search_text(application)
    tell(application, now=now)
    return application


def rename_or_find(application: JobApplication, name: str) -> Company:
    company = find_or_make_company(application.user, name)
    name = " ".join(name.split())
    if company == application.company and company.name != name:
        company.name = name
        company.save(update_fields=["name"])
        keep_search_texts(JobApplication.with_trash.filter(company=company))
    return company


def keep_applied_event(application: JobApplication, day: date, *, now: datetime) -> None:
    event = application.events.current().filter(kind=Event.Kind.APPLIED).first()
    if event and event.happened_on != day:
        write_event(
            application, kind=event.kind, happened_on=day, now=now, note=event.note, data=event.data, corrects=event
        )
    elif not event:
        write_event(application, kind=Event.Kind.APPLIED, happened_on=day, now=now)


def forget_if_unused(company: Company) -> None:
    """With its last application or contact a company goes, unless the person said something about it."""
    if not company.has_words and not is_used(company):
        company.delete()


def is_used(company: Company) -> bool:
    return JobApplication.with_trash.filter(company=company).exists() or company.contacts.exists()


@transaction.atomic
def delete_application(application: JobApplication, *, now: datetime) -> None:
    """Removes an application with its whole history. Tells the floors above afterwards, `application.pk` still set."""
    lock(application)
    pk, company = application.pk, Company.objects.select_for_update(no_key=True).get(pk=application.company_id)
    in_touch = in_touch_through(application.user, [application])
    hold_what_hangs_on(application, in_touch)
    application.delete()
    application.pk = pk
    forget_if_unused(company)
    keep_last_touch(*in_touch)
    tell(application, now=now)


def hold_what_hangs_on(application: JobApplication, in_touch: Iterable[Contact]) -> None:
    """Before it is taken away: rows of the floors above go with it, and those wait for the person."""
    user = application.user
    named = user.contacts.filter(Q(applications=application) | Q(pk__in=[contact.pk for contact in in_touch]))
    known = list(named.order_by().values_list("pk", flat=True))
    list(application.letters.order_by("pk").select_for_update(of=("self",), no_key=True).values_list("pk"))
    list(user.contacts.filter(pk__in=known).order_by("pk").select_for_update(no_key=True).values_list("pk"))
    User.objects.select_for_update(no_key=True).values_list("pk").get(pk=user.pk)


@transaction.atomic
def move_to(application: JobApplication, stage: str, *, now: datetime, happened_on: date | None = None) -> None:
    """Says how far it has got, on `happened_on` (today in the person's zone). The same stage again changes nothing.

    Reaching *applied* for the first time sets `applied_on`. Raises `AlreadyClosed`: how far a closed one got is
    part of its outcome.
    """
    lock(application)
    if move(application, stage, now=now, happened_on=happened_on):
        tell(application, now=now)


def move(application: JobApplication, stage: str, *, now: datetime, happened_on: date | None = None) -> bool:
    """The move itself, within another operation. Answers whether anything changed."""
    if stage == application.stage:
        return False
    if not application.is_open:
        raise AlreadyClosed
    happened_on = happened_on or application.user.local_day(now)
    steps = {"from": application.stage, "to": str(stage)}
    application.stage = stage
    is_sending = stage == Stage.APPLIED and not application.applied_on
    if is_sending:
        application.applied_on = happened_on
    application.save(update_fields=["stage", "applied_on", "updated_at"])
    kind = Event.Kind.APPLIED if is_sending else Event.Kind.MOVED
    write_event(application, kind=kind, happened_on=happened_on, now=now, data=steps)
    return True
