from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from advice import queries as advice
from advice.vocabulary import Mood
from applications.views.answers import PersonRequest
from recovery import moods, operations
from recovery.forms import CheckInForm, KeepForm
from recovery.views.pieces import signpost

PAGE = "recovery/checkins/list.html"
SHOWN = 40  # the rest by one more click


@require_safe
def list_(request: PersonRequest) -> HttpResponse:
    return render(request, PAGE, context_of(request))


def context_of(request: PersonRequest) -> dict[str, Any]:
    user, today = request.user, request.user.local_day(timezone.now())
    consent = user.checkin_consents.standing().first()
    of_today = moods.of_day(user, today)
    return {
        "consent": consent,
        "words": words_of_consent(),
        "form": CheckInForm(initial={"mood": of_today and of_today.mood}),
        "keep_form": KeepForm(initial={"days": consent and consent.keep_days}),
        "card": advice.card("checkin_labels", user.curated_languages),
        "moods": Mood.choices,
        "checkins": user.checkins.all()[: None if "all" in request.GET else SHOWN],
        "count": user.checkins.count(),
        "today": today,
    }


def words_of_consent() -> str:
    """What a person says yes to; kept beside their yes."""
    return _(
        "Rebound may ask me how I am and keep my answers: one of five words, and the day. That is information about "
        "my health. It is encrypted, shown to me alone, never scored or sent, and deleted after 180 days or the time "
        "I choose."
    )


@require_POST
def agree(request: PersonRequest) -> HttpResponse:
    operations.agree_to_checkins(request.user, words=words_of_consent(), now=timezone.now())
    messages.success(request, _("Check-ins are on. You can take that back here at any time."))
    return redirect("recovery:checkin-list")


@require_POST
def new(request: PersonRequest) -> HttpResponse:
    form = CheckInForm(request.POST)
    if not request.user.has_checkins:
        return redirect("recovery:checkin-list")
    if not form.is_valid():
        return render(request, PAGE, context_of(request) | {"form": form}, status=422)
    if operations.check_in(request.user, mood=form.cleaned_data["mood"], now=timezone.now()):
        return redirect("recovery:checkin-support")
    messages.success(request, _("Noted. Thank you for looking."))
    return redirect("recovery:checkin-list")


@require_POST
def keep(request: PersonRequest) -> HttpResponse:
    form = KeepForm(request.POST)
    if not form.is_valid():
        return render(request, PAGE, context_of(request) | {"keep_form": form}, status=422)
    operations.keep_checkins_for(request.user, days=form.cleaned_data["days"], now=timezone.now())
    messages.success(request, _("Saved."))
    return redirect("recovery:checkin-list")


@require_POST
def ask(request: PersonRequest) -> HttpResponse:
    operations.ask_for_support(request.user, now=timezone.now())
    return redirect("recovery:checkin-support")


@require_safe
def support(request: PersonRequest) -> HttpResponse:
    """The signpost card; the page of support services where curators have none."""
    context = signpost(request.user, now=timezone.now())
    return render(request, "recovery/checkins/support.html", context) if context else redirect("advice:support-index")


@require_POST
def delete(request: PersonRequest, checkin_id: int) -> HttpResponse:
    operations.delete_checkin(get_object_or_404(request.user.checkins, pk=checkin_id), now=timezone.now())
    messages.success(request, _("That check-in is deleted."))
    return redirect("recovery:checkin-list")


@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: PersonRequest) -> HttpResponse:
    if request.method == "POST":
        operations.withdraw_checkins(request.user, now=timezone.now())
        messages.success(request, _("Check-ins are off, and all of them are deleted."))
        return redirect("recovery:checkin-list")
    context = {
        "heading": _("Switch check-ins off?"),
        "text": _("Nothing asks you how you are any more, and all check-ins are deleted for good."),
        "action": reverse("recovery:checkin-withdraw"),
        "label": _("Switch off and delete"),
    }
    return render(request, "components/_confirm.html", context | {"cancel_url": reverse("recovery:checkin-list")})


@require_http_methods(["GET", "HEAD", "POST"])
def forget(request: PersonRequest) -> HttpResponse:
    if request.method == "POST":
        operations.forget_checkins(request.user, now=timezone.now())
        messages.success(request, _("All check-ins are deleted."))
        return redirect("recovery:checkin-list")
    context = {
        "heading": _("Delete all check-ins?"),
        "text": _("They are deleted for good. Check-ins stay switched on."),
        "action": reverse("recovery:checkin-forget"),
        "label": _("Delete them all"),
    }
    return render(request, "components/_confirm.html", context | {"cancel_url": reverse("recovery:checkin-list")})
