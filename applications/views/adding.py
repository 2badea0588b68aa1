"""The form of a new application: two fields are enough, a link or a text fills in the rest. One button adds it."""

from datetime import date, datetime
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from applications import operations, queries, similar
from applications.forms import ApplicationForm, PasteForm
from applications.forms.postings import words
from applications.postings import read
from applications.sending import mark_of
from applications.views import postings
from applications.views.answers import PersonRequest, go, refuse, sent_before
from applications.views.postings import PAGE

TYPED_BY_THE_PERSON = {"none", "same-origin"}  # not led there by another site


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: PersonRequest) -> HttpResponse:
    now = timezone.now()
    today = request.user.local_day(now)
    if request.method != "POST":
        return render(request, PAGE, arriving(request, today) | beside(request))
    if earlier := sent_before(request):
        return go(request, earlier)
    pasted = PasteForm(request.POST)
    form = ApplicationForm(with_paste(request.POST, pasted), user=request.user, today=today)
    context = beside(request) | {"form": form, "paste_form": pasted}
    if pasted.is_valid() and form.is_valid():
        context["twins"] = similar.twins_of(request.user, **names_of(form))
        if not context["twins"] or "add_anyway" in request.POST:
            return add(request, form, now)
    elif is_for_reading(request.POST, pasted):
        return postings.read(request)
    return refuse(request, PAGE, "applications/applications/_form.html", context)


def add(request: PersonRequest, form: ApplicationForm, now: datetime) -> HttpResponse:
    def act() -> str:
        return operations.add_application(request.user, now=now, **form.cleaned_data).get_absolute_url()

    to = operations.do_once(request.user, mark_of(request.POST), act, now=now)
    messages.success(request, _("Added."))
    return go(request, to)


def names_of(form: ApplicationForm) -> dict[str, str]:
    return {name: form.cleaned_data[name] for name in ("company", "role", "url")}


def beside(request: PersonRequest) -> dict[str, Any]:
    return {"companies": queries.company_names(request.user)}


def arriving(request: PersonRequest, today: date) -> dict[str, Any]:
    """The form with what the address brings: values of its fields, or what a phone's share sheet hands over.

    A link is looked up without a further word only where the person themself came here with it: another site that
    links to this page must not make us fetch anything.
    """
    given = {name: words(request.GET.get(name, "")) for name in ("url", "title", "text")}
    link, found = read.shared(**given)
    initial = {name: request.GET[name] for name in ApplicationForm.base_fields if request.GET.get(name)}
    paste = link or given["text"]
    return {
        "form": ApplicationForm(user=request.user, today=today, initial=found.said() | initial),
        "is_folded": True,
        "paste_form": PasteForm(initial={"paste": paste}),
        "reads_now": bool(paste) and request.headers.get("Sec-Fetch-Site") in TYPED_BY_THE_PERSON,
    }


def with_paste(typed: QueryDict, pasted: PasteForm) -> QueryDict:
    """What was pasted, and not looked into, still says where the posting is or what it says."""
    name = "url" if pasted.is_valid() and pasted.link else "posting_text"
    if not pasted.is_valid() or not pasted.text or typed.get(name):
        return typed
    more = typed.copy()
    more[name] = pasted.link or pasted.text
    return more


def is_for_reading(typed: QueryDict, pasted: PasteForm) -> bool:
    """Something was pasted, and what it may say is missing: Enter was meant for looking into it."""
    is_missing = not (typed.get("company", "").strip() and typed.get("role", "").strip())
    return pasted.is_valid() and bool(pasted.text) and is_missing and "fetch" not in typed
