from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from advice import queries as advice
from advice.vocabulary import Reason
from applications.models import JobApplication
from applications.views.answers import PersonRequest, refuse
from recovery import operations, queries
from recovery.forms import AskedForm, ReceivedForm

PAGE = "recovery/feedback/detail.html"
THANKS = "feedback_thanks"


def ended(view: Callable[[PersonRequest, JobApplication], HttpResponse]) -> Callable[..., HttpResponse]:
    """Gives a view the person's application. While it is open there is nobody to ask: its own page is shown instead."""

    @wraps(view)
    def answer(request: PersonRequest, application_id: int) -> HttpResponse:
        application = get_object_or_404(request.user.applications.for_lists(), pk=application_id)
        return redirect(application) if application.is_open else view(request, application)

    return answer


def context_of(request: PersonRequest, application: JobApplication, **forms: Any) -> dict[str, Any]:
    feedback = queries.feedback_request_of(application)
    today = request.user.local_day(timezone.now())
    codes = feedback.codes if feedback else []
    about_fit = advice.articles(["beyond_skill"], request.user.curated_languages)
    context = {
        "application": application,
        "feedback": feedback,
        "codes": [Reason(code).label for code in codes if code in Reason],
        "articles": about_fit if Reason.STYLE_OR_FIT_WORDING in codes else [],
        "thanks": advice.letters([THANKS], request.user.curated_languages),
        "asked_form": AskedForm(today=today, initial={"asked_on": today}),
        "received_form": ReceivedForm(initial=written(feedback)),
    }
    return context | forms


def written(feedback: Any) -> dict[str, Any]:
    return {name: getattr(feedback, name) for name in ("answer", "codes", "next_time")} if feedback else {}


@require_safe
@ended
def detail(request: PersonRequest, application: JobApplication) -> HttpResponse:
    return render(request, PAGE, context_of(request, application))


@require_POST
@ended
def asked(request: PersonRequest, application: JobApplication) -> HttpResponse:
    now = timezone.now()
    form = AskedForm(request.POST, today=request.user.local_day(now))
    if not form.is_valid():
        return refuse(request, PAGE, PAGE, context_of(request, application, asked_form=form))
    operations.feedback_asked(application, now=now, **form.cleaned_data)
    messages.success(request, _("Noted. Asking was the step; an answer would be a bonus."))
    return redirect("recovery:feedback-detail", application.pk)


@require_POST
@ended
def received(request: PersonRequest, application: JobApplication) -> HttpResponse:
    form = ReceivedForm(request.POST)
    if not form.is_valid():
        return refuse(request, PAGE, PAGE, context_of(request, application, received_form=form))
    operations.feedback_received(application, now=timezone.now(), **form.cleaned_data)
    messages.success(request, _("Kept. Only you can read it."))
    return redirect("recovery:feedback-detail", application.pk)


@require_POST
@ended
def followed_up(request: PersonRequest, application: JobApplication) -> HttpResponse:
    operations.feedback_followed_up(application, now=timezone.now())
    messages.success(request, _("Noted. That was the one follow-up; the app stops asking now."))
    return redirect("recovery:feedback-detail", application.pk)


@require_POST
@ended
def refused(request: PersonRequest, application: JobApplication) -> HttpResponse:
    operations.feedback_refused(application, now=timezone.now())
    messages.success(request, _("Noted. Many employers answer like this; it says little about you."))
    return redirect("recovery:feedback-detail", application.pk)


@require_POST
@ended
def rest(request: PersonRequest, application: JobApplication) -> HttpResponse:
    operations.feedback_rest(application, now=timezone.now())
    messages.success(request, _("Left to rest."))
    return redirect("recovery:feedback-detail", application.pk)
