from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import localised
from accounts.undo import say_undoable
from applications import operations, panels, queries
from applications.forms import InterviewForm, InterviewNotesForm
from applications.models import Interview
from applications.views.answers import PersonRequest, go, posted, refuse

ROWS = 25


@require_safe
def list_(request: PersonRequest) -> HttpResponse:
    now = timezone.now()
    interviews = queries.interviews_of(request.user)
    context = {
        "upcoming": interviews.ahead(now),
        "page": Paginator(interviews.behind(now), ROWS).get_page(request.GET.get("page")),
        "cancelled": interviews.exclude(cancelled_at=None).order_by("-starts_at", "-pk")[:ROWS],
    }
    return render(request, "applications/interviews/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: PersonRequest, application_id: int) -> HttpResponse:
    application = get_object_or_404(request.user.applications.for_lists(), pk=application_id)
    form = InterviewForm(posted(request))
    context = {"form": form, "application": application}
    if request.method != "POST":
        return render(request, "applications/interviews/new.html", context)
    if not form.is_valid():
        return refuse(request, "applications/interviews/new.html", "applications/interviews/_form.html", context)
    interview = operations.schedule_interview(application, now=timezone.now(), **form.cleaned_data)
    messages.success(request, _("Interview noted."))
    warn_of_overlap(request, interview)
    return go(request, application)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: PersonRequest, interview_id: int) -> HttpResponse:
    interview = get_object_or_404(queries.interviews_of(request.user), pk=interview_id)
    now = timezone.now()
    form = InterviewNotesForm(posted(request), instance=interview)
    context = {"form": form, "interview": interview, "application": interview.application, "now": now}
    context["panels"] = panels.render_slot(
        request, "interview-preparation", interview=interview, application=interview.application
    )
    if request.method != "POST":
        return render(request, "applications/interviews/edit.html", context)
    if not form.is_valid():
        interview.refresh_from_db()  # the form wrote what was typed on it
        return refuse(request, "applications/interviews/edit.html", "applications/interviews/_form.html", context)
    operations.change_interview(interview, now=now, **form.cleaned_data)
    messages.success(request, _("Saved."))
    warn_of_overlap(request, interview)
    return go(request, interview.application)


def warn_of_overlap(request: PersonRequest, interview: Interview) -> None:
    others = [] if interview.is_cancelled else queries.overlapping(interview)
    if others:
        names = localised.listed([other.application.company for other in others])
        messages.warning(request, _("At that time you also have an interview with %(names)s.") % {"names": names})


@require_POST
def cancel(request: PersonRequest, interview_id: int) -> HttpResponse:
    interview = get_object_or_404(queries.interviews_of(request.user), pk=interview_id)
    operations.cancel_interview(interview, now=timezone.now())
    return answer(request, interview)


@require_POST
def restore(request: PersonRequest, interview_id: int) -> HttpResponse:
    """It takes place after all, or was never cancelled (`undo`)."""
    interview = get_object_or_404(queries.interviews_of(request.user), pk=interview_id)
    if "undo" in request.POST:
        operations.take_back_cancelling(interview, now=timezone.now())
    else:
        operations.restore_interview(interview, now=timezone.now())
    return answer(request, interview)


def answer(request: PersonRequest, interview: Interview) -> HttpResponse:
    back = "list" if request.POST.get("back") == "list" else ""
    if interview.is_cancelled:
        undo = reverse("applications:interview-restore", args=[interview.pk])
        say_undoable(request, _("Cancelled. It can be restored."), to=undo, undo="on", back=back)
    else:
        messages.success(request, _("Restored."))
    if request.wants_fragment:
        context = {"interview": interview, "is_named": True, "can_cancel": True}
        return render(request, "applications/interviews/_changed.html", context)
    return go(request, "applications:interview-list" if back else interview.application)
