from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from applications.periods import current_period
from applications.spans import Span
from applications.views.answers import PersonRequest, posted
from recovery import looking_back, operations
from recovery.forms import TakeAlongForm


@require_safe
def list_(request: PersonRequest) -> HttpResponse:
    pages, period = list(request.user.take_alongs.select_related("period")), current_period(request.user)
    is_there = any(page.period == period for page in pages)
    context = {"pages": pages, "period": period, "is_there": is_there}
    return render(request, "recovery/take_alongs/list.html", context)


@require_POST
def new(request: PersonRequest) -> HttpResponse:
    page = operations.start_take_along(request.user, now=timezone.now())
    return redirect("recovery:takealong-edit", page.pk)


@require_safe
def detail(request: PersonRequest, page_id: int) -> HttpResponse:
    page = get_object_or_404(request.user.take_alongs.select_related("period"), pk=page_id)
    return render(request, "recovery/take_alongs/detail.html", {"page": page})


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: PersonRequest, page_id: int) -> HttpResponse:
    page = get_object_or_404(request.user.take_alongs.select_related("period"), pk=page_id)
    form = TakeAlongForm(posted(request), initial={"text": page.text, "seen": page.updated_at.isoformat()})
    if request.method == "POST" and form.is_valid():
        try:
            operations.write_take_along(page, now=timezone.now(), **form.cleaned_data)
        except operations.TakeAlongWrittenMeanwhile:
            form.stand_back(page)
        else:
            messages.success(request, _("Kept."))
            return redirect(page)
    context = {"page": page, "form": form, "learnt": looking_back.learnt(Span(request.user))}
    return render(request, "recovery/take_alongs/edit.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def delete(request: PersonRequest, page_id: int) -> HttpResponse:
    page = get_object_or_404(request.user.take_alongs.all(), pk=page_id)
    if request.method == "POST":
        operations.delete_take_along(page)
        messages.success(request, _("Deleted."))
        return redirect("recovery:takealong-list")
    context = {
        "heading": _("Delete this page?"),
        "text": _("Its words go for good."),
        "action": reverse("recovery:takealong-delete", args=[page.pk]),
        "label": _("Delete"),
        "cancel_url": page.get_absolute_url(),
    }
    return render(request, "components/_confirm.html", context)
