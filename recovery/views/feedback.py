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

from accounts.undo import say_undoable
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
State = FeedbackRequest.State
DECISIONS: dict[str, tuple[Any, State, Any]] = {
    "want": (operations.feedback_want, State.WANTED, gettext_lazy("One question, then.")),
    "later": (operations.feedback_later, State.LATER, gettext_lazy("Put off for two days.")),
    "decline": (
        operations.feedback_decline,
        State.DECLINED_BY_ME,
        gettext_lazy("Then not. You can still change your mind."),
    ),
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
        "can_be_unsaid": feedback is not None and queries.line_of_question(feedback) is not None,
        "follow_up_can_be_unsaid": feedback is not None and queries.line_of_follow_up(feedback) is not None,
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


def back(request: PersonRequest, application: JobApplication, text: str) -> HttpResponse:
    """To the page of the question, which then says what was noted."""
    messages.success(request, text)
    return redirect("recovery:feedback-detail", application.pk)


def back_undoably(request: PersonRequest, application: JobApplication, text: str) -> HttpResponse:
    """The same, with a button that posts `undo` to the address that noted it."""
    say_undoable(request, text, to=request.path, undo="1")
    return redirect("recovery:feedback-detail", application.pk)


def say_how_it_stands(request: PersonRequest, feedback: FeedbackRequest, wanted: State, text: str) -> HttpResponse:
    """`text` where it is so now. In another window it may have been sent, or an answer noted: then that stands."""
    if feedback.state != wanted:
        text = _("Something else was noted here meanwhile, so nothing was changed.")
    return back(request, feedback.application, text)


@require_safe
@ended
def detail(request: PersonRequest, application: JobApplication) -> HttpResponse:
    return render(request, PAGE, context_of(request, application))


@require_POST
@ended
def decide(request: PersonRequest, application: JobApplication) -> HttpResponse:
    """Whether to ask (`decision`): yes, in two days, or no."""
    decision = DECISIONS.get(request.POST.get("decision", ""))
    if decision is None:
        messages.error(request, _("Please choose one of the buttons."))
        return redirect("recovery:feedback-detail", application.pk)
    verb, state, text = decision
    return say_how_it_stands(request, verb(application, now=timezone.now()), state, str(text))


@require_POST
@ended
def asked(request: PersonRequest, application: JobApplication) -> HttpResponse:
    now = timezone.now()
    if "undo" in request.POST:
        operations.feedback_not_asked(application, now=now)
        return back(request, application, _("Taken back."))
    form = AskedForm(request.POST, today=request.user.local_day(now))
    if not form.is_valid():
        return refuse(request, PAGE, PAGE, context_of(request, application, asked_form=form))
    operations.feedback_asked(application, now=now, **form.cleaned_data)
    return back_undoably(request, application, _("Noted. Asking was the step; an answer would be a bonus."))


@require_POST
@transaction.atomic
@ended
def received(request: PersonRequest, application: JobApplication) -> HttpResponse:
    """Held from reading it to saving it, so that what the form compares with cannot change in between."""
    operations.lock_with(application)
    if "undo" in request.POST:
        operations.feedback_not_received(application, now=timezone.now())
        return back(request, application, _("Taken back. What you typed is still in its field."))
    form = ReceivedForm(request.POST, initial=written(queries.feedback_request_of(application), application))
    if not form.is_valid():
        return refuse(request, PAGE, PAGE, context_of(request, application, received_form=form))
    operations.feedback_received(application, now=timezone.now(), **form.cleaned_data)
    if form.taken_over:
        return back(request, application, said_of(form))
    return back_undoably(request, application, _("Kept. Only you can read it."))


@require_POST
@ended
def followed_up(request: PersonRequest, application: JobApplication) -> HttpResponse:
    now = timezone.now()
    if "undo" in request.POST:
        operations.feedback_not_followed_up(application, now=now)
        return back(request, application, _("Taken back."))
    operations.feedback_followed_up(application, now=now)
    return back_undoably(request, application, _("Noted. That was the one follow-up; the app stops asking now."))


@require_POST
@ended
def refused(request: PersonRequest, application: JobApplication) -> HttpResponse:
    feedback = operations.feedback_refused(application, now=timezone.now())
    return say_how_it_stands(
        request, feedback, State.REFUSED, _("Noted. Many employers answer like this; it says little about you.")
    )


@require_POST
@ended
def rest(request: PersonRequest, application: JobApplication) -> HttpResponse:
    feedback = operations.feedback_rest(application, now=timezone.now())
    return say_how_it_stands(request, feedback, State.NO_ANSWER, _("Left to rest."))


@require_POST
@ended
def wait(request: PersonRequest, application: JobApplication) -> HttpResponse:
    feedback = operations.feedback_wait(application, now=timezone.now())
    return say_how_it_stands(request, feedback, State.ASKED, _("It is waited for, as before."))
