"""The page after signing up. Everything on it may stay empty, and it can be visited again."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts import operations as account_operations
from accounts.models import User
from applications.views.answers import PersonRequest, go, refuse
from nudges import operations, queries
from nudges.forms import WelcomeForm


@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: PersonRequest) -> HttpResponse:
    if request.method != "POST":
        form = WelcomeForm.of(request.user, queries.preference_of(request.user))
        return render(request, "nudges/welcome/answer.html", {"form": form})
    form = WelcomeForm(request.POST)
    if not form.is_valid():
        return refuse(request, "nudges/welcome/answer.html", "nudges/welcome/_form.html", {"form": form})
    welcome(request.user, form, is_later="later" in request.POST)
    messages.success(request, _("Thank you. All of this can be changed at any time."))
    return go(request, "nudges:today-show")


@transaction.atomic
def welcome(user: User, form: WelcomeForm, *, is_later: bool) -> None:
    now = timezone.now()
    operations.change_preferences(user, weekly_goal=form.cleaned_data["weekly_goal"], now=now)
    # Before `welcomed_at` is set: a "later" on a second visit counts as having been asked again.
    if is_later:
        operations.decide_later(user, now=now)
    else:
        operations.set_lists(user, form.cleaned_data["lists"], said_on="welcome", now=now)
    user.name = form.cleaned_data["name"]
    user.time_zone = form.cleaned_data["time_zone"] or user.time_zone
    user.welcomed_at = user.welcomed_at or now
    account_operations.change_settings(user, changed=["name", "time_zone", "welcomed_at"])
