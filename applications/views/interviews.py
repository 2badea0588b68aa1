from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import localised
from accounts.undo import say_undoable
from applications import operations, queries
from applications.forms import InterviewForm
from applications.models import Interview
from applications.views import writing
from applications.views.answers import PersonRequest, go, posted, refuse

ROWS = 25
FORM = "applications/interviews/_form.html"


@require_safe
def list_(request: PersonRequest) -> HttpResponse:
    now = timezone.now()
    interviews = queries.with_writing(queries.interviews_of(request.user)).prefetch_related("contacts")
    running = queries.going_on(interviews, now)
    over = interviews.behind(now).exclude(pk__in=[interview.pk for interview in running])
    context = {
        "now": now,
        "upcoming": [*running, *interviews.ahead(now)],
        "page": Paginator(over, ROWS).get_page(request.GET.get("page")),
        "cancelled": interviews.exclude(cancelled_at=None).order_by("-starts_at", "-pk")[:ROWS],
    }
    return render(request, "applications/interviews/list.html", context)


@require_safe
def detail(request: PersonRequest, interview_id: int) -> HttpResponse:
    whole = queries.interviews_of(request.user).select_related("application__user", "preparation", "debrief")
    interview = get_object_or_404(whole, pk=interview_id)
    return render(request, writing.PAGE, writing.context_of(request, interview))


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: PersonRequest, application_id: int) -> HttpResponse:
    application = get_object_or_404(request.user.applications.for_lists(), pk=application_id)
    form = InterviewForm(posted(request), application=application)
    context = {"form": form, "application": application}
    if request.method != "POST":
        return render(request, "applications/interviews/new.html", context)
    if not form.is_valid():
        return refuse(request, "applications/interviews/new.html", FORM, context)
    try:
        interview = operations.schedule_interview(
            application, now=timezone.now(), is_repeatable=False, **form.cleaned_data
        )
    except operations.AlreadyArranged:
        messages.info(request, _("That interview is noted already."))
        return go(request, application)
    messages.success(request, _("Interview noted."))
    say_what_to_mind(request, interview, form)
    return go(request, application)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: PersonRequest, interview_id: int) -> HttpResponse:
    interview = get_object_or_404(queries.interviews_of(request.user), pk=interview_id)
    form = InterviewForm(posted(request), instance=interview, application=interview.application)
    context = {"form": form, "interview": interview, "application": interview.application}
    if request.method != "POST":
        return render(request, "applications/interviews/edit.html", context)
    if not form.is_valid():
        interview.refresh_from_db()  # the form wrote what was typed on it
        return refuse(request, "applications/interviews/edit.html", FORM, context)
    operations.change_interview(interview, now=timezone.now(), **form.cleaned_data)
    messages.success(request, _("Saved."))
    say_what_to_mind(request, interview, form)
    return go(request, interview)


def say_what_to_mind(request: PersonRequest, interview: Interview, form: InterviewForm) -> None:
    """What is good to know about the time that was chosen; none of it forbids anything."""
    if form.comes_twice:
        text = _("The clocks go back then, and %(time)s comes twice: the first one is taken.")
        messages.info(request, text % {"time": localised.clock(form.typed_time)})
    if others := queries.overlapping(interview):
        text = _("At that time you also have an interview with %(names)s. Both are noted.")
        messages.warning(request, text % {"names": companies(others)})
    if others := queries.close_by(interview):
        text = ngettext(
            "There is little time between it and your interview with %(names)s.",
            "There is little time between it and your interviews with %(names)s.",
            len(others),
        )
        messages.info(request, text % {"names": companies(others)})


def companies(interviews: Iterable[Interview]) -> str:
    return localised.listed([interview.application.company for interview in interviews])


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
        context: dict[str, Any] = {"interview": interview, "is_named": True, "can_cancel": True}
        return render(request, "applications/interviews/_changed.html", context)
    return go(request, "applications:interview-list" if back else interview)
