from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts import passkeys, queries
from accounts.requests import PersonRequest


@require_safe
def show(request: PersonRequest) -> HttpResponse:
    """The one place for how one comes in: address, password, second step, devices."""
    context = {
        "steps": queries.second_steps_of(request.user),
        "devices": queries.devices_of(request.user, now=timezone.now()),
        "is_asked_for": settings.ADMIN_TWO_FACTOR and request.user.is_staff,
        "passkeys_work": passkeys.can_work(request),
        "better_address": passkeys.better_address(request),
    }
    return render(request, "accounts/signing_in/show.html", context)
