from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.keys import key_in
from applications import alike, operations, people, queries
from applications.forms import ContactForm, ContactSearchForm
from applications.models import Contact
from applications.views.answers import PersonRequest, go, posted, refuse
from applications.views.companies import say_removed
from applications.views.editing import said_of

ROWS, SHOWN = 25, 20


@require_safe
def list_(request: PersonRequest) -> HttpResponse:
    form = ContactSearchForm(request.GET)
    form.is_valid()
    text, sort = form.cleaned_data.get("q", ""), form.cleaned_data.get("sort") or "name"
    contacts = people.contacts_of(request.user, text=text, sort=sort)
    page = Paginator(contacts, ROWS).get_page(request.GET.get("page"))
    context = {"form": form, "page": page, "is_narrowed": bool(text), "today": request.user.local_day(timezone.now())}
    if not text and page.number == 1:
        context["pairs"] = len(alike.contact_pairs(request.user))
    return render(request, "applications/contacts/list.html", context)


@require_safe
def detail(request: PersonRequest, contact_id: int) -> HttpResponse:
    contact = get_object_or_404(request.user.contacts.select_related("company"), pk=contact_id)
    letters = people.letters_of(request.user).filter(contact=contact)
    context = {
        "contact": contact,
        "applications": people.applications_with(contact)[:SHOWN],
        "interviews": people.interviews_with(contact)[:SHOWN],
        "touches": people.touches_of(contact),
        "letters": letters[:SHOWN],
        "write_query": f"contact={contact.pk}",
        "alike": alike.contacts_like(contact),
    }
    return render(request, "applications/contacts/detail.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: PersonRequest) -> HttpResponse:
    today = request.user.local_day(timezone.now())
    form = ContactForm(posted(request), user=request.user, today=today, initial=met_in(request))
    context: dict[str, Any] = {"form": form, "companies": queries.company_names(request.user)}
    if request.method != "POST":
        return render(request, "applications/contacts/new.html", context)
    named = {name: form.cleaned_data.get(name, "") for name in ("name", "company")} if form.is_valid() else {}
    if named and "add_anyway" not in request.POST:
        context["namesakes"] = people.namesakes(request.user, **named)
    if not named or context.get("namesakes"):
        return refuse(request, "applications/contacts/new.html", "applications/contacts/_form.html", context)
    contact = operations.add_contact(request.user, **form.cleaned_data)
    messages.success(request, _("Contact added."))
    return go(request, contact)


def met_in(request: PersonRequest) -> dict[str, object]:
    """Starting values when somebody is added from the page of an application or company (`?application=7`)."""
    if application := one_of(request.user.applications.for_lists(), request.GET.get("application", "")):
        return {"company": application.company.name, "applications": [application]}
    company = one_of(request.user.companies, request.GET.get("company", ""))
    return {"company": company.name} if company else {}


def one_of(rows: Any, number: str) -> Any:
    return rows.filter(pk=key_in(number)).first()


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: PersonRequest, contact_id: int) -> HttpResponse:
    if request.method == "POST":
        return save(request, contact_id)
    contact = get_object_or_404(request.user.contacts.select_related("company"), pk=contact_id)
    return render(request, "applications/contacts/edit.html", shown(request, contact))


def shown(request: PersonRequest, contact: Contact) -> dict[str, Any]:
    today = request.user.local_day(timezone.now())
    form = ContactForm(posted(request), instance=contact, user=request.user, today=today)
    return {"form": form, "contact": contact, "companies": queries.company_names(request.user)}


@transaction.atomic
def save(request: PersonRequest, contact_id: int) -> HttpResponse:
    """The row is held from reading it to saving it, as that of an application is (editing.py)."""
    held = request.user.contacts.select_related("company").select_for_update(of=("self",), no_key=True)
    contact = get_object_or_404(held, pk=contact_id)
    context = shown(request, contact)
    if not context["form"].is_valid():
        contact.refresh_from_db()  # the form wrote what was typed on it
        return refuse(request, "applications/contacts/edit.html", "applications/contacts/_form.html", context)
    operations.edit_contact(contact, **context["form"].cleaned_data)
    messages.success(request, said_of(context["form"]))
    return go(request, contact)


@require_http_methods(["GET", "HEAD", "POST"])
def delete(request: PersonRequest, contact_id: int) -> HttpResponse:
    contact = get_object_or_404(request.user.contacts, pk=contact_id)
    if request.method == "POST":
        removal = operations.delete_contact(contact, now=timezone.now())
        say_removed(request, _("“%(name)s” is deleted.") % {"name": contact}, removal)
        return go(request, "applications:contact-list")
    context = {
        "heading": _("Delete this contact?"),
        "text": _("“%(name)s” goes, with your notes. Applications, their history and letters stay.")
        % {"name": contact},
        "action": reverse("applications:contact-delete", args=[contact.pk]),
        "label": _("Delete"),
        "cancel_url": contact.get_absolute_url(),
    }
    return render(request, "components/_confirm.html", context)
