from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from applications import queries
from applications.models import Company, JobApplication, Removal
from applications.operations.removing import remove_company
from applications.operations.searching import keep_search_texts
from applications.signals import applications_changed


class NameTaken(Exception):
    """Another company of the person's has that name: the two may be one."""

    def __init__(self, other: Company) -> None:
        super().__init__(other.pk)
        self.other = other


class StillUsed(Exception):
    """There are applications at it, in the trash perhaps."""


@transaction.atomic
def edit_company(company: Company, *, now: datetime, name: str, **changes: Any) -> Company:
    """Changes what the person says about a company. Raises `NameTaken`.

    A day from when on to apply again goes with *later* only.
    """
    company.refresh_from_db(from_queryset=Company.objects.select_for_update(no_key=True))
    before, company.name = company.name, " ".join(name.split())
    for field, value in changes.items():
        setattr(company, field, value)
    if company.apply_again != Company.Again.LATER:
        company.apply_again_on = None
    other = queries.company_named(company.user, company.name)
    if other and other != company:
        raise NameTaken(other)
    try:
        with transaction.atomic():
            company.save()
    except IntegrityError as error:
        # Another request gave that name in between, or the database knows more capitals than we do.
        raise NameTaken(company.user.companies.exclude(pk=company.pk).get(name__iexact=company.name)) from error
    if company.name != before:
        tell_of_company(company, now=now)
    return company


def tell_of_company(company: Company, *, now: datetime) -> None:
    """Its applications bear another name now: for searches, lists and notes."""
    keep_search_texts(JobApplication.with_trash.filter(company=company))
    rows = list(company.applications.select_related("company"))
    if rows:
        applications_changed.send(sender=JobApplication, user=company.user, applications=rows, now=now)


@transaction.atomic
def delete_company(company: Company, *, now: datetime) -> Removal:
    """Forgets a company at which there is no application; its contacts stay, without one. Raises `StillUsed`."""
    company.refresh_from_db(from_queryset=Company.objects.select_for_update())
    if JobApplication.with_trash.filter(company=company).exists():
        raise StillUsed
    return remove_company(company, now=now)
