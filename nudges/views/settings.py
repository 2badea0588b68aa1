"""How and when a person wants to hear from us."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.models import User
from applications.views.answers import PersonRequest, go, posted, show
from nudges import addresses, operations, queries
from nudges.forms import LaterForm, SettingsForm

CONSENTS = 20


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: PersonRequest) -> HttpResponse:
    now, preference = timezone.now(), queries.preference_of(request.user)
    form = SettingsForm(posted(request), instance=preference)
    if form.is_bound and form.is_valid():
        change(request.user, form)
        messages.success(request, _("Kept. The plan follows it from now on."))
        return go(request, "nudges:settings-edit")
    context = {
        "form": form,
        "is_paused": preference.is_paused_at(now),
        "preference": preference,
        "pauses": LaterForm.PAUSES,
        "dead_address": queries.dead_address_of(request.user),
        "consents": request.user.consents.all()[:CONSENTS],
        "now": now,
    }
    status = 422 if form.is_bound else 200
    return show(request, "nudges/settings/edit.html", "nudges/settings/_form.html", context, status=status)


@require_POST
def use_address(request: PersonRequest) -> HttpResponse:
    addresses.call_well(request.user, now=timezone.now())
    messages.success(request, _("Notes go to your address again."))
    return go(request, "nudges:settings-edit")


@transaction.atomic
def change(user: User, form: SettingsForm) -> None:
    now = timezone.now()
    operations.change_preferences(user, now=now, **form.changes)
    operations.set_lists(user, form.cleaned_data["lists"], said_on="settings", now=now)
