"""Taking applications along as a spreadsheet: those that the list shows, or all."""

from urllib.parse import urlencode

from django.http import HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from applications import listing
from applications.forms import ListForm
from applications.models.application import JobApplicationQuerySet
from applications.periods import ALL
from applications.sheets import writing
from applications.views.answers import PersonRequest

EVERYTHING = {"closed": "on", "archived": "on", "period": ALL}


@require_safe
def choose(request: PersonRequest) -> HttpResponse:
    """Which of them, and as what kind of file."""
    form, everything = form_of(request, request.GET), QueryDict(urlencode(EVERYTHING))
    context = {
        "shown": found(request, request.GET).count() if request.GET else 0,
        "all": found(request, everything).count(),
        "query": form.plain_query().urlencode(),
        "everything": everything.urlencode(),
        "chips": form.chips(),
    }
    return render(request, "applications/sheets/take.html", context)


@require_safe
def download(request: PersonRequest) -> HttpResponseBase:
    """The file: what the address narrows the list to, in the kind it names."""
    kind = request.GET.get("as", "")
    kind = kind if kind in writing.KINDS else "csv"
    file = writing.written(request.user, found(request, request.GET), kind=kind)
    today = request.user.local_day(timezone.now())
    return writing.download(file, name=f"rebound-{today.isoformat()}.{kind}")


def form_of(request: PersonRequest, query: QueryDict) -> ListForm:
    return ListForm(query, user=request.user, tags=list(request.user.tags.all()))


def found(request: PersonRequest, query: QueryDict) -> JobApplicationQuerySet:
    return listing.found(request.user, form_of(request, query).wish(), now=timezone.now())
