from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts import countries, localised, operations
from accounts.requests import PersonRequest
from advice import queries
from advice.forms import CountryForm
from advice.models import SupportService


@dataclass(frozen=True)
class Shown:
    """A service as it stands on the page: with its number only while somebody stands for it."""

    service: SupportService
    country: str
    phone: str
    is_checked: bool


@login_not_required
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Public, so that it can be reached from every mail and by anybody."""
    user = request.user
    form = CountryForm(request.GET)
    asked = form.cleaned_data["country"] if form.is_valid() else ""
    country = asked or guess(request)
    languages = user.curated_languages if user.is_authenticated else [settings.LANGUAGE_CODE]
    context = by_country(queries.support_services(languages), country, today=timezone.localdate())
    context |= {"form": CountryForm(initial={"country": country}), "country": localised.country(country)}
    return render(request, "advice/support/index.html", context)


def guess(request: HttpRequest) -> str:
    """The person's country, or the one that their browser's first language names."""
    if request.user.is_authenticated:
        return countries.of_person(request.user)
    first = request.headers.get("Accept-Language", "").partition(",")[0].partition(";")[0]
    return countries.of_language(first.strip())


def by_country(services: Iterable[SupportService], country: str, *, today: date) -> dict[str, Any]:
    """Those of this country, those for everywhere, and the others: all of them stay in reach."""
    groups: dict[str, list[Shown]] = {"here": [], "everywhere": [], "elsewhere": []}
    for row in services:
        group = "everywhere" if not row.country else "here" if row.country == country else "elsewhere"
        name = localised.country(row.country) if row.country else ""
        groups[group].append(Shown(row, name, row.phone_on(today), row.is_verified(today)))
    return groups


@require_POST
def choose(request: PersonRequest) -> HttpResponse:
    """Remembers the country; what is none changes nothing."""
    form = CountryForm(request.POST)
    if form.is_valid():
        operations.choose_country(request.user, form.cleaned_data["country"])
    return redirect("advice:support-index")
