"""How and when a person wants to hear from us."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from nudges import operations, queries
from nudges.forms import LaterForm, SettingsForm

CONSENTS = 20


def edit(request: HttpRequest) -> HttpResponse:
    now, preference = timezone.now(), queries.preference_of(request.user)
    form = SettingsForm(request.POST or None, instance=preference)
    if request.method == "POST" and form.is_valid():
        change(request.user, form)
        messages.success(request, _("Kept. The plan follows it from now on."))
        return redirect("nudges:settings-edit")
    context = {
        "form": form,
        "is_paused": preference.is_paused_at(now),
        "preference": preference,
        "pauses": LaterForm.PAUSES,
        "consents": request.user.consents.all()[:CONSENTS],
        "now": now,
    }
    is_refused = form.is_bound
    template = "nudges/settings/_form.html" if is_refused and request.wants_fragment else "nudges/settings/edit.html"
    return render(request, template, context, status=422 if is_refused else 200)


@transaction.atomic
def change(user: User, form: SettingsForm) -> None:
    now = timezone.now()
    operations.change_preferences(user, now=now, **form.changes)
    operations.set_lists(user, form.cleaned_data["lists"], said_on="settings", now=now)
