from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from advice import queries as advice
from advice.vocabulary import Reason, Stage
from applications import moments
from applications.models import JobApplication, Outcome
from applications.views.answers import PersonRequest, refuse
from applications.views.editing import said_of
from recovery import bank, letters, operations, queries
from recovery.forms import AskedForm, ReceivedForm
from recovery.models import FeedbackRequest, Lesson

PAGE = "recovery/feedback/detail.html"
THANKS, FOLLOW_UP = "feedback_thanks", "feedback_follow_up"
DECISIONS: dict[str, tuple[Any, Any]] = {
    "want": (operations.feedback_want, gettext_lazy("One question, then.")),
    "later": (operations.feedback_later, gettext_lazy("Put off for two days.")),
    "decline": (operations.feedback_decline, gettext_lazy("Then not. You can still change your mind.")),
}


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
    languages = request.user.curated_languages
    question = moments.QUESTIONS.get(Stage(application.outcome.last_stage), "")
    about_fit = advice.articles(["beyond_skill"], languages)
    context = {
        "application": application,
        "feedback": feedback,
        # Silence is asked about in other letters, and what one ended oneself not at all.
        "can_ask": application.outcome.kind == Outcome.Kind.REJECTED,
        "codes": [Reason(code).label for code in codes if code in Reason],
        "articles": about_fit if Reason.STYLE_OR_FIT_WORDING in codes else [],
        "questions": advice.letters([question], languages) if question else [],
        "follow_ups": advice.letters([FOLLOW_UP], languages),
        "thanks": advice.letters([THANKS], languages),
        "cards": bank.fitting_for(request.user, application),
        "values_step": queries.values_step(application),
        "thanked": letters.last_sent(application, THANKS),
        "today": today,
        "asked_form": AskedForm(today=today, initial={"asked_on": today}),
        "received_form": ReceivedForm(initial=written(feedback, application)),
    }
    return context | forms


def written(feedback: FeedbackRequest | None, application: JobApplication) -> dict[str, Any]:
    names = ("answer", "codes", "next_time", "is_worrying")
    is_kept = application.lessons.filter(source=Lesson.Source.FEEDBACK).exists()
    return {name: getattr(feedback or FeedbackRequest(), name) for name in names} | {"keep_lesson": is_kept}


@require_safe
@ended
def detail(request: PersonRequest, application: JobApplication) -> HttpResponse:
    return render(request, PAGE, context_of(request, application))


@require_POST
@ended
def decide(request: PersonRequest, application: JobApplication) -> HttpResponse:
    """Whether to ask (`decision`): yes, in two days, or no."""
    verb, text = DECISIONS.get(request.POST.get("decision", ""), (None, _("Please choose one of the buttons.")))
    if verb is None:
        messages.error(request, str(text))
    else:
        verb(application, now=timezone.now())
        messages.success(request, str(text))
    return redirect("recovery:feedback-detail", application.pk)


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
@transaction.atomic
@ended
def received(request: PersonRequest, application: JobApplication) -> HttpResponse:
    """Held from reading it to saving it, so that what the form compares with cannot change in between."""
    operations.lock_with(application)
    form = ReceivedForm(request.POST, initial=written(queries.feedback_request_of(application), application))
    if not form.is_valid():
        return refuse(request, PAGE, PAGE, context_of(request, application, received_form=form))
    operations.feedback_received(application, now=timezone.now(), **form.cleaned_data)
    messages.success(request, said_of(form) if form.taken_over else _("Kept. Only you can read it."))
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


@require_POST
@ended
def wait(request: PersonRequest, application: JobApplication) -> HttpResponse:
    operations.feedback_wait(application, now=timezone.now())
    messages.success(request, _("It is waited for, as before."))
    return redirect("recovery:feedback-detail", application.pk)
