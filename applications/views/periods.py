"""The periods into which a person parts their search."""

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from applications import operations
from applications.forms import DeletePeriodForm, NewPeriodForm, PeriodForm
from applications.models import SearchPeriod
from applications.views.answers import PersonRequest, go, posted

LIST = "applications:period-list"


@require_http_methods(["GET", "HEAD", "POST"])
def list_(request: PersonRequest) -> HttpResponse:
    """All of them, and the form of a new one."""
    loose = request.user.applications.filter(period=None).count()
    form = NewPeriodForm(posted(request), user=request.user, loose=loose)
    if request.method == "POST" and form.is_valid():
        period = operations.add_period(request.user, now=timezone.now(), **form.cleaned_data)
        messages.success(request, _("“%(name)s” is there.") % {"name": period})
        return go(request, LIST)
    rows = request.user.periods.annotate(count=counted()).order_by("-is_current", "-created_at", "-pk")
    context = {"periods": rows, "form": form, "loose": loose}
    return render(request, "applications/periods/list.html", context, status=422 if form.is_bound else 200)


def counted() -> Count:
    """How many applications, without those in the trash."""
    return Count("applications", filter=Q(applications__trashed_at=None))


@require_http_methods(["GET", "HEAD", "POST"])
def rename(request: PersonRequest, period_id: int) -> HttpResponse:
    period = find(request, period_id)
    form = PeriodForm(posted(request), instance=period, auto_id="period-%s")
    if request.method == "POST" and form.is_valid():
        operations.rename_period(period, name=form.cleaned_data["name"])
        messages.success(request, _("Saved."))
        return go(request, LIST)
    context = {
        "form": form,
        "heading": _("Rename this period"),
        "action": reverse("applications:period-rename", args=[period.pk]),
        "label": _("Save"),
        "cancel_url": reverse(LIST),
    }
    return render(request, "applications/ask.html", context, status=422 if form.is_bound else 200)


@require_POST
def make_current(request: PersonRequest, period_id: int) -> HttpResponse:
    period = find(request, period_id)
    operations.make_period_current(period)
    messages.success(request, _("“%(name)s” is your search now.") % {"name": period})
    return go(request, LIST)


@require_http_methods(["GET", "HEAD", "POST"])
def delete(request: PersonRequest, period_id: int) -> HttpResponse:
    period = find(request, period_id)
    form = DeletePeriodForm(posted(request), period=period)
    if request.method == "POST" and form.is_valid():
        operations.delete_period(period, to=form.cleaned_data["to"])
        messages.success(request, _("“%(name)s” is gone. Its applications are still there.") % {"name": period})
        return go(request, LIST)
    context = {
        "form": form,
        "heading": _("Delete this period?"),
        "text": _("Only “%(name)s” goes, not one of its applications.") % {"name": period},
        "action": reverse("applications:period-delete", args=[period.pk]),
        "label": _("Delete"),
        "cancel_url": reverse(LIST),
    }
    return render(request, "applications/ask.html", context, status=422 if form.is_bound else 200)


def find(request: PersonRequest, key: int) -> SearchPeriod:
    return get_object_or_404(request.user.periods, pk=key)
