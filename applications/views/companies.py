from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.undo import say_undoable
from applications import alike, operations, people
from applications.forms import CompanyForm, CompanySearchForm
from applications.models import JobApplication, Removal
from applications.views.answers import PersonRequest, go, refuse
from applications.views.editing import said_of

ROWS = 25
PAGE, EDIT_PAGE = "applications/companies/list.html", "applications/companies/edit.html"


@require_safe
def list_(request: PersonRequest) -> HttpResponse:
    form = CompanySearchForm(request.GET)
    form.is_valid()
    wish = {"text": form.cleaned_data.get("q", ""), "again": form.cleaned_data.get("again", "")}
    page = Paginator(people.companies_of(request.user, **wish), ROWS).get_page(request.GET.get("page"))
    context = {"form": form, "page": page, "is_narrowed": any(wish.values())}
    if not any(wish.values()) and page.number == 1:
        context["pairs"] = len(alike.company_pairs(request.user))
    return render(request, PAGE, context)


@require_safe
def detail(request: PersonRequest, company_id: int) -> HttpResponse:
    company = get_object_or_404(request.user.companies, pk=company_id)
    applications = Paginator(people.applications_at(company), ROWS).get_page(request.GET.get("page"))
    context = {
        "company": company,
        "page": applications,
        "contacts": company.contacts.order_by("folded_name", "pk")[: people.SHOWN],
        "alike": alike.companies_like(company),
    }
    return render(request, "applications/companies/detail.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: PersonRequest, company_id: int) -> HttpResponse:
    if request.method == "POST":
        return save(request, company_id)
    company = get_object_or_404(request.user.companies, pk=company_id)
    return render(request, EDIT_PAGE, {"form": CompanyForm(instance=company), "company": company})


@transaction.atomic
def save(request: PersonRequest, company_id: int) -> HttpResponse:
    """The row is held from reading it to saving it, as that of an application is (editing.py)."""
    company = get_object_or_404(request.user.companies.select_for_update(no_key=True), pk=company_id)
    form = CompanyForm(request.POST, instance=company)
    context = {"form": form, "company": company}
    if not form.is_valid():
        company.refresh_from_db()  # the form wrote what was typed on it
        return refuse(request, EDIT_PAGE, "applications/companies/_form.html", context)
    try:
        operations.edit_company(company, now=timezone.now(), **form.cleaned_data)
    except operations.NameTaken as taken:
        company.refresh_from_db()
        form.add_error("name", _("You have another company of that name."))
        return refuse(request, EDIT_PAGE, "applications/companies/_form.html", context | {"namesake": taken.other})
    messages.success(request, said_of(form))
    return go(request, company)


@require_http_methods(["GET", "HEAD", "POST"])
def delete(request: PersonRequest, company_id: int) -> HttpResponse:
    company = get_object_or_404(request.user.companies, pk=company_id)
    name = company.name
    if request.method == "POST":
        try:
            removal = operations.delete_company(company, now=timezone.now())
        except operations.StillUsed:
            return go(request, "applications:company-delete", company.pk)
        say_removed(request, _("“%(name)s” is deleted.") % {"name": name}, removal)
        return go(request, "applications:company-list")
    number = JobApplication.with_trash.filter(company=company).count()
    if number:
        context = {"company": company, "page": people.applications_at(company)[:ROWS], "number": number}
        return render(request, "applications/companies/still_used.html", context)
    context = {
        "heading": _("Delete this company?"),
        "text": _("“%(name)s” goes, with your notes about it. People you know there stay.") % {"name": name},
        "action": reverse("applications:company-delete", args=[company.pk]),
        "label": _("Delete"),
        "cancel_url": company.get_absolute_url(),
    }
    return render(request, "components/_confirm.html", context)


def say_removed(request: PersonRequest, text: str, removal: Removal) -> None:
    say_undoable(request, text, to=reverse("applications:removal-undo", args=[removal.pk]))
