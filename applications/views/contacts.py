from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from applications import operations, queries
from applications.forms import ContactForm
from applications.views.answers import PersonRequest, go, posted, refuse

ROWS = 25
INT_DIGITS = 18


@require_safe
def list_(request: PersonRequest) -> HttpResponse:
    page = Paginator(queries.contacts_of(request.user), ROWS).get_page(request.GET.get("page"))
    return render(request, "applications/contacts/list.html", {"page": page})


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: PersonRequest) -> HttpResponse:
    today = request.user.local_day(timezone.now())
    form = ContactForm(posted(request), user=request.user, today=today, initial=met_in(request))
    context = {"form": form, "companies": queries.company_names(request.user)}
    if request.method != "POST":
        return render(request, "applications/contacts/new.html", context)
    if not form.is_valid():
        return refuse(request, "applications/contacts/new.html", "applications/contacts/_form.html", context)
    operations.add_contact(request.user, **form.cleaned_data)
    messages.success(request, _("Contact added."))
    return go(request, "applications:contact-list")


def met_in(request: PersonRequest) -> dict[str, object]:
    """Starting values when somebody is added from the page of an application (`?application=7`)."""
    number = request.GET.get("application", "")
    if not number.isdecimal() or len(number) > INT_DIGITS:
        return {}
    application = request.user.applications.for_lists().filter(pk=number).first()
    return {"company": application.company.name, "applications": [application]} if application else {}


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: PersonRequest, contact_id: int) -> HttpResponse:
    contact = get_object_or_404(request.user.contacts.select_related("company"), pk=contact_id)
    today = request.user.local_day(timezone.now())
    form = ContactForm(posted(request), instance=contact, user=request.user, today=today)
    context = {"form": form, "contact": contact, "companies": queries.company_names(request.user)}
    if request.method != "POST":
        return render(request, "applications/contacts/edit.html", context)
    if not form.is_valid():
        contact.refresh_from_db()  # the form wrote what was typed on it
        return refuse(request, "applications/contacts/edit.html", "applications/contacts/_form.html", context)
    operations.edit_contact(contact, **form.cleaned_data)
    messages.success(request, _("Saved."))
    return go(request, "applications:contact-list")


@require_http_methods(["GET", "HEAD", "POST"])
def delete(request: PersonRequest, contact_id: int) -> HttpResponse:
    contact = get_object_or_404(request.user.contacts, pk=contact_id)
    if request.method == "POST":
        operations.delete_contact(contact)
        messages.success(request, _("Deleted."))
        return go(request, "applications:contact-list")
    context = {
        "heading": _("Delete this contact?"),
        "text": _("“%(name)s” goes for good, with your notes. Applications stay.") % {"name": contact},
        "action": reverse("applications:contact-delete", args=[contact.pk]),
        "label": _("Delete"),
        "cancel_url": reverse("applications:contact-list"),
    }
    return render(request, "components/_confirm.html", context)
