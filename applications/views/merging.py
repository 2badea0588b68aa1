"""Two that are one: pointed out, looked at side by side, made one, and two again."""

from collections.abc import Callable
from typing import Any, NamedTuple

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.keys import key_in
from applications import alike, operations, people
from applications.forms import MergeForm
from applications.models import Company, Contact
from applications.views.answers import PersonRequest, go
from applications.views.companies import say_removed

SHOWN = 50
CHOICES = 500


class Way(NamedTuple):
    """What differs between companies and contacts."""

    kind: str
    rows: Callable[[Any], Any]
    choices: Callable[[Any], Any]
    merge: Callable[..., Any]
    pairs: Callable[[Any], Any]
    like: Callable[[Any], Any]


COMPANIES = Way(
    "company",
    people.companies_of,
    lambda user: user.companies.order_by("folded_name", "pk"),
    operations.merge_companies,
    alike.company_pairs,
    alike.companies_like,
)
CONTACTS = Way(
    "contact",
    people.contacts_of,
    people.contacts_of,
    operations.merge_contacts,
    alike.contact_pairs,
    alike.contacts_like,
)


@require_safe
def company_doubles(request: PersonRequest) -> HttpResponse:
    return doubles(request, COMPANIES)


@require_safe
def contact_doubles(request: PersonRequest) -> HttpResponse:
    return doubles(request, CONTACTS)


def doubles(request: PersonRequest, way: Way) -> HttpResponse:
    pairs = way.pairs(request.user)
    context = {"pairs": pairs[:SHOWN], "more": max(len(pairs) - SHOWN, 0), "kind": way.kind}
    return render(request, "applications/merging/doubles.html", context | names_of(way))


def names_of(way: Way) -> dict[str, str]:
    verbs = ("list", "doubles", "merge", "apart")
    return {f"{verb}_name": f"applications:{way.kind}-{verb}" for verb in verbs}


@require_http_methods(["GET", "HEAD", "POST"])
def company_merge(request: PersonRequest, company_id: int) -> HttpResponse:
    company = get_object_or_404(people.companies_of(request.user), pk=company_id)
    return merge(request, COMPANIES, company)


@require_http_methods(["GET", "HEAD", "POST"])
def contact_merge(request: PersonRequest, contact_id: int) -> HttpResponse:
    contact = get_object_or_404(people.contacts_of(request.user), pk=contact_id)
    return merge(request, CONTACTS, contact)


def merge(request: PersonRequest, way: Way, row: Company | Contact) -> HttpResponse:
    """Chooses the other one (`?other=`), shows what would move, and does it."""
    other = found(request, way, request.GET.get("other", ""))
    if request.method == "POST":
        return make_one(request, way, row)
    if other is None or other == row:
        near = way.like(row)
        rest = [one for one in way.choices(request.user)[:CHOICES] if one != row and one not in near]
        context = {"row": row, "near": near, "rest": rest, "is_self": other == row}
        return render(request, "applications/merging/choose.html", context | names_of(way))
    context = {"sides": [(row, other), (other, row)], "row": row, "other": other, "kind": way.kind}
    return render(request, "applications/merging/preview.html", context | names_of(way))


def found(request: PersonRequest, way: Way, number: str) -> Any:
    return way.rows(request.user).filter(pk=key_in(number)).first()


def make_one(request: PersonRequest, way: Way, row: Company | Contact) -> HttpResponse:
    form = MergeForm(request.POST)
    try:
        if not form.is_valid() or row.pk not in form.cleaned_data.values():
            raise operations.CannotMerge
        removal = way.merge(request.user, now=timezone.now(), **form.cleaned_data)
    except operations.CannotMerge:
        messages.warning(request, _("One of the two is not there any more, or they are the same. Nothing was changed."))
        return go(request, names_of(way)["list_name"])
    stays = way.rows(request.user).get(pk=form.cleaned_data["stays"])
    gone = removal.before["row"]["name"]
    say_removed(request, _("“%(gone)s” is now part of “%(stays)s”.") % {"gone": gone, "stays": stays}, removal)
    return go(request, stays)


@require_POST
def company_apart(request: PersonRequest, company_id: int) -> HttpResponse:
    company = get_object_or_404(request.user.companies, pk=company_id)
    return apart(request, COMPANIES, company)


@require_POST
def contact_apart(request: PersonRequest, contact_id: int) -> HttpResponse:
    contact = get_object_or_404(request.user.contacts, pk=contact_id)
    return apart(request, CONTACTS, contact)


def apart(request: PersonRequest, way: Way, row: Company | Contact) -> HttpResponse:
    other = found(request, way, request.POST.get("other", ""))
    if other is not None and other != row:
        operations.say_apart(request.user, way.kind, row.pk, other.pk)
        messages.success(request, _("Noted: these are two. They are not pointed out again."))
    return go(request, names_of(way)["doubles_name"])


@require_POST
def undo(request: PersonRequest, removal_id: int) -> HttpResponse:
    removal = get_object_or_404(request.user.removals, pk=removal_id)
    above = "applications:company-list" if removal.kind == "company" else "applications:contact-list"
    try:
        back = operations.take_back_removal(removal, now=timezone.now())
    except operations.LaterFirst as first:
        text = _("Nothing was changed. Something was done later with “%(name)s”: please take that back first.")
        say_removed(request, text % {"name": first.later.before["row"]["name"]}, first.later)
        return go(request, above)
    if back is None:
        messages.info(request, _("That was taken back already."))
        return go(request, above)
    messages.success(request, _("“%(name)s” is back.") % {"name": back})
    return go(request, back)
